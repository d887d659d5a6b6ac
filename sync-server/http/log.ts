import { createRedactor } from '#domain/kernel/redact.ts';
import { allEntities } from '#domain/registry.ts';
import pino, { type DestinationStream, type Logger } from 'pino';

/** What the declarations let a log show. */
export const { isSensitive, redact } = createRedactor(allEntities);

/** The hub's log: JSON lines without personal data, secrets or bodies. */
export function createLog(level: string, destination: DestinationStream = pino.destination({ fd: 2, sync: false })): Logger {
  return pino({ level, base: null, serializers: { err: (error: unknown) => error }, formatters: { log: (details) => Object(redact(details)) } }, destination);
}
