import { entityOf } from '#domain/registry.ts';
import type { Fields } from '#domain/kernel/field.ts';
import pino, { type DestinationStream, type Logger } from 'pino';

/** What no declaration names, yet must never be read in a log. */
const undeclared = [
  'authorization',
  'password',
  'passwordHash',
  'token',
  'tokenHash',
  'recoverySecret',
  'secret',
  'sealed',
  'cookie',
  'args',
  'body',
  'params',
  'parameters',
  'detail',
  'where',
  'url',
];

const declared = Object.values<{ readonly fields: Fields }>(entityOf).flatMap(({ fields }) =>
  Object.entries(fields)
    .filter(([, field]) => field.sensitivity !== undefined)
    .map(([key]) => key),
);

const plain = (key: string) => key.replace(/[_-]/g, '').toLowerCase();
const sensitive: ReadonlySet<string> = new Set([...declared, ...undeclared].map(plain));
const hidden = '[hidden]';
const deepest = 6;

/** Whether the values of a key are personal or secret, as the declarations say, in any spelling. */
export const isSensitive = (key: string): boolean => sensitive.has(plain(key));

/** The same details with every personal or secret value hidden, at any depth. */
export function redact(details: unknown, depth = 0): unknown {
  if (details instanceof Error) return redactError(details, depth);
  if (typeof details === 'bigint') return String(details);
  if (typeof details !== 'object' || details === null) return details;
  if (depth >= deepest) return hidden;
  if (Array.isArray(details)) return details.map((item) => redact(item, depth + 1));
  return Object.fromEntries(Object.entries(details).map(([key, value]) => [key, isSensitive(key) ? hidden : redact(value, depth + 1)]));
}

/** Messages of Postgres and of parsers quote what they were given: the quotation is left out. */
function redactError(error: Error, depth: number): object {
  const message = error.message.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\([^)]*\)=\([^)]*\)/g, '…').slice(0, 500);
  const frames = (error.stack ?? '').split('\n').filter((line) => line.trimStart().startsWith('at '));
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  const cause = error.cause instanceof Error && depth < deepest ? { cause: redactError(error.cause, depth + 1) } : {};
  return { type: error.name, message, ...code, ...cause, stack: frames.slice(0, 12).join('\n') };
}

/** The hub's log: JSON lines without personal data, secrets or bodies. */
export function createLog(level: string, destination: DestinationStream = pino.destination({ fd: 2, sync: false })): Logger {
  return pino({ level, base: null, serializers: { err: (error: unknown) => error }, formatters: { log: (details) => Object(redact(details)) } }, destination);
}
