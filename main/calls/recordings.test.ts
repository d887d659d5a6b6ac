import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CallEvent } from '#domain/calls/call-event.ts';
import { Call } from '#domain/calls/call.ts';
import { Recording } from '#domain/calls/recording.ts';
import { Voicemail } from '#domain/calls/voicemail.ts';
import { Consent } from '#domain/contacts/consent.ts';
import { Tenant } from '#domain/people/tenant.ts';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createSeededReplica, seedId, seedTenant, type SeededReplica } from '../bridge/seeded-replica.ts';
import { createRead, type Read } from '../records/parts/read.ts';
import { openReader } from '../replica/open.ts';
import { audioOf } from './recordings.ts';

const folder = mkdtempSync(join(tmpdir(), 'holdfast-audio-'));
const at = (second: number) => new Date(Date.parse('2026-03-02T09:00:00.000Z') + second * 1000).toISOString();
let replica: SeededReplica;
let db: Read;
let calls = 0;
let steps = 0;
let call: string;

beforeAll(() => {
  replica = createSeededReplica(join(folder, 'replica.db'));
  replica.add(Tenant, [{ id: seedTenant, name: 'Ours', subdomain: 'ours', timeZone: 'UTC', countryCode: 'DE', settings: {} }]);
  db = createRead(openReader(replica.place));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const rule = (recordingMode?: string) => replica.db.prepare('UPDATE tenants SET settings = ?').run(JSON.stringify(recordingMode ? { recordingMode } : {}));
const begin = (more: object = {}) => {
  calls += 1;
  call = seedId(80, calls);
  replica.add(Call, [{ id: call, pbx: 'hq', linkedId: String(calls), direction: 'inbound', status: 'answered', startedAt: at(0), visibleTo: [], ...more }]);
};
const step = (eventType: string, second: number) => {
  steps += 1;
  replica.add(CallEvent, [{ id: seedId(81, steps), callId: call, eventType, at: at(second), visibleTo: [] }]);
};
const live = () => {
  const { live: state, needsConsent } = audioOf(db, call);
  return needsConsent ? `${state}, needs consent` : state;
};
beforeEach(() => {
  rule('announced');
  begin();
});

test('tells from the steps of a call whether it is recorded now', () => {
  expect(live()).toBe('off');
  step('recordingStarted', 1);
  expect(live()).toBe('on');
  step('recordingPaused', 2);
  step('held', 3);
  expect(live()).toBe('paused');
  step('recordingStarted', 4);
  expect(live()).toBe('on');
  step('recordingStopped', 5);
  expect(live()).toBe('off');
  begin({ endedAt: at(9) });
  step('recordingStarted', 1);
  expect(live()).toBe('off');
  expect(audioOf(db, seedId(80, 999))).toEqual({ live: 'off', needsConsent: false, recordings: [], voicemails: [] });
});

test('has the messages of its caller, until they are deleted', () => {
  const message = { callId: call, blob: seedId(83, 9), duration: 4, visibleTo: [] };
  replica.add(Voicemail, [
    { ...message, id: seedId(84, 1), status: 'new' },
    { ...message, id: seedId(84, 2), status: 'handled' },
    { ...message, id: seedId(84, 3), status: 'deleted' },
    { ...message, id: seedId(84, 4), callId: seedId(80, 999), status: 'new' },
  ]);
  expect(audioOf(db, call).voicemails.map(({ id, duration }) => [id, duration])).toEqual([
    [seedId(84, 1), 4],
    [seedId(84, 2), 4],
  ]);
});

test('without a rule of the tenant is silent until the caller has agreed, to calls, and not taken it back', () => {
  const contactId = seedId(8, 1);
  let said = 0;
  const say = (action: string, channelKind: string) => {
    said += 1;
    replica.add(Consent, [{ id: seedId(82, said), contactId, purpose: 'recording', channelKind, action, source: 'call', happenedAt: at(said) }]);
  };
  begin({ contactId });
  step('recordingStarted', 1);
  for (const mode of [undefined, 'consent']) {
    rule(mode);
    expect(live()).toBe('paused, needs consent');
  }
  say('granted', 'email');
  expect(live()).toBe('paused, needs consent');
  say('granted', 'call');
  expect(live()).toBe('on');
  say('withdrawn', 'any');
  expect(live()).toBe('paused, needs consent');
});

test('lists the recordings that are there', () => {
  const [ready, gone] = [seedId(83, 1), seedId(83, 2)];
  replica.add(
    Recording,
    [ready, gone].map((id, n) => ({ id, callId: call, blob: seedId(84, n), status: n === 0 ? 'ready' : 'deleted', duration: 61, visibleTo: [] })),
  );
  expect(audioOf(db, call).recordings).toMatchObject([{ id: ready, status: 'ready', duration: 61, legalHold: false }]);
});
