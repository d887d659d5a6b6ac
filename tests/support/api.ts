import { randomBytes } from 'node:crypto';
import type { Capability, Scope } from '#domain/kernel/capability.ts';
import { apiKeyText, prefixOf } from '#domain/people/api-key-text.ts';
import pg from 'pg';
import { hashToken } from '../../sync-server/auth/token.ts';
import { everybody } from './office.ts';
import { migratedDatabase } from './postgres.ts';
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
  /** A new key that an administrator made, with its id. */
  readonly key: (
    permissions: readonly (readonly [Capability, Scope])[],
    more?: { readonly rateLimit?: number; readonly world?: World },
  ) => Promise<{ readonly text: string; readonly id: string }>;
  readonly call: (token: string | null, method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>) => Promise<Answered>;
  readonly close: () => Promise<void>;
}

/** Opens the stage; `close` takes its database away. */
export async function openApi(): Promise<ApiStage> {
  const database = await migratedDatabase();
  const world = await createWorld(database.url, everybody);
  const other = await createWorld(database.url, everybody.slice(0, 2));
  const hub = await startHub(database.url);
  const admin = new pg.Pool({ connectionString: database.url, max: 2 });
  admin.on('error', () => {});
  const tokens = new Map<string, Promise<string>>();
  const token: ApiStage['token'] = (name, of = world) => {
    const place = `${of.subdomain}/${name}`;
    const made = tokens.get(place) ?? signIn(hub.url, of, name).then((answer) => answer.token);
    tokens.set(place, made);
    return made;
  };
  const call: ApiStage['call'] = async (bearer, method, path, body, headers = {}) => {
    const sent = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
    const answer = await fetch(`${hub.url}/api/v1${path}`, {
      method,
      ...sent,
      headers: { ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }), ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    });
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, body: text === '' ? null : answer.headers.get('content-type')?.includes('json') ? JSON.parse(text) : text };
  };
  return {
    url: hub.url,
    world,
    other,
    admin,
    token,
    key: async (permissions, { rateLimit = 1_000_000, world: of = world } = {}) => {
      const text = apiKeyText(of.tenantId, randomBytes(32).toString('base64url'));
      const held = permissions.map(([capability, scope]) => ({ capability, scope }));
      const answer = await call(await token('admin', of), 'POST', '/api-keys', {
        name: 'A machine',
        permissions: held,
        rateLimit,
        prefix: prefixOf(text),
        keyHash: hashToken(text),
      });
      if (answer.status !== 201) throw new Error(`No key was made: ${JSON.stringify(answer.body)}`);
      return { text, id: answer.body.id };
    },
    call,
    close: async () => {
      await hub.stop();
      await admin.end();
      await database.drop();
    },
  };
}
