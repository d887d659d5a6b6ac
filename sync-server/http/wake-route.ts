import { lsn } from '#domain/sync/wire.ts';
import type { ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import type { Sessions } from '../auth/sessions.ts';
import type { Wake, WakeLine } from '../shapes/wake.ts';
import { bearer } from './bearer.ts';
import { HttpProblem, sessionEnded } from './problem.ts';

const heartbeatEvery = 20_000;
// A desk that leaves this much unread for one event's time is not reading.
const unreadAtMost = 64 * 1024;

/** `/v1/wake`: one stream of events for each desk. */
export function wakeRoute(
  server: FastifyInstance,
  { sessions, wake, heartbeat = heartbeatEvery }: { readonly sessions: Sessions; readonly wake: Wake; readonly heartbeat?: number },
): void {
  const lines = new Set<ServerResponse>();
  // One timer for all desks: an idle desk costs a write every 20 s and nothing else.
  const beat = setInterval(() => {
    for (const line of lines) if (!write(line, ': \n\n')) line.destroy();
  }, heartbeat);
  server.addHook('onClose', () => clearInterval(beat));

  server.get('/v1/wake', async (request, reply) => {
    const token = bearer(request);
    const session = await sessions.of(token);
    if (token === null) throw sessionEnded();
    const since = lsn.optional().safeParse(new URL(request.raw.url ?? '/', 'http://hub').searchParams.get('since') ?? undefined);
    if (!since.success) throw new HttpProblem(400, 'field.invalid', 'Give “since” as a position: a whole number.', 'since');
    reply.hijack();
    const { raw } = reply;
    raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no', ...protocolHeaders(reply.getHeaders()) });
    const line: WakeLine = { send: (event) => write(raw, `data: ${JSON.stringify(event)}\n\n`), close: () => raw.destroy() };
    lines.add(raw);
    const disconnect = wake.connect(session, token, line, since.data === undefined ? undefined : BigInt(since.data));
    raw.once('close', () => {
      lines.delete(raw);
      disconnect();
    });
  });
}

function write(line: ServerResponse, text: string): boolean {
  if (line.destroyed || line.writableLength > unreadAtMost) return false;
  line.write(text);
  return true;
}

const protocolHeaders = (headers: Readonly<Record<string, unknown>>) => Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
