import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type pg from 'pg';
import type { Sessions } from '../auth/sessions.ts';
import type { CommandService } from '../commands/service.ts';
import type { Origin } from '../commands/standing.ts';
import type { Log } from '../engine/log.ts';
import { bearer } from '../http/bearer.ts';
import type { Denials } from '../http/denials.ts';
import { HttpProblem, problemOf } from '../http/problem.ts';
import { apiBase } from './base.ts';
import { callerOf, type ApiCaller } from './caller.ts';
import { commandOperations } from './command-operations.ts';
import { docsPage } from './docs.ts';
import { createLimit, type Allowance } from './limit.ts';
import { placesOf, type Call, type Operation } from './operation.ts';
import { createDescription } from './openapi.ts';
import { detailsOf, problemType } from './problem.ts';
import { askedOf } from './read.ts';
import type { RequestLog } from './request-log.ts';
import { resourceOperations } from './resource-operations.ts';
import { viewOperations } from './views/operations.ts';

interface ApiDeps {
  readonly sessions: Pick<Sessions, 'of'>;
  readonly serve: pg.Pool;
  readonly commands: Pick<CommandService, 'run'>;
  readonly calls: Pick<RequestLog, 'add'>;
  readonly denials: Denials;
  readonly now: () => number;
  readonly log: Log;
}

/** Everything that the API can do. */
export const operations: readonly Operation[] = [...viewOperations, ...resourceOperations, ...commandOperations];

const bodyAtMost = 2 * 1024 * 1024;
const hour = 3_600_000;
// A key is 256 random bits: this only keeps somebody's mistake from filling the hub.
const wrongKeysAMinute = 120;

/** `/api/v1`: resources, commands and read models as problem details and JSON, and their description. */
export async function apiRoutes(server: FastifyInstance, deps: ApiDeps): Promise<void> {
  const { denials, now, log } = deps;
  const countCalls = createLimit(hour, now);
  const countWrong = createLimit(60_000, now);
  const callers = new WeakMap<FastifyRequest, ApiCaller>();

  /** Finds out who calls, and counts the calls of a key. */
  const admit = async (request: FastifyRequest, reply: FastifyReply): Promise<ApiCaller> => {
    const caller = await callerOf(deps, bearer(request)).catch((error: unknown) => {
      if (!(error instanceof HttpProblem) || error.status !== 401) throw error;
      reply.header('www-authenticate', 'Bearer');
      const allowance = countWrong(request.ip, wrongKeysAMinute);
      throw allowance.isAllowed ? error : tooMany(reply, allowance);
    });
    callers.set(request, caller);
    if (caller.apiKeyId === null || caller.rateLimit === null) return caller;
    const allowance = countCalls(caller.apiKeyId, caller.rateLimit);
    reply.headers({ 'ratelimit-limit': allowance.limit, 'ratelimit-remaining': allowance.remaining, 'ratelimit-reset': allowance.reset });
    if (!allowance.isAllowed) throw tooMany(reply, allowance);
    return caller;
  };

  const fail = async (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
    const problem = problemOf(error);
    if (problem.status === 503) reply.header('retry-after', '1');
    if (problem.status >= 500) log.error({ err: error, route: request.routeOptions.url }, 'a call of the API failed');
    await denials(request, problem, callers.get(request));
    return reply
      .code(problem.status)
      .header('cache-control', 'no-store')
      .type(problemType)
      .send(JSON.stringify(detailsOf(problem)));
  };

  await server.register(
    async (api) => {
      api.setErrorHandler(fail);
      api.setNotFoundHandler(() => {
        throw new HttpProblem(404, 'route.missing', 'There is nothing at this address.');
      });
      api.addHook('onResponse', async (request, reply) => {
        const caller = callers.get(request);
        const [endpoint = ''] = request.url.split('?');
        if (caller) deps.calls.add({ caller, method: request.method, endpoint, statusCode: reply.statusCode, took: reply.elapsedTime, ip: request.ip });
      });
      const description = createDescription(operations);
      api.get('/openapi.json', async (_request, reply) => reply.type('application/json').send(description.text()));
      api.get('/docs', async (_request, reply) => {
        const { html, policy } = docsPage(description.document());
        return reply.type('text/html; charset=utf-8').header('content-security-policy', policy).send(html);
      });
      for (const operation of operations)
        api.route({
          method: operation.method,
          url: addressOf(operation.path),
          bodyLimit: bodyAtMost,
          handler: async (request, reply) => {
            const caller = await admit(request, reply);
            const { status, body, headers = {} } = await operation.handle(callOf(request, caller), deps);
            reply.code(status).headers({ 'cache-control': 'private, no-cache', vary: 'authorization', ...headers });
            return body === undefined ? reply.send() : reply.type('application/json; charset=utf-8').send(JSON.stringify(body));
          },
        });
    },
    { prefix: apiBase },
  );
}

/** `{id}` is `:id` to the server. */
const addressOf = (path: string) => placesOf(path).reduce((address, place) => address.replace(`{${place}}`, `:${place}`), path);

function callOf(request: FastifyRequest, caller: ApiCaller): Call {
  const { headers } = request;
  const key = headers['idempotency-key'];
  return {
    caller,
    origin: originOf(request),
    params: Object.fromEntries(Object.entries(Object(request.params)).map(([name, value]) => [name, String(value)])),
    asked: askedOf(request.query),
    body: request.body,
    headers: { key: typeof key === 'string' ? key : undefined, ifMatch: headers['if-match'], ifNoneMatch: headers['if-none-match'] },
  };
}

const originOf = ({ ip, headers }: FastifyRequest): Origin => ({ ipAddress: ip, userAgent: headers['user-agent'] ?? null });

function tooMany(reply: FastifyReply, { limit, reset }: Allowance): HttpProblem {
  reply.header('retry-after', String(reset));
  return new HttpProblem(429, 'rate.exceeded', `More than ${limit} calls; call again in ${reset} seconds.`);
}
