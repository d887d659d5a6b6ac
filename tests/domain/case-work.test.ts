import * as fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { policyFor } from '#domain/cases/sla.ts';
import { afterWorking, workingBetween } from '#domain/cases/working-time.ts';
import { createStage, idOf, type Stage } from '../support/stage.ts';

const me = idOf(700_001);
const office: NonNullable<Parameters<typeof afterWorking>[2]> = {
  timeZone: 'Europe/Berlin',
  hours: {
    mon: [{ from: '09:00', to: '17:00' }],
    tue: [
      { from: '09:00', to: '12:00' },
      { from: '13:00', to: '17:00' },
    ],
    fri: [{ from: '22:00', to: '24:00' }],
  },
  holidays: [{ date: '2026-04-06', label: 'Easter' }],
};

describe('working time', () => {
  test('skips nights, holidays and lunch, in the calendar’s own zone', () => {
    // Monday the 30th of March 2026, one day after the clocks went forward.
    expect(afterWorking('2026-03-30T14:00:00.000Z', 2 * 3_600_000, office)).toBe('2026-03-31T08:00:00.000Z');
    expect(afterWorking('2026-03-27T20:30:00.000Z', 3_600_000, office)).toBe('2026-03-27T22:00:00.000Z');
    expect(workingBetween('2026-03-31T09:30:00.000Z', '2026-03-31T11:30:00.000Z', office)).toBe(3_600_000);
    // Easter Monday counts for nothing.
    expect(afterWorking('2026-04-05T10:00:00.000Z', 3_600_000, office)).toBe('2026-04-07T08:00:00.000Z');
    expect(afterWorking('2026-03-30T14:00:00.000Z', 60_000, null)).toBe('2026-03-30T14:01:00.000Z');
  });

  test('agrees with a clock that is looked at every minute', () => {
    const clock = new Intl.DateTimeFormat('en-GB', {
      timeZone: office.timeZone,
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    });
    const isWorking = (moment: number) => {
      const { weekday = '', hour, minute, year, month, day } = Object.fromEntries(clock.formatToParts(moment).map(({ type, value }) => [type, value]));
      if (`${year}-${month}-${day}` === '2026-04-06') return false;
      const spans = (office.hours as Readonly<Record<string, readonly { from: string; to: string }[]>>)[weekday.toLowerCase()] ?? [];
      return spans.some(({ from, to }) => `${hour}:${minute}` >= from && `${hour}:${minute}` < to);
    };
    const start = Date.parse('2026-03-26T00:00:00.000Z');
    fc.assert(
      fc.property(fc.nat(60 * 24 * 5), fc.nat(60 * 24 * 9), (offset, length) => {
        const from = start + offset * 60_000;
        let minutes = 0;
        for (let n = 0; n < length; n++) if (isWorking(from + n * 60_000)) minutes += 1;
        const [a, b] = [new Date(from).toISOString(), new Date(from + length * 60_000).toISOString()];
        expect(workingBetween(a, b, office) / 60_000).toBe(minutes);
        if (minutes > 0) expect(workingBetween(a, afterWorking(a, minutes * 60_000, office), office) / 60_000).toBe(minutes);
      }),
      { numRuns: 40 },
    );
  });
});

