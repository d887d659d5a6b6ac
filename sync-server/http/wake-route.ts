import { beatHeader, lsn } from '#domain/sync/wire.ts';
import type { ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import type { Sessions } from '../auth/sessions.ts';
import type { Wake, WakeLine } from '../shapes/wake.ts';
import { bearer } from './bearer.ts';
import { HttpProblem, sessionEnded } from './problem.ts';

// By their silence desks know a hub that hangs. A thousand idle desks cost 1.6 % of a core so; the beats are spread, so that none waits for all.
const beatEvery = 2000;
const turns = 20;
// A desk that leaves this much unread for one event's time is not reading.
const unreadAtMost = 64 * 1024;

/** `/v1/wake`: one stream of events for each desk. */
export function wakeRoute(server: FastifyInstance, { sessions, wake }: { readonly sessions: Sessions; readonly wake: Wake }): void {
  const lines = Array.from({ length: turns }, () => new Set<ServerResponse>());
  let turn = 0;
  let next = 0;
  const beat = setInterval(() => {
    turn = (turn + 1) % turns;
    for (const line of lines[turn] ?? []) if (!write(line, ': \n\n')) line.destroy();
  }, beatEvery / turns);
  server.addHook('onClose', () => clearInterval(beat));

  server.get('/v1/wake', async (request, reply) => {
    const token = bearer(request);
    const session = await sessions.of(token);
    if (token === null) throw sessionEnded();
    const since = lsn.optional().safeParse(new URL(request.raw.url ?? '/', 'http://hub').searchParams.get('since') ?? undefined);
    if (!since.success) throw new HttpProblem(400, 'field.invalid', 'Give “since” as a position: a whole number.', 'since');
    reply.hijack();
    const { raw } = reply;
    raw.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
      [beatHeader]: String(beatEvery),
      ...protocolHeaders(reply.getHeaders()),
    });
    const line: WakeLine = { send: (event) => write(raw, `data: ${JSON.stringify(event)}\n\n`), close: () => raw.destroy() };
    next = (next + 1) % turns;
    const turnOf = lines[next];
    turnOf?.add(raw);
    const disconnect = wake.connect(session, token, line, since.data === undefined ? undefined : BigInt(since.data));
    raw.once('close', () => {
      turnOf?.delete(raw);
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
