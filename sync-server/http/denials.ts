import type { FastifyRequest } from 'fastify';
import type pg from 'pg';
import { auditDenied } from '../audit/record.ts';
import type { Session, Sessions } from '../auth/sessions.ts';
import type { Caller } from '../commands/standing.ts';
import { newId } from '../db/new-id.ts';
import { inTenant } from '../db/transaction.ts';
import type { Log } from '../engine/log.ts';
import { bearer } from './bearer.ts';
import { CommandProblem, type HttpProblem } from './problem.ts';

/** Writes a request that was refused for want of a right into the audit of whoever made it. */
export type Denials = (request: FastifyRequest, problem: HttpProblem, caller?: Asker) => Promise<void>;

/** Whoever asked: a member by their session, or a machine by its key. */
type Asker = Caller & Partial<Pick<Session, 'sessionId'>>;

interface DenialsDeps {
  readonly sessions: Pick<Sessions, 'ofAnyDevice'>;
  readonly serve: pg.Pool;
  readonly log: Log;
  readonly now: () => number;
}

/** What a device is refused again and again by one route and of one kind is written down once in this time, so that a loop does not flood the chain. */
export const oncePer = 10 * 60_000;
// Beyond this many, those whose time has passed are forgotten.
const rememberedAtMost = 10_000;

/** Denials in the audit, whoever asked and by whatever route; each hub counts for itself. */
export function createDenials({ sessions, serve, log, now }: DenialsDeps): Denials {
  const written = new Map<string, number>();
  return async (request, problem, known) => {
    // Commands keep their own record of what was denied.
    if (problem.status !== 403 || problem instanceof CommandProblem) return;
    const caller: Asker | null = known ?? (await sessions.ofAnyDevice(bearer(request)).catch(() => null));
    if (!caller) return;
    const { tenantId, userId, deviceId, apiKeyId = null, sessionId = null } = caller;
    const action = `${request.method} ${request.routeOptions.url ?? ''}`.slice(0, 80);
    const key = [tenantId, apiKeyId ?? deviceId ?? userId, action, problem.code, problem.about].join(' ');
    const at = now();
    if (at - (written.get(key) ?? -Infinity) < oncePer) return;
    if (written.size >= rememberedAtMost) for (const [old, then] of written) if (at - then >= oncePer) written.delete(old);
    written.set(key, at);
    const stamp = new Date(at).toISOString();
    const from = { ipAddress: request.ip, userAgent: request.headers['user-agent'] ?? null, apiKeyId, sessionId };
    const act = { tenantId, userId, deviceId, commandId: newId(at), at: stamp, ...from };
    await inTenant(serve, tenantId, (tx) => auditDenied(tx, action, act, problem.message, stamp, problem.about)).catch((error: unknown) => {
      written.delete(key);
      log.error({ err: error, action }, 'a denied access could not be written into the audit');
    });
  };
}
