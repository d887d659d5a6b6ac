import * as fs from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { syncOf, type AnyEntity } from '#domain/kernel/entity.ts';
import { snake } from '#domain/kernel/names.ts';
import { writableFields } from '#domain/kernel/standard.ts';
import { allEntities, commandOf } from '#domain/registry.ts';
import { selectRows } from '../../sync-server/db/rows.ts';
import type { WorldMember } from '../support/build-world.ts';
import { seenBy } from '../support/seen-by.ts';
import { startTestHub, type TestHub } from '../support/start-hub.ts';
import { drawFrom, oneOf, valueOf } from '../support/value-of.ts';
import { compare } from './agreement.ts';
import { createTestDesk, newPlace, type TestDesk } from './test-desk.ts';

const minute = 60_000;
const lasts = process.env['LONG'] ? 10 * minute : minute;
const megabyte = 1024 * 1024;
const synced = allEntities.filter((entity) => syncOf(entity) !== 'never');

let hub: TestHub;
let desks: readonly { readonly desk: TestDesk; readonly member: WorldMember }[];

beforeAll(async () => {
  hub = await startTestHub();
  const members = [hub.alpha.admin, hub.alpha.admin, hub.alpha.north.agent];
  desks = await Promise.all(
    members.map(async (member, n) => ({
      member,
      desk: await createTestDesk(`${member.role} ${n}`, hub.url, await hub.signIn(hub.alpha, member.email), newPlace(), new Map(), true),
    })),
  );
}, 2 * minute);
afterAll(async () => {
  for (const { desk } of desks) await desk.close();
  await hub.stop();
});

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** What is alive in the memory of hub and desks, which are all in this process. */
function alive(): number {
  collect();
  const { arrayBuffers, external, heapUsed } = process.memoryUsage();
  return heapUsed + external + arrayBuffers;
}

/** How many connections lead to the hub; they are counted by the kernel where it can be asked. */
function connections(): number | null {
  if (!fs.existsSync('/proc/net/tcp')) return null;
  const port = Number(new URL(hub.url).port).toString(16).toUpperCase().padStart(4, '0');
  return fs
    .readFileSync('/proc/net/tcp', 'utf8')
    .split('\n')
    .filter((line) => new RegExp(`^\\s*\\d+: \\S+ \\S+:${port} 01 `).test(line)).length;
}

/** What the desks hold otherwise than Postgres. */
async function differences(): Promise<readonly string[]> {
  const found: string[] = [];
  for (const entity of synced) {
    const rows = await selectRows(hub.admin, entity, hub.alpha.id, {});
    for (const { desk, member } of desks) {
      const sees = seenBy(entity, hub.alpha, member);
      const expected = rows.filter(
        (row) => row['archivedAt'] === null && sees?.({ id: row.id, tenant_id: hub.alpha.id, visible_to: row['visibleTo'] as readonly string[] | null }),
      );
      found.push(...compare(desk, entity, expected));
    }
  }
  return found;
}

/** Texts of an entity that nothing else depends on. */
const loose = new Map(
  synced.map((entity) => {
    const keys = new Set((entity.unique ?? []).flatMap((unique) => ('on' in unique ? unique.on : unique)));
    const free = writableFields(entity).filter(([key, { choices, entities, form, kind, sensitivity, target }]) => {
      return kind === 'text' && !choices && !entities && !form && !target && sensitivity !== 'secret' && !keys.has(key);
    });
    return [entity.name, free] as const;
  }),
);
const draw = drawFrom(21);

/** Somebody on one of the desks changes a row, where there is a command for it. */
async function change(entity: AnyEntity, id: string, n: number): Promise<boolean> {
  const [key, field] = oneOf(loose.get(entity.name) ?? [], draw);
  const command = commandOf.get(`${entity.name}.update`);
  const { desk } = desks[n % 2] ?? {};
  if (!command || !desk || !entity.standard) return false;
  const args = { id, patch: { [key]: valueOf(field.schema, draw) } };
  await (entity.standard.mode === 'offline' ? desk.send(command.name, args) : desk.runOnline(command.name, args));
  return true;
}

test('rows of every table change again and again: no desk misses one, memory stays, and desks at rest hold few connections', { timeout: lasts + 4 * minute }, async () => {
  await expect.poll(differences, { timeout: 90_000, interval: 1000 }).toEqual([]);
  const ids = new Map<string, readonly string[]>();
  for (const { name } of synced)
    ids.set(
      name,
      (await hub.admin.query<{ id: string }>(`SELECT id FROM ${snake(name)} WHERE tenant_id = $1 ORDER BY id`, [hub.alpha.id])).rows.map(({ id }) => id),
    );

  const until = Date.now() + lasts;
  const lived: number[] = [];
  let [rounds, written, commands] = [0, 0, 0];
  while (Date.now() < until) {
    for (const entity of synced) {
      const id = oneOf(ids.get(entity.name) ?? [], draw);
      if (rounds % 2 === 1 && entity.standard && (loose.get(entity.name)?.length ?? 0) > 0 && (await change(entity, id, written))) commands += 1;
      else await hub.admin.query(`UPDATE ${snake(entity.name)} SET version = version + 1, updated_at = now() WHERE tenant_id = $1 AND id = $2`, [hub.alpha.id, id]);
      written += 1;
    }
    rounds += 1;
    if (rounds % 10 === 0) lived.push(alive());
  }
  await expect.poll(differences, { timeout: 60_000, interval: 1000 }).toEqual([]);
  for (const { desk } of desks) expect([...desk.reviewed()]).toEqual([]);
  const accepted = await hub.admin.query<{ n: number }>(`SELECT count(*)::int AS n FROM command_log WHERE tenant_id = $1 AND status = 'accepted'`, [hub.alpha.id]);
  expect(accepted.rows[0]?.n).toBeGreaterThan(commands * 0.9);
  expect(rounds).toBeGreaterThan(lasts / minute);

  // A first third for what is made once; from then on nothing may grow.
  lived.push(alive());
  const settled = lived.slice(Math.floor(lived.length / 3));
  expect((settled.at(-1) ?? 0) - (settled[0] ?? 0)).toBeLessThan(24 * megabyte);
  process.stdout.write(
    `all tables: ${rounds} rounds of ${synced.length} tables, ${written} rows written, ${commands} of them by commands; memory ${settled.map((bytes) => Math.round(bytes / megabyte)).join(' ')} MB\n`,
  );
  const held = connections();
  if (held === null) process.stdout.write('skipped: connections cannot be counted on this machine\n');
  else await expect.poll(connections, { timeout: 30_000, interval: 500 }).toBeLessThanOrEqual(8 * desks.length);
});
