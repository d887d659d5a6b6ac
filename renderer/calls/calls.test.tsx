// @vitest-environment jsdom
import type { LineCall } from '#domain/calls/queries.ts';
import type { Recorded } from '#domain/records/page.ts';
import type { OwnTelephony } from '#domain/telephony/queries.ts';
import { cleanup, fireEvent, renderHook, screen, waitFor, within } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, expect, test, vi } from 'vitest';
import { useQuery } from '../bridge/use-query.ts';
import { showPart } from '../dev/screen.tsx';
import { CallNote } from './call-note.tsx';
import { Conference } from './conference.tsx';
import { AudioOfCall, OneVoicemail } from './parts/call-audio.tsx';
import { RecordingControl } from './recording-control.tsx';
import { Trunks } from './trunks.tsx';
import { useToday } from './use-queues.ts';
import { WrapUp } from './wrap-up.tsx';

afterEach(cleanup);

type Desk = Awaited<ReturnType<typeof showPart>>;
const sent = ({ control }: Pick<Desk, 'control'>, name: string) =>
  control.log.flatMap((call) => {
    if (call.verb === 'send' && call.name === name) return [call.args];
    const online = call.name === 'online.run' ? (call.args as { readonly name: string; readonly args: unknown }) : null;
    return online?.name === name ? [online.args] : [];
  });

/** A call of this desk's own member, as the journal keeps it. */
async function aCall({ bridge, control }: Pick<Desk, 'bridge' | 'control'>, direction: 'inbound' | 'outbound' = 'inbound'): Promise<LineCall> {
  const outcome = await bridge.send('calls.logManual', { direction, number: { raw: '0710 625 601', e164: '+254710625601' }, startedAt: '2026-01-01T10:00:00.000Z', seconds: 60 });
  if (!outcome.ok || !outcome.rowId) throw new Error('The call was not written down');
  const links = { contactName: null, caseNumber: null, caseTitle: null, wrapUpTime: 30, isOutcomeDue: false, dispositionName: null, isPlanned: false };
  return { ...control.row('calls', outcome.rowId), pending: 0, ...links } as LineCall & Recorded;
}

test('a caller who agrees is recorded from then on, and their consent is written down', async () => {
  const paused = { live: 'paused', needsConsent: true, recordings: [] };
  const app = await showPart(
    () => {
      const shown = useQuery('calls.onLine', { pbx: 'main', sipCallId: 'a' }).data;
      return shown && <RecordingControl callId={shown.id} contactId={shown.contactId} isFirst />;
    },
    { answers: { 'calls.audio': paused, 'calls.onLine': null } },
  );
  const call = await aCall(app);
  app.control.tell({ 'calls.onLine': call });
  expect(await screen.findByText('Link the call to a contact to write down their consent.')).toBeDefined();
  expect(screen.queryByRole('button', { name: 'Caller agrees' })).toBeNull();
  await app.user.keyboard('{Control>}{Shift>}E{/Shift}{/Control}');
  expect(sent(app, 'recordings.pause')).toEqual([]);

  const contactId = app.control.contacts()[0]?.id;
  app.control.tell({ 'calls.onLine': { ...call, contactId } });
  await app.user.click(await screen.findByRole('button', { name: 'Caller agrees' }));
  expect(sent(app, 'consents.record')).toEqual([{ contactId, purpose: 'recording', channelKind: 'call', action: 'granted', source: 'call' }]);
  await waitFor(() => expect(sent(app, 'recordings.pause')).toEqual([{ id: call.id, isPaused: false }]));

  app.control.tell({ 'calls.audio': { ...paused, live: 'on', needsConsent: false } });
  expect(await screen.findByRole('button', { name: 'Pause recording', pressed: false })).toBeDefined();
  expect(screen.queryByRole('button', { name: 'Caller agrees' })).toBeNull();
  await app.user.keyboard('{Control>}{Shift>}E{/Shift}{/Control}');
  expect(sent(app, 'recordings.pause').at(-1)).toEqual({ id: call.id, isPaused: true });
});

