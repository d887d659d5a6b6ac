import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Case } from '#domain/cases/case.ts';
import { grantsOf, type RoleName } from '#domain/kernel/capability.ts';
import type { Context } from '#domain/kernel/context.ts';
import type { AnyRow } from '#domain/kernel/entity.ts';
import { execute, parseArgs, type Write } from '#domain/kernel/execute.ts';
import { Refusal } from '#domain/kernel/failure.ts';
import { gather, type Loaded, type Need } from '#domain/kernel/rows.ts';
import { commandOf, ledger } from '#domain/registry.ts';

const id = (n: number) => `0195e6a0-0000-7000-8000-${String(n).padStart(12, '0')}`;
const [caseId, me, other, team, kind, priority, category, contact] = [1, 2, 3, 4, 5, 6, 7, 8].map(id) as [string, string, string, string, string, string, string, string];
const alive = { deletedAt: null, version: 1, visibleTo: null, createdBy: other };

const world: Readonly<Record<string, readonly AnyRow[]>> = {
  caseKinds: [{ ...alive, id: kind, isActive: true }],
  priorities: [{ ...alive, id: priority }],
  caseCategories: [{ ...alive, id: category, isActive: true }],
  contacts: [{ ...alive, id: contact, userId: null, fullName: 'Ada' }],
  memberships: [
    { ...alive, id: id(20), userId: me, isActive: true },
    { ...alive, id: id(21), userId: other, isActive: false },
  ],
  teamMembers: [{ ...alive, id: id(22), userId: me, teamId: team }],
};

function contextOf(role: RoleName, rest: Partial<Context> = {}): Context {
  // Ids in tests are written out, not parsed.
  return {
    commandId: id(99),
    tenantId: id(90),
    userId: me,
    deviceId: id(91),
    teamIds: [team],
    grants: grantsOf(role),
    at: '2026-03-01T10:00:00.000Z',
    drawn: {},
    ...rest,
  } as Context;
}

function run(name: string, args: unknown, row: Partial<Record<string, unknown>> | null, context = contextOf('agent')): readonly Write[] {
  const command = commandOf.get(name);
  if (!command) throw new Error(`no command ${name}`);
  const parsed = parseArgs(command, args);
  const cases = row ? [{ ...alive, id: caseId, title: 'Roof', status: 'open', assignedTo: me, teamId: null, resolution: null, visibleTo: [`user:${me}`], ...row } as AnyRow] : [];
  const rowsOf: Readonly<Record<string, readonly AnyRow[]>> = { ...world, cases };
  const load = (need: Need): Loaded => ({ need, rows: (rowsOf[need.entity.name] ?? []).filter((each) => Object.entries(need.where).every(([key, value]) => each[key] === value)) });
  return execute(command, parsed, gather(command, parsed, context, load), context, ledger);
}

function refusal(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof Refusal) return error.field ? `${error.code} ${error.field}` : error.code;
    throw error;
  }
  return 'none';
}

describe('opening a case', () => {
  const args = { kindId: kind, title: 'Roof leaks', priorityId: priority, categoryId: category };

  test('makes the case, its client and the record of it, with the number that was drawn', () => {
    const writes = run('cases.open', { ...args, contactId: contact }, null, contextOf('agent', { drawn: { caseNumber: 'MAT-2026-000007' } }));
    expect(writes.map(({ entity }) => entity.name)).toEqual(['cases', 'caseParticipants', 'activityEvents', 'activityEvents']);
    expect(writes[0]?.after).toMatchObject({
      caseNumber: 'MAT-2026-000007',
      status: 'open',
      teamId: team,
      assignedTo: me,
      openedAt: '2026-03-01T10:00:00.000Z',
      createdBy: me,
      version: 0,
    });
    expect(new Set(writes.map((write) => write.id)).size).toBe(4);
  });

  test('makes the same rows whenever it is run', () => {
    expect(run('cases.open', args, null)).toEqual(run('cases.open', args, null));
  });

  test.each([
    ['its opener’s, who is an agent', 'agent', {}, { assignedTo: me, teamId: team }],
    ['the team’s, where the agent names it', 'agent', { teamId: team }, { assignedTo: null, teamId: team }],
    ['free, where the opener hands out work', 'supervisor', {}, { assignedTo: null, teamId: team }],
    ['whose the opener says', 'supervisor', { assignedTo: me }, { assignedTo: me, teamId: null }],
    ['whose the opener says, in the team they say', 'supervisor', { assignedTo: me, teamId: team }, { assignedTo: me, teamId: team }],
  ] as const)('makes it %s', (_, role, given, expected) => {
    expect(run('cases.open', { ...args, ...given }, null, contextOf(role))[0]?.after).toMatchObject(expected);
  });

  test('stays with its opener when they are in no team', () => {
    expect(run('cases.open', args, null, contextOf('agent', { teamIds: [] }))[0]?.after).toMatchObject({ assignedTo: me, teamId: null });
  });

  test.each([
    ['an unknown kind', { ...args, kindId: id(77) }, 'row.missing caseKinds'],
    ['a wrong type', { ...args, title: 5 }, 'field.invalid title'],
    ['ten megabytes of title', { ...args, title: 'x'.repeat(10_000_000) }, 'field.invalid title'],
    ['a field that does not exist', { ...args, colour: 'red' }, 'field.invalid colour'],
    ['an assignee who has left', { ...args, assignedTo: other }, 'member.inactive assignedTo'],
    ['an empty title', { ...args, title: '  ' }, 'field.invalid title'],
    ['half a surrogate pair', { ...args, tags: ['\ud800'] }, 'field.invalid tags.0'],
  ])('refuses %s', (_, bad, expected) => {
    expect(refusal(() => run('cases.open', bad, null)).trim()).toBe(expected.trim());
  });

  test('is not for viewers', () => {
    expect(refusal(() => run('cases.open', args, null, contextOf('viewer')))).toBe('auth.denied cases.open');
  });
});

