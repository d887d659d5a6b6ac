import { beforeEach, describe, expect, test } from 'vitest';
import { createStage, idOf, type Stage } from '../support/stage.ts';

const [me, other] = [idOf(700_001), idOf(700_002)] as const;
let stage: Stage;
beforeEach(() => {
  stage = createStage(me);
  for (const userId of [me, other]) stage.add('memberships', { userId, displayName: 'x', isActive: true });
});

const at = (second: number) => `2026-03-02T10:00:${String(second).padStart(2, '0')}.000Z`;
const as = (userId: string) => ({ userId: userId as never });

describe('a supervisor', () => {
  const boss = idOf(700_003);
  const team = idOf(700_010);
  const boards = { role: 'supervisor', userId: boss as never, teamIds: [team] as never } as const;
  let call: string;
  beforeEach(() => {
    const roleId = stage.add('roles', { name: 'supervisor', displayName: 'Supervisor', rank: 5 });
    stage.add('roleGrants', { roleId, capability: 'calls.monitor', scope: 'team' });
    stage.add('memberships', { userId: boss, displayName: 'Boss', isActive: true, roleId });
    for (const userId of [me, other, boss]) stage.add('teamMembers', { teamId: team, userId });
    call = stage.add('calls', { pbx: 'hq', linkedId: 'L9', direction: 'inbound', status: 'answered', teamId: team, agentId: other, startedAt: at(0), answeredAt: at(1) });
  });

  test('is let into the calls of their own teams, and it is written down in which way', () => {
    stage.run('calls.monitor', { id: call, mode: 'whisper' }, boards);
    expect(stage.rows('callEvents')).toMatchObject([{ callId: call, eventType: 'monitored', userId: boss, details: { mode: 'whisper' } }]);
    expect(stage.outcome('calls.monitor', { id: call, mode: 'shout' }, boards)).toMatch(/^field.invalid/);
    expect(stage.outcome('calls.monitor', { id: call, mode: 'listen' }, { ...boards, teamIds: [idOf(700_011)] as never })).toBe('row.missing calls');
    expect(stage.outcome('calls.monitor', { id: call, mode: 'listen' }, { teamIds: [team] as never })).toMatch(/^auth.denied|^row.missing/);
    expect(stage.outcome('calls.monitor', { id: call, mode: 'listen' }, { role: 'manager', userId: other as never })).toBe('monitor.notAllowed id');
  });

  test('is not let into a call that nobody has answered, or that is over', () => {
    const [ringing, over] = [{ status: 'ringing' }, { status: 'completed', answeredAt: at(1), endedAt: at(2) }].map((more, n) =>
      stage.add('calls', { pbx: 'hq', linkedId: `M${n}`, direction: 'inbound', teamId: team, agentId: other, startedAt: at(0), ...more }),
    );
    expect(stage.outcome('calls.monitor', { id: ringing, mode: 'listen' }, boards)).toBe('monitor.notAllowed id');
    expect(stage.outcome('calls.monitor', { id: over, mode: 'listen' }, boards)).toBe('call.ended id');
    expect(stage.outcome('calls.disconnect', { id: over, reason: 'stuck' }, boards)).toBe('call.ended id');
  });

  test('ends a call with a reason that the agent is told', () => {
    expect(stage.outcome('calls.disconnect', { id: call, reason: ' ' }, boards)).toBe('field.invalid reason');
    stage.run('calls.disconnect', { id: call, reason: 'The caller is gone' }, boards);
    expect(stage.rows('notifications')).toMatchObject([{ userId: other, notificationType: 'callDisconnected', message: 'The caller is gone' }]);
    expect(stage.rows('callEvents')).toMatchObject([{ eventType: 'disconnected', details: { reason: 'The caller is gone' } }]);
  });

  test('is asked for help by the agents of their team, who ask nobody else', () => {
    const lead = idOf(700_004);
    stage.add('memberships', { userId: lead, displayName: 'Lead', isActive: true, roleId: idOf(1) });
    stage.add('teamMembers', { teamId: team, userId: lead, isLead: true });
    const gone = idOf(700_005);
    stage.add('memberships', { userId: gone, displayName: 'Gone', isActive: false, roleId: idOf(1) });
    stage.add('teamMembers', { teamId: team, userId: gone, isLead: true });
    stage.run('calls.askHelp', { id: call, message: 'A threat' }, { userId: other as never });
    expect(stage.rows('notifications').map(({ userId, title, message, subjectId }) => [userId, title, message, subjectId])).toEqual([
      [boss, 'x asks for help', 'A threat', call],
      [lead, 'x asks for help', 'A threat', call],
    ]);
    const alone = idOf(700_006);
    stage.add('memberships', { userId: alone, displayName: 'Alone', isActive: true });
    expect(stage.outcome('calls.askHelp', {}, { userId: alone as never })).toBe('help.nobody userId');
  });

  test('a conference loses a party at the word of its own agent alone', () => {
    expect(stage.outcome('calls.dropParty', { id: call, number: '102' }, { userId: other as never })).toBe('done');
    expect(stage.outcome('calls.dropParty', { id: call, number: '102' }, boards)).toBe('auth.denied id');
  });
});

