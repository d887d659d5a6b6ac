import type { SecureContextOptions } from 'node:tls';
import rateLimit from '@fastify/rate-limit';
import { commandBatch, leaseRequest, outcomesRequest, protocol, protocolHeader, signInRequest, type CommandAnswer, type CommandEnvelope } from '#domain/sync/wire.ts';
import fastify, { LogController, type FastifyBaseLogger, type FastifyError, type FastifyInstance } from 'fastify';
import type { Identity } from '../auth/identity.ts';
import type { Session } from '../auth/sessions.ts';
import type { Caller } from '../commands/standing.ts';
import type { Gatekeeper } from '../shapes/gatekeeper.ts';
import type { Wake } from '../shapes/wake.ts';
import { bearer, withOrigin } from './bearer.ts';
import { parse, readJson } from './body.ts';
import type { Denials } from './denials.ts';
import { HttpProblem, problemOf } from './problem.ts';
import { shapeRoute } from './shape-route.ts';
import { endSlowBodies } from './slow-bodies.ts';
import { wakeRoute } from './wake-route.ts';

/** What carries out commands; its answers go out as they are. */
export interface CommandService {
  readonly run: (caller: Caller, envelope: CommandEnvelope) => Promise<CommandAnswer>;
  readonly outcomes: (viewer: Session, ids: readonly string[]) => Promise<readonly CommandAnswer[]>;
}

interface ServerDeps {
  readonly identity: Identity;
  readonly commands: CommandService;
  readonly leaseNumbers: (viewer: Session, remaining: Readonly<Record<string, number>>) => Promise<readonly Readonly<Record<string, unknown>>[]>;
  readonly gatekeeper: Gatekeeper;
  readonly denials: Denials;
  readonly wake: Wake;
  readonly health: () => Promise<Readonly<Record<string, unknown>>>;
  readonly generation: () => string;
  readonly now: () => number;
  readonly log: FastifyBaseLogger;
  readonly tls: SecureContextOptions | null;
  readonly signInsPerMinute: number;
}

const bodyAtMost = 16 * 1024 * 1024;
const bodyWithin = 5 * 60_000;
/** What every answer says to desks, and to a browser that comes upon it. */
const everyAnswer = {
  [protocolHeader]: String(protocol.current),
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
} as const;

