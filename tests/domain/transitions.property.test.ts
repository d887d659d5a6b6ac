import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { command, insert, update, type AnyCommand } from '#domain/kernel/command.ts';
import type { Context } from '#domain/kernel/context.ts';
import type { AnyEntity, AnyRow } from '#domain/kernel/entity.ts';
import { execute } from '#domain/kernel/execute.ts';
import { Refusal } from '#domain/kernel/failure.ts';
import { newRow } from '#domain/kernel/new-row.ts';
import { createRows, toWrite } from '#domain/kernel/rows.ts';
import { standardCommands, writableFields } from '#domain/kernel/standard.ts';
import { allEntities, commandOf, ledger, registry } from '#domain/registry.ts';
import * as z from 'zod';
import { rowOf } from '../support/row-of.ts';
import { drawFrom, valueOf } from '../support/value-of.ts';

const id = '0198a000-0000-7000-8000-000000000001';
const at = '2026-11-21T12:00:00.000Z';
const context = { commandId: id, tenantId: id, userId: id, deviceId: null, teamIds: [], grants: {}, at, drawn: {} } as unknown as Context;
const refer = () => String(valueOf(z.uuid(), Math.random));

const machines = allEntities.flatMap((entity) =>
  Object.entries(entity.transitions ?? {}).flatMap(([field, states]) => {
    if (!states) return [];
    const { initial, ...moves } = states;
    return [{ name: `${entity.name}.${field}`, entity, field, initial, moves }];
  }),
);

/** A stored row of an entity in a state. */
const stored = (entity: AnyEntity, field: string, state: string, seed: number): AnyRow => ({
  ...newRow(entity, id, { ...rowOf(entity, { draw: drawFrom(seed), refer }), [field]: state }, { tenantId: id, userId: id, at }),
  deletedAt: null,
});

/** The row after a command that writes the state, or what the executor said against it. */
function attempt(entity: AnyEntity, row: AnyRow, field: string, to: string): AnyRow | string {
  const need = toWrite(entity, { id });
  const move = command('test.move', {
    title: 'Move',
    args: z.unknown(),
    mode: 'offline',
    capability: 'self',
    needs: () => [need],
    run: () => [update(entity, id as never, { [field]: to })],
  }) as AnyCommand;
  return outcome(() => execute(move, {}, createRows([{ need, rows: [row] }]), context, ledger).find((write) => write.entity === entity)?.after ?? row);
}

function outcome<Result>(work: () => Result): Result | string {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return `${error.code} ${error.field}`;
  }
}

test('half of the domain has states', () => {
  expect(machines.length).toBeGreaterThan(50);
});

test.each(machines)('$name goes where its declaration allows, and nowhere else', ({ entity, field, moves }) => {
  const states = Object.keys(moves);
  for (const from of states)
    for (const to of states) {
      const after = attempt(entity, stored(entity, field, from, 1), field, to);
      const isLegal = from === to || moves[from]?.includes(to);
      expect([from, to, typeof after === 'string' ? after : after[field]]).toEqual([from, to, isLegal ? to : `state.forbidden ${field}`]);
    }
});

test.each(machines)('$name begins only where it may, and no edit of a form reaches it', ({ entity, field, initial, moves }) => {
  for (const state of Object.keys(moves)) {
    const values = { ...rowOf(entity, { draw: drawFrom(2), refer }), [field]: state };
    const create = command('test.create', {
      title: 'Create',
      args: z.unknown(),
      mode: 'offline',
      capability: 'self',
      needs: () => [],
      run: () => [insert(entity, id as never, values as never)],
    }) as AnyCommand;
    const made = outcome(() => execute(create, {}, createRows([]), context, ledger)[0]?.after[field]);
    expect([state, made]).toEqual([state, initial.includes(state) ? state : `state.forbidden ${field}`]);
  }
  expect(writableFields(entity).map(([key]) => key)).not.toContain(field);
  const known = standardCommands(entity, registry).flatMap(({ name }) => commandOf.get(name) ?? []);
  for (const { args, name } of known.filter((one) => /\.(create|update)$/.test(one.name))) {
    const given = name.endsWith('.update') ? { id, patch: { [field]: Object.keys(moves)[0] } } : { [field]: Object.keys(moves)[0] };
    expect([name, JSON.stringify(args.safeParse(given).error?.issues ?? '').includes(`"${field}"`)]).toEqual([name, true]);
  }
});

test('a walk through any states ends where the legal steps of it lead', () => {
  fc.assert(
    fc.property(fc.constantFrom(...machines), fc.array(fc.nat(), { maxLength: 20 }), ({ entity, field, initial, moves }, steps) => {
      const states = Object.keys(moves);
      let state = initial[0] ?? '';
      let row = stored(entity, field, state, 3);
      for (const step of steps) {
        const to = states[step % states.length] ?? '';
        const after = attempt(entity, row, field, to);
        if (moves[state]?.includes(to)) state = to;
        if (typeof after !== 'string') row = after;
        expect(row[field]).toBe(state);
      }
    }),
    { numRuns: 500 },
  );
});