describe('a recording', () => {
  const team = idOf(600_001);
  let call: string;
  let recording: string;
  beforeEach(() => {
    const caseId = stage.add('cases', { title: 'x', assignedTo: other, teamId: team });
    call = stage.add('calls', { pbx: 'hq', direction: 'inbound', agentId: other, caseId, startedAt: at(0) });
    const blob = stage.add('blobs', { sha256: 'a'.repeat(64), size: 1, mimeType: 'audio/wav', evidenceKind: 'recording', storagePath: 'x', uploadState: 'stored' });
    recording = stage.add('recordings', { callId: call, blob, status: 'ready' });
  });
  const listen = (who: object) => stage.outcome('recordings.listen', { id: recording }, who);

  test('is heard by who had the call, by who oversees them, and by the team that follows up the case, and by nobody else', () => {
    const stranger = idOf(700_009);
    expect(listen({ userId: other })).toBe('done');
    expect(listen({ userId: stranger, role: 'supervisor', teamIds: [team] })).toBe('done');
    expect(listen({ userId: stranger, role: 'supervisor', teamIds: [idOf(600_002)] })).toBe('row.missing recordings');
    expect(listen({ userId: me, role: 'manager' })).toBe('done');
    // A member of another team, and of one that follows up what is with it.
    expect(listen({ userId: stranger, teamIds: [team] })).toBe('row.missing recordings');
    expect(listen({ userId: stranger, teamIds: [team], followUpTeamIds: [team] })).toBe('done');
    expect(listen({ userId: stranger, role: 'viewer', teamIds: [team] })).toBe('row.missing recordings');
    expect(stage.outcome('recordings.download', { id: recording }, as(other))).toBe('auth.denied recordings.download');
    expect(stage.outcome('recordings.download', { id: recording }, { ...as(me), role: 'manager' })).toBe('done');
  });

  test('goes with a reason, unless it is held, and is heard no more', () => {
    const admin = { userId: me, role: 'admin' } as never;
    expect(stage.outcome('recordings.delete', { id: recording, reason: ' ' }, admin)).toBe('field.invalid reason');
    stage.run('recordings.setHold', { id: recording, reason: 'A court asks' }, admin);
    expect(stage.outcome('recordings.delete', { id: recording, reason: 'It is old' }, admin)).toBe('recording.legalHold id');
    stage.run('recordings.setHold', { id: recording, on: false, reason: 'It asks no more' }, admin);
    stage.run('recordings.delete', { id: recording, reason: 'It is old' }, admin);
    expect(stage.rows('recordings')).toMatchObject([{ status: 'deleted', legalHold: false }]);
    expect(listen({ userId: other })).toBe('recording.notReady id');
    expect(stage.outcome('recordings.delete', { id: recording, reason: 'Again' }, admin)).toBe('done');
  });

  test('is paused by whoever sees the call, as a step of it', () => {
    stage.run('recordings.pause', { id: call }, { userId: other as never });
    stage.run('recordings.pause', { id: call, isPaused: false }, { userId: other as never });
    expect(stage.rows('callEvents').map(({ eventType, userId }) => [eventType, userId])).toEqual([
      ['recordingPaused', other],
      ['recordingStarted', other],
    ]);
    expect(stage.outcome('recordings.pause', { id: idOf(500_000) })).toBe('row.missing calls');
  });
});