/** The hub's HTTP side: `/v1/*` as `domain/sync/wire.ts` has it. */
export async function createServer(deps: ServerDeps): Promise<FastifyInstance> {
  const { identity, commands, log, tls } = deps;
  const server: FastifyInstance = fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: bodyAtMost,
    // Nothing is logged by request: a logger for each would be made for nothing.
    childLoggerFactory: (logger) => logger,
    forceCloseConnections: true,
    // Of all routes alike: a large file over a slow line takes its time.
    requestTimeout: 0,
    keepAliveTimeout: 65_000,
    ...(tls ? { https: tls } : {}),
  });
  endSlowBodies(server, bodyWithin);
  readJson(server);
  await server.register(rateLimit, { global: false });

  server.addHook('onRequest', async (request, reply) => {
    reply.headers(tls ? { ...everyAnswer, 'strict-transport-security': 'max-age=31536000' } : everyAnswer);
    checkProtocol(request.headers[protocolHeader]);
  });
  server.addHook('onResponse', async (request, reply) => {
    const took = Math.round(reply.elapsedTime);
    request.log.debug({ method: request.method, route: request.routeOptions.url, status: reply.statusCode, took }, 'answered');
  });
  server.setNotFoundHandler(() => {
    throw new HttpProblem(404, 'route.missing', 'There is nothing at this address.');
  });
  server.setErrorHandler(async (error: FastifyError, request, reply) => {
    const problem = problemOf(error);
    if (problem.status === 503) reply.header('retry-after', '1');
    if (problem.status >= 500) request.log.error({ err: error, route: request.routeOptions.url }, 'a request failed');
    await deps.denials(request, problem);
    if (reply.raw.headersSent) {
      reply.hijack();
      reply.raw.destroy();
      return reply;
    }
    return reply.code(problem.status).header('cache-control', 'no-store').send(problem.body());
  });

  const guess = { max: deps.signInsPerMinute, timeWindow: '1 minute', hook: 'preHandler' as const, keyGenerator: signInKey };
  server.post('/v1/sign-in', { config: { rateLimit: guess }, bodyLimit: 16 * 1024 }, (request) =>
    identity.signIn(parse(signInRequest, request.body), request.ip, request.headers['user-agent'] ?? null),
  );
  server.post('/v1/sign-out', async (request, reply) => {
    await identity.signOut(bearer(request), request.ip, request.headers['user-agent']);
    return reply.code(204).send();
  });
  server.get('/v1/session', async (request) => identity.answerSession(await identity.sessions.of(bearer(request))));

  const answerAll = (answers: readonly CommandAnswer[]) => ({ answers, serverTime: new Date(deps.now()).toISOString(), generation: deps.generation() });
  server.post('/v1/commands', async (request) => {
    const token = bearer(request);
    const callerOf = async () => withOrigin(await identity.sessions.of(token), request);
    await callerOf();
    return answerAll(await runBatch(parse(commandBatch, request.body).commands, callerOf, commands));
  });
  server.post('/v1/commands/outcomes', async (request) => {
    const session = await identity.sessions.of(bearer(request));
    return answerAll(await commands.outcomes(session, parse(outcomesRequest, request.body).ids));
  });
  server.post('/v1/numbers/lease', async (request) => {
    const session = await identity.sessions.of(bearer(request));
    return { blocks: await deps.leaseNumbers(session, parse(leaseRequest, request.body).remaining) };
  });
  server.get('/v1/health', async (_request, reply) => {
    const health = await deps.health();
    return reply
      .code(health['ok'] === true ? 200 : 503)
      .header('cache-control', 'no-store')
      .send(health);
  });
  shapeRoute(server, deps.gatekeeper);
  wakeRoute(server, { sessions: identity.sessions, wake: deps.wake });
  return server;
}

/** Runs the commands in order; those that need one that failed just now wait with it. */
async function runBatch(batch: readonly CommandEnvelope[], session: () => Promise<Caller>, commands: CommandService): Promise<readonly CommandAnswer[]> {
  const answers: CommandAnswer[] = [];
  const waiting = new Set<string>();
  for (const envelope of batch) {
    if (envelope.after.some((id) => waiting.has(id))) {
      waiting.add(envelope.id);
      answers.push({ id: envelope.id, lsn: '0', status: 'retry', problem: { code: 'parent.retry', message: 'It needs a command that has to be sent again first.' } });
      continue;
    }
    // Asked for each: a session that ends in the middle of a batch ends the batch, and what was done is answered.
    const viewer = await session().catch((error: unknown) => {
      if (answers.length > 0) return null;
      throw error;
    });
    if (viewer === null) return answers;
    const answer = await commands.run(viewer, envelope);
    if (answer.status === 'retry') waiting.add(envelope.id);
    answers.push(answer);
  }
  return answers;
}

function checkProtocol(header: string | string[] | undefined): void {
  if (header === undefined) return;
  const version = Number(header);
  if (!Number.isInteger(version)) throw new HttpProblem(400, 'protocol.invalid', 'The protocol version is not a number.', protocolHeader);
  if (version < protocol.oldest) throw new HttpProblem(426, 'upgrade.desk', 'This desk is too old for its hub. Update the desk; its work is kept.');
  if (version > protocol.current) throw new HttpProblem(426, 'upgrade.hub', 'This hub is older than the desk. Update the hub; the work is kept.');
}

/** Colleagues share an address of the network: only guesses at one account are counted together. */
function signInKey({ ip, body }: { readonly ip: string; readonly body: unknown }): string {
  const email = typeof body === 'object' && body !== null && 'email' in body ? String(body.email).toLowerCase() : '';
  return `${ip} ${email.slice(0, 254)}`;
}
