import { grantsOf, roleNames } from '#domain/kernel/capability.ts';
import type { Id } from '#domain/kernel/names.ts';
import { entityOf } from '#domain/registry.ts';
import { expect, test } from 'vitest';
import { entityNamed, entityOfTable, shapeOf } from './shape.ts';

const viewer = (role: (typeof roleNames)[number]) => ({
  tenantId: '0199-tenant',
  userId: 'u1' as Id<'users'>,
  teamIds: ['t2', 't1'] as unknown as readonly Id<'teams'>[],
  grants: grantsOf(role),
});

test('a supervisor follows the cases of own teams', () => {
  expect(shapeOf(entityOf.cases, viewer('supervisor'))).toMatchObject({
    table: 'cases',
    where: 'tenant_id = $1 AND ($2 = ANY(visible_to) OR $3 = ANY(visible_to) OR $4 = ANY(visible_to) OR $5 = ANY(visible_to)) AND archived_at IS NULL',
    params: ['0199-tenant', 'team:t1', 'team:t2', 'tenant', 'user:u1'],
  });
});

test('an administrator follows all cases of the tenant, by one filter for all of them', () => {
  expect(shapeOf(entityOf.cases, viewer('admin'))).toMatchObject({ where: 'tenant_id = $1 AND archived_at IS NULL', params: ['0199-tenant'] });
});

test('the order of teams does not make another shape', () => {
  const one = viewer('agent');
  expect(shapeOf(entityOf.cases, { ...one, teamIds: one.teamIds.toReversed() })).toEqual(shapeOf(entityOf.cases, one));
});

test.each(Object.values(entityOf).map((entity) => [entity.name, entity] as const))('%s: every shape is walled by its tenant, and server-only rows have none', (_name, entity) => {
  for (const role of roleNames) {
    const shape = shapeOf(entity, viewer(role));
    if (entity.global || entity.visibility.kind === 'server') expect(shape).toBeNull();
    if (!shape) continue;
    expect(shape.where.startsWith('tenant_id = $1 AND ')).toBe(true);
    expect(shape.params[0]).toBe('0199-tenant');
    const secret = Object.entries(entity.fields).filter(([, field]) => field.sensitivity === 'secret');
    expect(shape.columns.filter((column) => secret.some(([key]) => key.toLowerCase() === column.replaceAll('_', '')))).toEqual([]);
  }
});

test('without a grant there is no shape', () => {
  expect(shapeOf(entityOf.cases, { ...viewer('agent'), grants: {} })).toBeNull();
});

test('an entity is found by its own name and by that of SQL, nothing else is', () => {
  expect(entityNamed('caseHistory')).toBe(entityOf.caseHistory);
  expect(entityNamed('case_history')).toBe(entityOf.caseHistory);
  for (const name of ['Cases', '"cases"', 'public.cases', 'pg_user', 'auth_sessions', '__proto__', 'constructor', '']) expect(entityNamed(name)).toBeUndefined();
  expect(entityOfTable('case_history')).toBe('caseHistory');
  expect(entityOfTable('caseHistory')).toBeUndefined();
});