describe('changing a case', () => {
  test('writes history and activity of what changed, and nothing when nothing did', () => {
    const writes = run('cases.update', { id: caseId, patch: { title: 'Attic' }, base: { title: 'Roof' } }, {});
    expect(writes.map(({ entity }) => entity.name)).toEqual(['cases', 'caseHistory', 'activityEvents']);
    expect(writes[1]?.after).toMatchObject({ caseId, fieldName: 'title', oldValue: 'Roof', newValue: 'Attic' });
    expect(run('cases.update', { id: caseId, patch: { title: 'Roof' }, base: { title: 'Roof' } }, {})).toEqual([]);
  });

  test('is refused on a case that is assigned to somebody else', () => {
    expect(refusal(() => run('cases.update', { id: caseId, patch: { title: 'A' }, base: {} }, { assignedTo: other, visibleTo: [`user:${other}`, `team:${team}`] }))).toBe(
      'auth.denied cases.edit',
    );
    expect(refusal(() => run('cases.update', { id: caseId, patch: { title: 'A' }, base: {} }, { visibleTo: [`team:${team}`] }, contextOf('supervisor')))).toBe('none');
  });

  test('cannot touch what has commands of its own', () => {
    expect(refusal(() => run('cases.update', { id: caseId, patch: { status: 'closed' }, base: {} }, {}))).toMatch(/^field.invalid/);
  });

  test('an agent takes a free case and releases their own, but gives it to nobody else', () => {
    expect(run('cases.assign', { id: caseId, userId: me }, { assignedTo: null, status: 'pending', visibleTo: [`team:${team}`] })[0]?.after).toMatchObject({
      assignedTo: me,
      status: 'open',
    });
    expect(run('cases.assign', { id: caseId, userId: null }, {})[0]?.after).toMatchObject({ assignedTo: null });
    expect(refusal(() => run('cases.assign', { id: caseId, userId: other }, {}))).toBe('auth.denied cases.assign');
    expect(refusal(() => run('cases.assign', { id: caseId, userId: me }, { assignedTo: other }))).toBe('auth.denied cases.assign');
  });
});

test('a case moves only along its declared transitions, whoever asks', () => {
  const moves = {
    'cases.hold': 'onHold',
    'cases.resume': 'open',
    'cases.resolve': 'resolved',
    'cases.close': 'closed',
    'cases.reopen': 'open',
    'cases.cancel': 'cancelled',
  } as const;
  const transitions = Case.transitions?.status;
  fc.assert(
    fc.property(fc.constantFrom(...Object.keys(Case.fields.status.choices ?? {})), fc.constantFrom(...(Object.keys(moves) as (keyof typeof moves)[])), (from, name) => {
      const args = {
        'cases.hold': { id: caseId },
        'cases.resume': { id: caseId },
        'cases.resolve': { id: caseId, resolution: 'done' },
        'cases.close': { id: caseId },
        'cases.reopen': { id: caseId, reason: 'again' },
        'cases.cancel': { id: caseId, reason: 'no' },
      }[name];
      let after: unknown = from;
      const outcome = refusal(() => {
        after = run(name, args, { status: from }, contextOf('manager'))[0]?.after['status'] ?? from;
      });
      if (outcome === 'none') expect(after === from || transitions?.[from as 'open']?.includes(moves[name])).toBe(true);
      else expect(outcome).toBe('state.forbidden status');
    }),
  );
});
