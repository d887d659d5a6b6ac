import { grantsOf } from '#domain/kernel/capability.ts';
import type { Id } from '#domain/kernel/names.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ApiCaller } from '../../sync-server/api/caller.ts';
import { onlineSortsOf } from '#domain/records/order.ts';
import { listStatement } from '../../sync-server/api/read.ts';
import { resources } from '../../sync-server/api/resource.ts';
import { inTenant } from '../../sync-server/db/transaction.ts';
import { everybody, openOffice, type Office } from '../support/office.ts';

let office: Office;
let caller: ApiCaller;
beforeAll(async () => {
  office = await openOffice({ people: everybody.slice(0, 1) });
  const userId = office.world.idOf('users', 'email', office.world.email('owner')) as Id<'users'>;
  caller = { tenantId: office.world.tenantId as Id<'tenants'>, userId, deviceId: null, teamIds: [], grants: grantsOf('admin'), apiKeyId: null, rateLimit: null };
});
afterAll(() => office.close());

interface Plan {
  readonly 'Node Type': string;
  readonly Plans?: readonly Plan[];
}
const nodesOf = (plan: Plan): readonly string[] => [plan['Node Type'], ...(plan.Plans ?? []).flatMap(nodesOf)];

test('every list of every resource, in every order, is read from an index and never sorts all its rows', { timeout: 120_000 }, async () => {
  const wrong: string[] = [];
  await inTenant(office.pool, caller.tenantId, async (tx) => {
    // On tables with few rows reading all of them is right; with it out of the question the plan shows what an index can do.
    await tx.query('SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; SET LOCAL enable_sort = off');
    for (const { entity } of resources)
      for (const sort of onlineSortsOf(entity).flatMap((field) => [field, `-${field}`])) {
        const { text, values } = listStatement(entity, caller, { sort });
        const { rows } = await tx.query<{ 'QUERY PLAN': readonly { readonly Plan: Plan }[] }>({ text: `EXPLAIN (FORMAT JSON) ${text}`, values });
        const nodes = nodesOf(rows[0]?.['QUERY PLAN'][0]?.Plan ?? { 'Node Type': 'none' });
        if (nodes.includes('Seq Scan') || nodes.includes('Sort')) wrong.push(`${entity.name} by ${sort}: ${nodes.join(' ← ')}`);
      }
  });
  expect(wrong).toEqual([]);
});
