import { syncOf } from '#domain/kernel/entity.ts';
import { snake, type EntityName } from '#domain/kernel/names.ts';
import { entityOf } from '#domain/registry.ts';
import { wakeEvent, type WakeEvent } from '#domain/sync/wire.ts';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { WorldMember, WorldTenant } from '../support/build-world.ts';
import { seenBy, type StoredRow } from '../support/seen-by.ts';
import { startTestHub, type TestHub } from '../support/start-hub.ts';

vi.setConfig({ testTimeout: 120_000 });

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub();
});
afterAll(() => hub.stop());

interface Listener {
  readonly events: WakeEvent[];
  readonly status: number;
  readonly isOpen: () => boolean;
  readonly close: () => void;
  /** Waits until nothing has come for a while, and answers what came. */
  readonly heard: () => Promise<ReadonlySet<string>>;
}

async function listen(token: string): Promise<Listener> {
  const ended = new AbortController();
  const answer = await fetch(`${hub.url}/v1/wake`, { headers: { authorization: `Bearer ${token}` }, signal: ended.signal });
  const events: WakeEvent[] = [];
  let isOpen = answer.ok;
  const read = async () => {
    let rest = '';
    for await (const chunk of answer.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      const parts = (rest + chunk).split('\n\n');
      rest = parts.pop() ?? '';
      for (const part of parts) if (part.startsWith('data: ')) events.push(wakeEvent.parse(JSON.parse(part.slice(6))));
    }
  };
  void read()
    .catch(() => {})
    .finally(() => (isOpen = false));
  return {
    events,
    status: answer.status,
    isOpen: () => isOpen,
    close: () => ended.abort(),
    heard: async () => {
      await new Promise((resolve) => setTimeout(resolve, 400));
      return new Set(events.splice(0).flatMap(({ entities }) => entities));
    },
  };
}

const wakeOf = async (tenant: WorldTenant, { email }: WorldMember) => listen((await hub.signIn(tenant, email)).token);

test('a stream begins with where the hub stands, and without a session there is none', async () => {
  const listener = await wakeOf(hub.alpha, hub.alpha.admin);
  await expect.poll(() => listener.events.length).toBe(1);
  expect(listener.events[0]).toEqual({ lsn: expect.stringMatching(/^\d+$/), entities: [] });
  listener.close();
  expect((await listen('x'.repeat(43))).status).toBe(401);
});

const synced = Object.values(entityOf).filter((entity) => syncOf(entity) !== 'never');

test('news of every entity reach those who may see the row, and nobody else', async () => {
  const members = [hub.alpha, hub.beta].flatMap((tenant) => [tenant.admin, tenant.north.agent, tenant.south.agent].map((member) => ({ tenant, member })));
  const desks = await Promise.all(members.map(async ({ tenant, member }) => ({ tenant, member, line: await wakeOf(tenant, member) })));
  await new Promise((resolve) => setTimeout(resolve, 600));
  for (const { line } of desks) line.events.splice(0);

  const touched = new Map<EntityName, StoredRow>();
  for (const { name } of synced) {
    const { rows } = await hub.admin.query<StoredRow>(
      `update ${snake(name)} t set version = version + 1 where tenant_id = $1 and id = (select id from ${snake(name)} where tenant_id = $1 order by id limit 1)
       returning id, tenant_id, to_jsonb(t) -> 'visible_to' as visible_to`,
      [hub.alpha.id],
    );
    const [row] = rows;
    if (!row) throw new Error(`There is no row of ${name}.`);
    touched.set(name, row);
  }
  const heard = await Promise.all(desks.map(({ line }) => line.heard()));
  for (const [place, { tenant, member }] of desks.entries()) {
    const seen = synced.filter((entity) => seenBy(entity, tenant, member)?.(touched.get(entity.name) as StoredRow)).map(({ name }) => name);
    expect([member.email, [...(heard[place] ?? [])].toSorted()]).toEqual([member.email, seen.toSorted()]);
    expect(seen.length > 0).toBe(tenant === hub.alpha);
  }
  for (const { line } of desks) line.close();
});

test('a row that leaves a team is news to those it leaves and to those it comes to', async () => {
  const north = await wakeOf(hub.alpha, hub.alpha.north.agent);
  const south = await wakeOf(hub.alpha, hub.alpha.south.agent);
  await north.heard();
  await south.heard();
  await hub.admin.query('update cases set team_id = $2, version = version + 1 where id = $1', [hub.alpha.north.caseId, hub.alpha.south.id]);
  expect((await north.heard()).has('cases')).toBe(true);
  expect((await south.heard()).has('notes')).toBe(true);
  await hub.admin.query('update cases set team_id = $2, version = version + 1 where id = $1', [hub.alpha.north.caseId, hub.alpha.north.id]);
  north.close();
  south.close();
});

test('a burst is told in a few events, the last of them after all of it', async () => {
  const listener = await wakeOf(hub.beta, hub.beta.admin);
  await listener.heard();
  for (let change = 0; change < 200; change++) await hub.admin.query('update contacts set version = version + 1 where tenant_id = $1', [hub.beta.id]);
  const { rows } = await hub.admin.query<{ lsn: string }>(`select (pg_current_wal_lsn() - '0/0')::text as lsn`);
  await expect.poll(() => listener.events.length).toBeGreaterThan(0);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(listener.events.length).toBeLessThan(100);
  const last = BigInt(listener.events.at(-1)?.lsn ?? 0);
  expect(last).toBeGreaterThan(BigInt(listener.events[0]?.lsn ?? 0));
  expect(last <= BigInt(rows[0]?.lsn ?? 0)).toBe(true);
  listener.close();
});

test('a changed role or team is told as news of the session, and routes differently from then on', async () => {
  const listener = await wakeOf(hub.beta, hub.beta.south.agent);
  await listener.heard();
  const members = [hub.beta.id, hub.beta.north.id, hub.beta.south.agent.userId];
  await hub.admin.query(
    `insert into team_members (id, tenant_id, team_id, user_id, is_lead, joined_at, created_at, updated_at, version) values (gen_random_uuid(), $1, $2, $3, false, now(), now(), now(), 1)`,
    members,
  );
  await expect.poll(() => listener.events.some(({ session }) => session === true)).toBe(true);
  await listener.heard();
  await hub.admin.query('update cases set version = version + 1 where id = $1', [hub.beta.north.caseId]);
  expect((await listener.heard()).has('cases')).toBe(true);
  await hub.admin.query('delete from team_members where tenant_id = $1 and team_id = $2 and user_id = $3', members);
  await listener.heard();
  await hub.admin.query('update cases set version = version + 1 where id = $1', [hub.beta.north.caseId]);
  expect((await listener.heard()).has('cases')).toBe(false);
  listener.close();
});

test('the stream of a member who is no longer one ends at once', async () => {
  const listener = await wakeOf(hub.beta, hub.beta.south.agent);
  await listener.heard();
  await hub.admin.query('update memberships set is_active = false where user_id = $1', [hub.beta.south.agent.userId]);
  await expect.poll(listener.isOpen).toBe(false);
  await hub.admin.query('update memberships set is_active = true where user_id = $1', [hub.beta.south.agent.userId]);
});

test('a desk has one stream: a second one ends the first', async () => {
  const { token } = await hub.signIn(hub.beta, hub.beta.admin.email);
  const first = await listen(token);
  const second = await listen(token);
  await expect.poll(first.isOpen).toBe(false);
  expect(second.isOpen()).toBe(true);
  second.close();
});