test('a note of a call is added once, however often its keys are pressed, and the next is another', async () => {
  const app = await showPart(
    () => {
      const shown = useQuery('calls.onLine', { pbx: 'main', sipCallId: 'a' }).data;
      return shown && <CallNote call={shown} />;
    },
    { answers: { 'calls.onLine': null } },
  );
  const contactId = app.control.contacts()[0]?.id;
  app.control.tell({ 'calls.onLine': { ...(await aCall(app)), contactId } });
  const field = await screen.findByRole<HTMLTextAreaElement>('textbox', { name: 'Note on this call' });
  for (const text of ['Asks for the reading', 'Rings again tomorrow']) {
    fireEvent.change(field, { target: { value: text } });
    for (let press = 0; press < 3; press += 1) fireEvent.keyDown(field, { key: 'Enter', ctrlKey: true });
    await waitFor(() => expect(field.value).toBe(''));
  }
  expect(sent(app, 'notes.add')).toEqual(['Asks for the reading', 'Rings again tomorrow'].map((body) => ({ subject: { contactId }, body })));
});

test('what must not be kept is not recorded while it is typed, also where the typing began first, or its field goes away', async () => {
  const id = '0192a000-0000-7000-8000-00000000ffff';
  const audio = { live: 'off', needsConsent: false, recordings: [] };
  const app = await showPart(
    () => {
      const [isAsked, setAsked] = useState(true);
      return (
        <>
          {isAsked && <input type="password" aria-label="Secret" />}
          <button onClick={() => setAsked(false)}>Away</button>
          <RecordingControl callId={id} contactId={null} isFirst />
        </>
      );
    },
    { answers: { 'calls.audio': audio } },
  );
  const pauses = () => sent(app, 'recordings.pause').map((args) => (args as { readonly isPaused: boolean }).isPaused);
  (await screen.findByLabelText('Secret')).focus();
  app.control.tell({ 'calls.audio': { ...audio, live: 'on' } });
  await waitFor(() => expect(pauses()).toEqual([true]));
  app.control.tell({ 'calls.audio': { ...audio, live: 'paused' } });
  expect(await screen.findByText('Paused while you type what must not be kept')).toBeDefined();
  // A press of a key or of a script moves no focus.
  fireEvent.click(screen.getByRole('button', { name: 'Away' }));
  screen.getByRole('button', { name: 'Away' }).focus();
  await waitFor(() => expect(pauses()).toEqual([true, false]));
});

test('a consent that is refused is not recorded on, and the reason is said', async () => {
  const nobody = '0192a000-0000-7000-8000-00000000ffff';
  const app = await showPart(() => <RecordingControl callId={nobody} contactId={nobody} isFirst />, {
    answers: { 'calls.audio': { live: 'paused', needsConsent: true, recordings: [] } },
  });
  await app.user.click(await screen.findByRole('button', { name: 'Caller agrees' }));
  expect(await screen.findByText('There is no such contact, or you may not see it.')).toBeDefined();
  expect(sent(app, 'recordings.pause')).toEqual([]);
});

