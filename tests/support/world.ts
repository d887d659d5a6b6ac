import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import pg from 'pg';
import type { RoleName } from '#domain/kernel/capability.ts';
import { idFrom } from '#domain/kernel/context.ts';
import { signInAnswer, type SignInAnswer } from '#domain/sync/wire.ts';
import { createHub, type Hub } from '../../sync-server/app.ts';
import { hashPassword } from '../../sync-server/auth/password.ts';
import { createTenant, tenantRows, type TenantRows } from '../../sync-server/people/create-tenant.ts';
import { newCommandId } from './ids.ts';

/** The password of everybody in a test's tenants. */
export const password = 'correct horse battery staple';
let passwordHash: string | undefined;

/** What a test knows of its tenant, as another process can be told. */
export interface WorldFacts {
  readonly tenantId: string;
  readonly subdomain: string;
  readonly rows: TenantRows;
}

/** A tenant made for one test: who is in it, and what its rows are called. */
export interface World extends WorldFacts {
  readonly email: (name: string) => string;
  /** The id of a seeded row by entity and a field's value. */
  readonly idOf: (entity: keyof TenantRows, field: string, value: string) => string;
}

/** A member as tests name them. */
export interface Person {
  readonly name: string;
  readonly role: RoleName;
  readonly teams: readonly string[];
}

/** Makes a tenant with these people in a migrated database. */
export async function createWorld(databaseUrl: string, people: readonly Person[], teams: readonly string[] = ['North', 'South']): Promise<World> {
  passwordHash ??= await hashPassword(password);
  const tenantId = newCommandId();
  const subdomain = `t-${idFrom({ commandId: tenantId }, 7).slice(-12)}`;
  const email = (name: string) => `${name}@${subdomain}.test`;
  const hash = passwordHash;
  const members = people.map(({ name, role, teams: own }) => ({ email: email(name), fullName: name, role, teams: own, passwordHash: hash }));
  const tenant = {
    id: tenantId,
    name: subdomain,
    subdomain,
    timeZone: 'UTC',
    countryCode: 'KE',
    teams,
    members,
    kind: { code: 'matter', name: 'Matter', prefix: 'MAT' },
    categories: { General: [] },
    closeReasons: ['Done'],
  };
  const rows = tenantRows(tenant, new Date().toISOString());
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query('BEGIN');
    await createTenant(client, tenant, rows);
    await client.query('COMMIT');
  } finally {
    await client.end();
  }
  return worldFrom({ tenantId, subdomain, rows });
}

/** The tenant that these facts are about. */
export function worldFrom(facts: WorldFacts): World {
  return {
    ...facts,
    email: (name) => `${name}@${facts.subdomain}.test`,
    idOf: (entity, field, value) => {
      const row = facts.rows[entity]?.find((each) => each[field] === value);
      if (!row) throw new Error(`no ${entity} with ${field} ${value}`);
      return row.id;
    },
  };
}

/** A hub in this process on a free port, with a home of its own. */
export async function startHub(databaseUrl: string, home = temporaryHome(), port = 0): Promise<Hub & { readonly home: string }> {
  const hub = await createHub({ home, port, databaseUrl, logLevel: 'silent', signInsPerMinute: 100_000 });
  return { ...hub, home };
}

/** A folder that goes away with the machine's temporary files. */
export const temporaryHome = (): string => fs.mkdtempSync(path.join(os.tmpdir(), 'holdfast-world-'));

/** Signs somebody in at a hub, from a device of that name. */
export async function signIn(hubUrl: string, { subdomain, email }: World, name: string, device = name): Promise<SignInAnswer> {
  const body = { subdomain, email: email(name), password, device: { publicKey: `test-key-of-${subdomain}-${device}`, name: device, platform: 'linux', appVersion: '0.1.0' } };
  const answer = await fetch(`${hubUrl}/v1/sign-in`, { method: 'POST', headers: { 'content-type': 'application/json', 'holdfast-protocol': '1' }, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`sign-in failed: ${answer.status} ${await answer.text()}`);
  return signInAnswer.parse(await answer.json());
}