describe('a case', () => {
  let stage: Stage;
  let at: { kindId: string; categoryId: string; priorityId: string };
  let urgent: string;
  const by = { role: 'manager' } as const;
  const open = (title: string) => {
    stage.run('cases.open', { ...at, title }, by);
    return String(stage.rows('cases', { title })[0]?.id);
  };
  const clocks = (caseId: string) => stage.rows('slaClocks', { caseId }).map(({ metric, state, dueAt }) => [metric, state, dueAt]);
  beforeEach(() => {
    stage = createStage(me);
    stage.add('memberships', { userId: me, displayName: 'x', isActive: true });
    const priority = (level: number, slaHours: number) => stage.add('priorities', { name: `p${level}`, level, colour: '#000000', slaHours });
    at = { kindId: stage.add('caseKinds', { code: 'K', name: 'Kind', numberPrefix: 'K' }), categoryId: stage.add('caseCategories', { name: 'C' }), priorityId: priority(0, 8) };
    urgent = priority(3, 2);
  });

  test('has clocks by the closest policy, else by its priority', () => {
    const plain = open('plain');
    expect(clocks(plain)).toEqual([['resolution', 'running', '2026-03-02T18:00:00.000Z']]);
    stage.add('slaPolicies', { name: 'all', firstResponseMinutes: 30, resolutionHours: 4 });
    const close = stage.add('slaPolicies', { name: 'kind', kindId: at.kindId, firstResponseMinutes: 10, resolutionHours: 1 });
    const one = open('one');
    expect(clocks(one)).toEqual([
      ['firstResponse', 'running', '2026-03-02T10:10:00.000Z'],
      ['resolution', 'running', '2026-03-02T11:00:00.000Z'],
    ]);
    expect(policyFor({ kindId: at.kindId, priorityId: urgent, teamId: null } as never, stage.rows('slaPolicies') as never)?.id).toBe(close);
  });

  test('stops its clocks on hold, goes on with what was left, and meets or breaches them', () => {
    const id = open('x');
    stage.run('cases.hold', { id }, { ...by, at: '2026-03-02T12:00:00.000Z' });
    expect(clocks(id)).toEqual([['resolution', 'paused', '2026-03-02T18:00:00.000Z']]);
    stage.run('cases.resume', { id }, { ...by, at: '2026-03-02T15:00:00.000Z' });
    expect(clocks(id)).toEqual([['resolution', 'running', '2026-03-02T21:00:00.000Z']]);
    stage.run('cases.update', { id, patch: { priorityId: urgent }, base: { priorityId: at.priorityId } }, by);
    expect(clocks(id)).toEqual([['resolution', 'running', '2026-03-02T15:00:00.000Z']]);
    stage.run('cases.resolve', { id, resolution: 'done' }, { ...by, at: '2026-03-02T16:00:00.000Z' });
    expect(clocks(id)).toEqual([['resolution', 'breached', '2026-03-02T15:00:00.000Z']]);
    stage.run('cases.reopen', { id, reason: 'again' }, { ...by, at: '2026-03-03T10:00:00.000Z' });
    expect(clocks(id).filter(([, state]) => state === 'running')).toEqual([['resolution', 'running', '2026-03-03T12:00:00.000Z']]);
    stage.run('cases.cancel', { id, reason: 'no' }, by);
    expect(clocks(id).filter(([, state]) => state === 'running')).toEqual([]);
    expect(stage.rows('stageHistory', { subjectId: id }).map(({ toValue }) => toValue)).toEqual(['onHold', 'open', 'resolved', 'open', 'cancelled']);
  });

  test('is not ended with required items, tasks or approvals open', () => {
    const id = open('x');
    stage.run('checklists.add', { caseId: id, title: 'List', items: [{ label: 'call', required: true }, { label: 'thank' }] }, by);
    expect(stage.outcome('cases.resolve', { id, resolution: 'done' }, by)).toBe('checklist.incomplete id');
    const [item] = stage.rows('checklistItems', { label: 'call' });
    stage.run('checklists.tick', { id: item?.id, caseId: id }, by);
    stage.run('tasks.create', { title: 'task', caseId: id }, by);
    expect(stage.outcome('cases.close', { id }, by)).toBe('case.openTasks id');
    const task = stage.rows('tasks')[0]?.id;
    for (const status of ['cancelled']) stage.run('tasks.setStatus', { id: task, status }, by);
    stage.add('approvals', { subjectType: 'cases', subjectId: id, approverId: me });
    expect(stage.outcome('cases.close', { id }, by)).toBe('case.openApprovals id');
    stage.run('checklists.tick', { id: item?.id, caseId: id, isDone: false }, by);
    expect(stage.outcome('cases.resolve', { id, resolution: 'done', despiteChecklist: 'the caller hung up' }, by)).toBe('done');
  });

  test('is linked once, both ways in sight, and never to itself or in a circle', () => {
    const [a, b, c] = ['a', 'b', 'c'].map(open) as [string, string, string];
    const link = (id: string, toId: string, linkType: string) => stage.outcome('cases.link', { id, toId, linkType }, by);
    expect(link(a, a, 'related')).toBe('link.self toId');
    expect(link(a, b, 'parent')).toBe('done');
    expect(link(b, a, 'child')).toBe('link.exists toId');
    expect(link(c, b, 'child')).toBe('done');
    expect(link(c, a, 'parent')).toBe('link.cycle toId');
    expect(link(a, c, 'child')).toBe('link.cycle toId');
    expect(link(a, b, 'related')).toBe('done');
    expect(link(b, a, 'related')).toBe('link.exists toId');
    stage.run('cases.unlink', { id: b, toId: a, linkType: 'child' }, by);
    expect(
      stage
        .rows('caseLinks')
        .map(({ linkType }) => linkType)
        .toSorted(),
    ).toEqual(['parent', 'related']);
  });

  test('moves along its workflow, and a stage is left only with its checklist done', () => {
    const workflowId = stage.add('workflows', {
      name: 'Flow',
      stages: [
        { key: 'new', label: 'New', kind: 'start', requiredChecklist: 'List' },
        { key: 'done', label: 'Done', kind: 'end' },
      ],
      transitions: [{ from: 'new', to: 'done', capability: 'cases.close' }],
    });
    const id = open('x');
    stage.add('cases', { ...stage.row('cases', id), workflowId });
    expect(stage.outcome('cases.changeStage', { id, stage: 'done' }, by)).toBe('stage.forbidden stage');
    stage.run('cases.changeStage', { id, stage: 'new' }, by);
    expect(stage.outcome('cases.changeStage', { id, stage: 'done' }, by)).toBe('checklist.incomplete stage');
    stage.run('checklists.add', { caseId: id, title: 'List', items: [] }, by);
    expect(stage.outcome('cases.changeStage', { id, stage: 'done' }, { ...by, grants: { 'cases.view': 'tenant', 'cases.edit': 'tenant', 'people.view': 'tenant' } })).toBe(
      'stage.forbidden stage',
    );
    stage.run('cases.changeStage', { id, stage: 'done' }, by);
    expect(stage.row('cases', id)).toMatchObject({ stage: 'done', stageChangedBy: me });
  });

  test('changes its kind knowingly where fields would be lost, and many are assigned at once but not too many', () => {
    const other = stage.add('caseKinds', { code: 'L', name: 'Other', numberPrefix: 'L' });
    stage.add('customFields', { entityType: 'cases', kindCode: 'K', key: 'roof', label: 'Roof', fieldKind: 'text' });
    const id = open('x');
    stage.add('cases', { ...stage.row('cases', id), customFields: { roof: 'flat', imported: 1 } });
    expect(stage.outcome('cases.changeKind', { id, kindId: other }, by)).toBe('field.lost roof');
    stage.run('cases.changeKind', { id, kindId: other, despiteLoss: true }, by);
    expect(stage.row('cases', id)).toMatchObject({ kindId: other, customFields: { roof: 'flat' } });
    stage.run('cases.bulkAssign', { ids: [id, open('y')], userId: me }, by);
    expect(stage.rows('cases', { assignedTo: me })).toHaveLength(2);
    expect(stage.outcome('cases.bulkAssign', { ids: Array.from({ length: 201 }, () => id), userId: me }, by)).toBe('batch.tooLarge ids');
  });
});
