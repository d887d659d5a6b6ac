import { randomBytes } from 'node:crypto';
import type { Capability, Scope } from '#domain/kernel/capability.ts';
import { apiKeyText, prefixOf } from '#domain/people/api-key-text.ts';
import { reserved } from '#domain/people/reserved.ts';
import pg from 'pg';
import { hashToken } from '../../sync-server/auth/token.ts';
import { migrate } from '../../sync-server/db/migrate.ts';
import { silentLog } from '../../sync-server/engine/log.ts';
import { newCommandId } from './ids.ts';
import { everybody } from './office.ts';
import { freshDatabase } from './postgres.ts';
import { createWorld, signIn, startHub, type World } from './world.ts';

/** A row, a page or a problem, as far as tests look into it. */
export interface Body {
  readonly id: string;
  readonly name: string;
  readonly version: number;
  readonly code: string;
  readonly field?: string;
  readonly data: readonly Body[];
  readonly next: string | null;
  readonly [key: string]: unknown;
}

/** What the API answered. */
export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

/** Two tenants behind a real hub, and callers of its API. */
export interface ApiStage {
  readonly url: string;
  readonly world: World;
  readonly other: World;
  /** Past every wall. */
  readonly admin: pg.Pool;
  /** The token of a member of the first tenant. */
  readonly token: (name: string, world?: World) => Promise<string>;
  readonly key: (
    permissions: readonly (readonly [Capability, Scope])[],
    more?: { readonly rateLimit?: number; readonly expiresAt?: string; readonly world?: World },
  ) => Promise<string>;
  readonly call: (token: string | null, method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>) => Promise<Answered>;
  readonly close: () => Promise<void>;
}

/** Opens the stage; `close` takes its database away. */
export async function openApi(): Promise<ApiStage> {
  const database = await freshDatabase();
  await migrate(database.url, silentLog);
  const world = await createWorld(database.url, everybody);
  const other = await createWorld(database.url, everybody.slice(0, 2));
  const hub = await startHub(database.url);
  const admin = new pg.Pool({ connectionString: database.url, max: 2 });
  admin.on('error', () => {});
  const tokens = new Map<string, Promise<string>>();
  return {
    url: hub.url,
    world,
    other,
    admin,
    token: (name, of = world) => {
      const place = `${of.subdomain}/${name}`;
      const token = tokens.get(place) ?? signIn(hub.url, of, name).then((answer) => answer.token);
      tokens.set(place, token);
      return token;
    },
    key: async (permissions, { rateLimit = 1_000_000, expiresAt, world: of = world } = {}) => {
      const text = apiKeyText(of.tenantId, randomBytes(32).toString('base64url'));
      await admin.query(
        `INSERT INTO api_keys (id, tenant_id, created_at, created_by, updated_at, version, name, prefix, key_hash, permissions, rate_limit, is_active, expires_at)
         VALUES ($1, $2, now(), $3, now(), 1, 'A machine', $4, $5, $6, $7, true, $8)`,
        [
          newCommandId(),
          of.tenantId,
          reserved.system,
          prefixOf(text),
          hashToken(text),
          JSON.stringify(permissions.map(([capability, scope]) => ({ capability, scope }))),
          rateLimit,
          expiresAt ?? null,
        ],
      );
      return text;
    },
    call: async (token, method, path, body, headers = {}) => {
      const sent = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
      const answer = await fetch(`${hub.url}/api/v1${path}`, {
        method,
        ...sent,
        headers: { ...(token === null ? {} : { authorization: `Bearer ${token}` }), ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      });
      const text = await answer.text();
      return { status: answer.status, headers: answer.headers, body: text === '' ? null : answer.headers.get('content-type')?.includes('json') ? JSON.parse(text) : text };
    },
    close: async () => {
      await hub.stop();
      await admin.end();
      await database.drop();
    },
  };
}
