import type { Id } from '#domain/kernel/names.ts';
import type { Viewer } from '#domain/kernel/permission.ts';
import { tenantOfKey } from '#domain/people/api-key-text.ts';
import { reserved } from '#domain/people/reserved.ts';
import type pg from 'pg';
import { holderOf } from '../auth/api-keys.ts';
import type { Sessions } from '../auth/sessions.ts';
import { sessionEnded } from '../http/problem.ts';

/** Who calls the API: a member with a session, or a machine with a key. */
export interface ApiCaller extends Viewer {
  readonly tenantId: Id<'tenants'>;
  readonly userId: Id<'users'>;
  readonly deviceId: Id<'devices'> | null;
  readonly apiKeyId: Id<'apiKeys'> | null;
  /** Calls that it may make in an hour; null where nobody counts. */
  readonly rateLimit: number | null;
}

interface CallerDeps {
  readonly sessions: Pick<Sessions, 'of'>;
  readonly serve: pg.Pool;
  readonly now: () => number;
}

/** Who a bearer token stands for, key or session; refuses with 401 or 403. */
export async function callerOf({ sessions, serve, now }: CallerDeps, token: string | null): Promise<ApiCaller> {
  if (token === null || tenantOfKey(token) === null) return { ...(await sessions.of(token)), apiKeyId: null, rateLimit: null };
  const holder = await holderOf(serve, token, now());
  if (!holder) throw sessionEnded();
  const { tenantId, apiKeyId, grants, rateLimit } = holder;
  return { tenantId, userId: reserved.integration, deviceId: null, teamIds: [], grants, apiKeyId, rateLimit };
}