test('one party is dropped from a conference, and who could not be dropped stays', async () => {
  const dropped: string[] = [];
  const parties = [
    { number: '101', name: 'Bo Li' },
    { number: '+4722225555', name: '' },
  ];
  const app = await showPart(() => <Conference pbx="main" sipCallId="a" parties={parties} onDropped={(number) => dropped.push(number)} />, { answers: { 'calls.onLine': null } });
  expect((await screen.findByRole<HTMLButtonElement>('button', { name: 'Drop Bo Li' })).disabled).toBe(true);
  const facts = { pbx: 'main', sipCallId: 'a', direction: 'inbound', number: '101', startedAt: '2026-01-01T10:00:00.000Z', answeredAt: '2026-01-01T10:00:05.000Z' } as const;
  const answered = await app.bridge.send('calls.answer', facts);
  const id = String(answered.ok && answered.rowId);
  app.control.tell({ 'calls.onLine': app.control.row('calls', id) });
  await waitFor(() => expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Drop Bo Li' }).disabled).toBe(false));
  await app.user.click(screen.getByRole('button', { name: 'Drop Bo Li' }));
  await waitFor(() => expect(dropped).toEqual(['101']));
  expect(sent(app, 'calls.dropParty')).toEqual([{ id, number: '101' }]);

  await app.bridge.send('calls.end', { ...facts, endedAt: '2026-01-01T10:05:00.000Z' });
  await app.user.click(screen.getByRole('button', { name: 'Drop +4722225555' }));
  expect((await screen.findByRole('alert')).textContent).toBe('This call is over.');
  expect(dropped).toEqual(['101']);
});

/** What wrap-up asks for in these tests, from rows that an administrator has made. */
async function ownTelephony({ bridge, control }: Pick<Desk, 'bridge' | 'control'>): Promise<OwnTelephony> {
  const made = async (entity: 'agentStateReasons' | 'dispositions', args: object) => {
    const outcome = await bridge.send(`${entity}.create`, args as never);
    if (!outcome.ok || !outcome.rowId) throw new Error(`${entity}: ${outcome.ok ? 'no row' : outcome.message}`);
    return control.row(entity, outcome.rowId);
  };
  const outcomes = [
    await made('dispositions', { name: 'Solved', code: 'solved', category: 'done' }),
    await made('dispositions', { name: 'Complaint', code: 'complaint', category: 'case', requiresCaseCreation: true }),
    await made('dispositions', { name: 'Call again', code: 'again', category: 'later', requiresFollowUp: true }),
  ];
  const reason = await made('agentStateReasons', { name: 'After the call', code: 'after-call' });
  return {
    state: { state: 'wrapUp', reasonId: null, fromAt: '2026-01-01T10:01:00.000Z' },
    reasons: [reason],
    dispositions: outcomes,
    queues: [],
    extension: '101',
  } as unknown as OwnTelephony;
}

async function wrapUp(patch: Partial<LineCall> = {}, direction: 'inbound' | 'outbound' = 'inbound') {
  const later: string[] = [];
  const app = await showPart(
    () => {
      const call = useQuery('calls.onLine', { pbx: 'main', sipCallId: 'a' }).data;
      return call && <WrapUp call={call} onLater={() => later.push(call.id)} />;
    },
    { role: 'admin', answers: { 'calls.onLine': null, 'telephony.own': undefined } },
  );
  const call = { ...(await aCall(app, direction)), ...patch };
  const own = await ownTelephony(app);
  await app.bridge.send('agentStates.set', { state: 'wrapUp' });
  app.control.tell({ 'calls.onLine': call, 'telephony.own': own });
  await screen.findByRole('article', { name: /^Wrap-up/ });
  const choose = async (name: string) => {
    await app.user.click(screen.getByRole('combobox', { name: 'Outcome' }));
    await app.user.click(await screen.findByRole('option', { name, hidden: true }));
  };
  const finish = () => screen.getByRole<HTMLButtonElement>('button', { name: 'Finish' });
  return { ...app, call, own, later, choose, finish };
}

test('an outcome that a queue asks for cannot be put off, and one that needs a case or a follow-up waits for it', async () => {
  const app = await wrapUp({ isOutcomeDue: true });
  const { call, choose, finish, user, control } = app;
  expect(screen.getByText('This queue asks for an outcome before the next call.')).toBeDefined();
  expect(screen.queryByRole('button', { name: 'Later' })).toBeNull();
  expect(finish().disabled).toBe(true);

  await choose('Complaint');
  expect(screen.getByText('This outcome needs a case: link the call, or open one.')).toBeDefined();
  expect(finish().disabled).toBe(true);
  await user.click(screen.getByRole('button', { name: 'Open a case' }));
  expect(app.history.location.pathname).toBe('/cases/new');

  await choose('Call again');
  expect(screen.getByText('This outcome needs a callback, a task or a reminder.')).toBeDefined();
  expect(finish().disabled).toBe(true);
  await user.click(screen.getByRole('button', { name: 'Callback tomorrow at 9' }));
  expect(sent(app, 'callbacks.schedule')).toMatchObject([{ phone: { raw: '+254710625601', e164: '+254710625601' }, callId: call.id }]);
  control.tell({ 'calls.onLine': { ...call, isPlanned: true } });
  await waitFor(() => expect(finish().disabled).toBe(false));
  await user.click(finish());
  await waitFor(() => expect(control.row('calls', call.id)?.['dispositionId']).toBe(app.own.dispositions[2]?.id));
  await waitFor(() => expect(sent(app, 'agentStates.set').at(-1)).toEqual({ state: 'available' }));
});

test('a call of no such queue is put off, and its outcome is that of the number that was called', async () => {
  const app = await wrapUp({ callerNumber: '+254200000000' }, 'outbound');
  await app.user.click(screen.getByRole('button', { name: 'Callback tomorrow at 9' }));
  expect(sent(app, 'callbacks.schedule')).toMatchObject([{ phone: { raw: '+254710625601', e164: '+254710625601' } }]);
  await app.user.click(screen.getByRole('button', { name: 'Later' }));
  expect(app.later).toEqual([app.call.id]);
});

test('more time holds back the next call until the wrap-up is finished', async () => {
  const app = await wrapUp();
  const [reason] = app.own.reasons;
  await app.user.click(screen.getByRole('button', { name: 'More time' }));
  await waitFor(() => expect(sent(app, 'agentStates.set').at(-1)).toEqual({ state: 'break', reasonId: reason?.id }));
  app.control.tell({ 'telephony.own': { ...app.own, state: { state: 'break', reasonId: reason?.id, fromAt: '2026-01-01T10:02:00.000Z' } } });
  expect(await screen.findByText('More time: no call comes until you finish')).toBeDefined();
  expect(screen.queryByRole('button', { name: 'More time' })).toBeNull();
  await app.choose('Solved');
  await app.user.click(app.finish());
  await waitFor(() => expect(sent(app, 'agentStates.set').at(-1)).toEqual({ state: 'available' }));
});

test('a message is asked for when somebody wants to hear it, and what the hub says against it is shown', async () => {
  const row = { id: '0195e6a0-0000-7000-8000-000000000001', createdAt: '2026-01-01T10:00:00.000Z', duration: 7, status: 'new' };
  const app = await showPart(() => <OneVoicemail row={row} />, { refuses: 'files.open' });
  expect(await screen.findByText(/· \D*7/)).toBeDefined();
  expect(screen.queryByRole('button', { name: 'Download' })).toBeNull();
  expect(app.control.log.filter(({ name }) => name === 'files.open')).toEqual([]);
  await app.user.click(screen.getByRole('button', { name: 'Listen' }));
  expect(app.control.log.flatMap(({ name, args }) => (name === 'files.open' ? [args] : []))).toEqual([{ voicemailId: row.id, verb: 'view' }]);
  expect((await screen.findByRole('alert')).textContent).toBe('The pretended desk refuses this.');
});

test('a call’s own screen has the messages of its caller, and nothing where there is none', async () => {
  const message = { id: '0195e6a0-0000-7000-8000-000000000001', createdAt: '2026-01-01T10:00:00.000Z', duration: 7 };
  const audio = { live: 'off', needsConsent: false, recordings: [], voicemails: [message] };
  const app = await showPart(() => <AudioOfCall callId={message.id} />, { refuses: 'files.open', answers: { 'calls.audio': audio } });
  const region = await screen.findByRole('region', { name: 'Message of the caller' });
  await app.user.click(within(region).getByRole('button', { name: 'Listen' }));
  expect(app.control.log.flatMap(({ name, args }) => (name === 'files.open' ? [args] : []))).toEqual([{ voicemailId: message.id, verb: 'view' }]);
  app.control.tell({ 'calls.audio': { ...audio, voicemails: [] } });
  await waitFor(() => expect(screen.queryByRole('region')).toBeNull());
});

test('a trunk that is away is shown with why and since when, to whose team it is', async () => {
  const at = new Date(Date.now() - 90_000).toISOString();
  const trunk = { id: '0195e6a0-0000-7000-8000-000000000001', name: 'Carrier', state: 'failed', teamId: null, fromAt: at, updatedAt: at };
  const app = await showPart(() => <Trunks />, { answers: { 'telephony.trunksAway': [trunk] } });
  const list = await screen.findByRole('list', { name: 'Trunks over which no call comes or goes' });
  await waitFor(() => expect(list.textContent).toMatch(/^Trunk CarrierNo answerfor 1:3\d$/));
  app.control.tell({ 'telephony.trunksAway': [] });
  await waitFor(() => expect(list.textContent).toBe(''));
});

test('a board that is left open begins anew with the day', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date(2026, 2, 2, 23, 59, 59) });
  const { result } = renderHook(useToday);
  expect(result.current).toBe(new Date(2026, 2, 2).toISOString());
  vi.setSystemTime(new Date(2026, 2, 3, 0, 0, 1));
  await waitFor(() => expect(result.current).toBe(new Date(2026, 2, 3).toISOString()));
  vi.useRealTimers();
});
