import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isPassword } from '../../sync-server/auth/password.ts';
import { demoPassword } from '../../sync-server/demo/people.ts';
import { seedDemo } from '../../sync-server/demo/seed.ts';
import { silentLog } from '../../sync-server/engine/log.ts';
import { migratedDatabase, type FreshDatabase } from '../support/postgres.ts';

let database: FreshDatabase;
let client: pg.Client;
beforeAll(async () => {
  database = await migratedDatabase();
  await seedDemo(database.url, silentLog);
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

const rows = async (sql: string) => (await client.query(sql)).rows;
const ofDemo = `tenant_id = (SELECT id FROM tenants WHERE subdomain = 'demo')`;
const count = async (table: string, where = 'true') => Number((await rows(`SELECT count(*) AS n FROM ${table} WHERE ${ofDemo} AND ${where}`))[0].n);

test('the demo tenant is of a size to work with', async () => {
  expect([await count('contacts'), await count('cases'), await count('teams')]).toEqual([500, 800, 2]);
  expect(await count('team_members')).toBeGreaterThan(3);
  expect(await count('notes')).toBeGreaterThan(300);
  const perContact = await rows(`SELECT min(n)::int AS least, max(n)::int AS most FROM (SELECT count(*) AS n FROM contact_points WHERE ${ofDemo} GROUP BY contact_id) p`);
  expect(perContact).toEqual([{ least: 1, most: 3 }]);
  expect(await rows(`SELECT count(*)::int AS n FROM tenants`)).toEqual([{ n: 2 }]);
  const roles = await rows(
    `SELECT DISTINCT r.name FROM memberships m JOIN roles r ON r.tenant_id = m.tenant_id AND r.id = m.role_id WHERE m.${ofDemo} AND m.work_email IS NOT NULL`,
  );
  expect(roles.map(({ name }) => name)).toEqual(expect.arrayContaining(['agent', 'supervisor', 'manager']));
});

test('its cases are in every state, have a number of their own, and the history that real work leaves', async () => {
  const states = (await rows(`SELECT DISTINCT status FROM cases WHERE ${ofDemo}`)).map(({ status }) => status).toSorted();
  expect(states).toEqual(expect.arrayContaining(['cancelled', 'closed', 'onHold', 'open', 'resolved']));
  expect(await count('cases', 'case_number IS NULL')).toBe(0);
  expect(await count('cases', `status = 'closed' AND closed_at IS NULL`)).toBe(0);
  expect(await count('cases c', `NOT EXISTS (SELECT 1 FROM activity_events a WHERE a.case_id = c.id)`.replaceAll('tenant_id', 'c.tenant_id'))).toBe(0);
  expect(await rows(`SELECT 1 FROM cases WHERE created_at > now() OR updated_at > now()`)).toEqual([]);
});

test('everybody has read what they were told, but for the last few things, and each says something', async () => {
  const perMember = await rows(
    `SELECT count(*)::int AS told, count(*) FILTER (WHERE NOT is_read)::int AS unread, bool_and(is_read OR n.created_at >= latest) AS in_order
      FROM (SELECT *, max(created_at) FILTER (WHERE is_read) OVER (PARTITION BY user_id) AS latest FROM notifications WHERE ${ofDemo}) n GROUP BY user_id`,
  );
  expect(perMember.length).toBeGreaterThan(2);
  for (const { told, unread, in_order: inOrder } of perMember) {
    expect(told).toBeGreaterThan(20);
    expect([unread, inOrder]).toEqual([5, true]);
  }
  expect(await count('notifications', `message = ''`)).toBe(0);
  expect(await count('notifications', 'is_read AND (read_at IS NULL OR read_at < created_at OR read_at > now())')).toBe(0);
});

test('names are of many scripts and survive', async () => {
  const [found] = await rows(
    `SELECT bool_or(full_name ~ '[а-яА-Я]') AS cyrillic, bool_or(full_name ~ '[\u0600-\u06ff]') AS arabic, bool_or(full_name ~ '[\u4e00-\u9fff]') AS han, bool_or(full_name ~ '[\u0900-\u097f]') AS devanagari, bool_or(full_name ~ '[ÀÖØöøÿŁő]') AS accented FROM contacts WHERE ${ofDemo}`,
  );
  expect(found).toEqual({ cyrillic: true, arabic: true, han: true, devanagari: true, accented: true });
});

test('everybody signs in with the demo password; the reserved members do not sign in', async () => {
  const known = await rows(`SELECT u.email, c.password_hash FROM users u LEFT JOIN auth_credentials c ON c.user_id = u.id ORDER BY 1`);
  for (const { email, password_hash: hash } of known)
    expect([email, hash !== null && (await isPassword(hash, demoPassword))]).toEqual([email, !String(email).endsWith('@holdfast.invalid')]);
});

test('a second start changes nothing, and the next case takes the next number', async () => {
  const digest = () => rows(`SELECT count(*) AS n, sum(hashtext(c::text)) AS sum FROM cases c`);
  const before = await digest();
  await seedDemo(database.url, silentLog);
  expect(await digest()).toEqual(before);
  const used = await rows(
    `SELECT 1 FROM cases c JOIN number_counters n ON n.tenant_id = c.tenant_id AND substring(c.case_number FROM '-(\\d{4})-') = n.period AND right(c.case_number, 6)::int > n.last_seq`,
  );
  expect(used).toEqual([]);
});
