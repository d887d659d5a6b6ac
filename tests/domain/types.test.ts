import { expect, test } from 'vitest';
import type { Bridge } from '#domain/bridge.ts';
import { Case } from '#domain/cases/case.ts';
import { insert, update } from '#domain/kernel/command.ts';
import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { fallback, integer, optional, ref, text } from '#domain/kernel/field.ts';
import type { Id } from '#domain/kernel/names.ts';

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const same = <T extends true>(): T | undefined => undefined;

/** Compiled, never run: each line is a promise of the types. */
export function programs(bridge: Bridge, caseId: Id<'cases'>, userId: Id<'users'>, row: RowOf<typeof Case>): void {
  same<Equal<Case['status'], 'cancelled' | 'closed' | 'onHold' | 'open' | 'pending' | 'resolved'>>();
  same<Equal<Case['assignedTo'], Id<'users'> | null>>();
  same<Equal<Case['id'], Id<'cases'>>>();
  same<Equal<Case['title'], string>>();
  const asCase: Case = row;
  void asCase;

  update(Case, caseId, { title: 'x', status: 'closed' });
  // @ts-expect-error a status that is not declared
  update(Case, caseId, { status: 'gone' });
  // @ts-expect-error a column that is not declared
  update(Case, caseId, { colour: 'red' });
  // @ts-expect-error a user's id is not a case's
  update(Case, userId, { title: 'x' });
  // @ts-expect-error base fields are the executors' own
  update(Case, caseId, { tenantId: userId });
  // @ts-expect-error a required field is missing
  insert(Case, caseId, { title: 'x' });

  void bridge.query('cases.get', { id: caseId });
  // @ts-expect-error a query that is not declared
  void bridge.query('cases.gett', { id: caseId });
  void bridge.send('cases.close', { id: caseId });
  // @ts-expect-error an argument is missing
  void bridge.send('cases.close', {});

  const declaration = { singular: 'x', plural: 'x', fields: { name: text() }, title: 'name', visibility: { kind: 'tenant' }, view: 'self' } as const;
  // @ts-expect-error a column that is no field cannot be listed
  entity('teams', { ...declaration, columns: ['nope'] });
  // @ts-expect-error an entity that is not in the glossary cannot be declared
  entity('unicorns', { ...declaration, columns: ['name'] });
  // @ts-expect-error an entity that is not in the glossary cannot be referred to
  ref('unicorns');
  // @ts-expect-error optional does not nest
  optional(optional(text()));
  // @ts-expect-error a fallback of another type
  fallback(integer(), 'none');
}

test('the programs above compile, and those marked do not: tsc says so', () => {
  expect(programs).toBeTypeOf('function');
});
