import { expect, test } from 'vitest';
import { acts, wordsOfAct } from '#domain/acts.ts';
import { windowsOf } from '#domain/platform/rules.ts';
import { allCommands, entityOf } from '#domain/registry.ts';
import { createStage, idOf } from '../support/stage.ts';

const me = idOf(1);
const admin = { role: 'admin' } as const;

test('a tenant sets how long its records stay, within what the product keeps for good', () => {
  const stage = createStage(me);
  const set = (args: object) => stage.outcome('retention.set', args, admin);
  expect(set({ entityType: 'messages', hotMonths: 2, purgeMonths: 60, legalBasis: 'HGB § 257' })).toBe('done');
  expect(set({ entityType: 'messages', hotMonths: 4 })).toBe('done');
  expect(stage.rows('retentionPolicies')).toMatchObject([{ entityType: 'messages', hotMonths: 4, purgeMonths: null }]);
  expect(set({ entityType: 'messages', hotMonths: 12, purgeMonths: 6 })).toBe('field.invalid purgeMonths');
  expect(set({ entityType: 'messages', purgeMonths: 0 })).toBe('field.invalid purgeMonths');
  expect(set({ entityType: 'auditEvents', purgeMonths: 120 })).toBe('field.invalid purgeMonths');
  expect(set({ entityType: 'memberships', purgeMonths: 120 })).toBe('field.invalid purgeMonths');
  expect(set({ entityType: 'users', hotMonths: 1 })).toBe('field.invalid entityType');
  expect(set({ entityType: 'nothing' })).toBe('field.invalid entityType');
  expect(set({ entityType: 'messages', hotMonths: -1 })).toBe('field.invalid hotMonths');
  expect(stage.outcome('retention.set', { entityType: 'messages', hotMonths: 1 }, { role: 'manager' })).toBe('auth.denied retention.manage');
});

test('whatever the audit records has words, and what was denied of a route is named by it', () => {
  expect(allCommands.filter(({ name, title }) => acts[name] !== title)).toEqual([]);
  expect(Object.entries(acts).filter(([code, words]) => words === code || words === '')).toEqual([]);
  const codes = ['cases.assign', 'session.signIn', 'apiKeys.read', 'contacts.exported', 'GET /api/v1/contacts/:id', 'gone.long'];
  expect(codes.map(wordsOfAct)).toEqual([
    'Assign the case',
    'Sign in',
    'Look at API keys',
    'Make the file of a contact export',
    'Ask the hub for GET /api/v1/contacts/:id',
    'gone.long',
  ]);
});

test('a policy comes before the declaration, while it is in force', () => {
  const policy = { hotMonths: 2, archiveMonths: null, purgeMonths: 24, isActive: true };
  expect(windowsOf(entityOf.messages)).toEqual({ archive: 3, purge: null, after: null, as: null });
  expect(windowsOf(entityOf.messages, policy)).toEqual({ archive: 2, purge: 24, after: null, as: null });
  expect(windowsOf(entityOf.messages, { ...policy, isActive: false })).toEqual(windowsOf(entityOf.messages));
  expect(windowsOf(entityOf.cases)).toMatchObject({ archive: 12, after: 'closedAt' });
  expect(windowsOf(entityOf.notes)).toEqual({ archive: null, purge: null, after: null, as: 'caseId' });
  expect(windowsOf(entityOf.outboxEvents)).toMatchObject({ archive: null, purge: 1 });
  expect(windowsOf(entityOf.auditEvents, policy)).toMatchObject({ archive: null, purge: null });
});

test('a legal hold is set and lifted, and a file of the audit is asked for by who may see it', () => {
  const stage = createStage(me);
  const id = stage.add('documents', { title: 'Deed', fileName: 'd', originalFileName: 'd', mimeType: 'text/plain', size: 1, uploadedBy: me, visibleTo: ['tenant'] });
  const hold = (on: boolean, role: 'admin' | 'manager' = 'admin') => stage.outcome('legalHold.set', { subject: { type: 'documents', id }, on }, { role });
  expect([hold(true), stage.row('documents', id)['legalHold']]).toEqual(['done', true]);
  expect([hold(false), stage.row('documents', id)['legalHold']]).toEqual(['done', false]);
  expect(hold(true, 'manager')).toBe('auth.denied retention.manage');
  expect(stage.outcome('legalHold.set', { subject: { type: 'cases', id }, on: true }, admin)).toBe('field.invalid subject.type');
  expect(stage.outcome('audit.export', { from: '2026-02-01T00:00:00.000Z', to: '2026-01-01T00:00:00.000Z' }, admin)).toBe('field.invalid to');
  expect(stage.outcome('audit.export', { from: '2026-01-01T00:00:00.000Z' }, { role: 'agent' })).toBe('auth.denied audit.view');
  expect(stage.outcome('audit.export', { from: '2026-01-01T00:00:00.000Z' }, { role: 'manager' })).toBe('done');
  expect(stage.outcome('retention.run', {}, admin)).toBe('done');
  expect(stage.rows('outboxEvents')).toMatchObject([
    { topic: 'audit.export', subjectId: me, payload: { filter: { from: '2026-01-01T00:00:00.000Z' } } },
    { topic: 'retention.run', subjectId: me },
  ]);
});
