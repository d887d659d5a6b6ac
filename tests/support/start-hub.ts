import { randomUUID } from 'node:crypto';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import type { SignInAnswer } from '#domain/sync/wire.ts';
import pg from 'pg';
import pino from 'pino';
import { createHub, type Hub, type Surroundings } from '../../sync-server/app.ts';
import type { HubOptions } from '../../sync-server/config.ts';
import { buildWorld, password, type WorldTenant } from './build-world.ts';
import { migratedDatabase, type FreshDatabase } from './postgres.ts';

/** A hub on a database of its own with two tenants in it. */
export interface TestHub {
  readonly hub: Hub;
  readonly url: string;
  readonly database: FreshDatabase;
  /** The administrator of the database, whom no wall stops. */
  readonly admin: pg.Client;
  readonly home: string;
  readonly alpha: WorldTenant;
  readonly beta: WorldTenant;
  readonly signIn: (tenant: WorldTenant, email: string) => Promise<SignInAnswer>;
  readonly ask: (token: string | null, address: string, body?: unknown) => Promise<Response>;
  readonly stop: () => Promise<void>;
}

/** Starts a hub over a fresh world, on a free port. */
export async function startTestHub(options: Partial<HubOptions> = {}, surroundings: Surroundings = {}): Promise<TestHub> {
  const database = await migratedDatabase();
  const { alpha, beta } = await buildWorld(database.url);
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'holdfast-hub-'));
  const hub = await createHub({ home, port: 0, databaseUrl: database.url, signInsPerMinute: 10_000, ...options }, { log: pino({ level: 'silent' }), ...surroundings });
  const admin = new pg.Client({ connectionString: database.url });
  await admin.connect();
  const ask = (token: string | null, address: string, body?: unknown) =>
    fetch(new URL(address, hub.url), {
      method: body === undefined ? 'GET' : 'POST',
      headers: { ...(token === null ? {} : { authorization: `Bearer ${token}` }), ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
  return {
    hub,
    url: hub.url,
    database,
    admin,
    home,
    alpha,
    beta,
    ask,
    signIn: async ({ subdomain }, email) => {
      const device = { publicKey: `key ${randomUUID()}`, name: 'Desk', platform: 'linux', appVersion: '0.1.0' };
      const answer = await ask(null, '/v1/sign-in', { subdomain, email, password, device });
      if (!answer.ok) throw new Error(`Sign-in was answered ${answer.status}: ${await answer.text()}`);
      return (await answer.json()) as SignInAnswer;
    },
    stop: async () => {
      await hub.stop();
      await admin.end();
      await database.drop();
      fs.rmSync(home, { recursive: true, force: true });
    },
  };
}
