import { expect, test } from 'vitest';
import { isSpoken, ringOf } from './derived.ts';
import { incoming, scriptPhone } from './phone-script.ts';

function readyPhone() {
  const phone = scriptPhone();
  phone.ready();
  phone.took();
  return phone;
}

test('a ring that is answered becomes a call, and the ringer stops at the hand, not at the answer', () => {
  const phone = readyPhone();
  phone.ring('a');
  expect(ringOf(phone.state())).toBe('ring');
  phone.tell({ kind: 'answer', line: 'a' });
  expect(ringOf(phone.state())).toBe('none');
  phone.tell({ kind: 'established', line: 'a' });
  expect(phone.line('a')).toMatchObject({ phase: 'active', hold: 'none' });
  expect(phone.took()).toEqual([{ kind: 'accept', line: 'a' }]);
});

test.each([
  ['missed', 'the caller or the queue gave up', { status: null, cause: 16 }],
  ['cancelled', 'a colleague took it', { status: null, cause: 26 }],
])('a ring ends as %s when %s', (outcome, _, farewell) => {
  const phone = readyPhone();
  phone.ring('a');
  phone.tell({ kind: 'ended', line: 'a', ...farewell });
  expect(phone.line('a').end).toMatchObject({ outcome });
});

test('a rejected ring is rejected, and never missed', () => {
  const phone = readyPhone();
  phone.ring('a');
  phone.tell({ kind: 'reject', line: 'a' }, { kind: 'ended', line: 'a', status: null, cause: 16 });
  expect(phone.line('a').end).toMatchObject({ outcome: 'rejected' });
  expect(phone.took()).toEqual([{ kind: 'refuse', line: 'a', status: 603 }]);
});

test('a microphone that fails keeps the call ringing, and the lost call is the device’s, not the agent’s', () => {
  const phone = readyPhone();
  phone.ring('a');
  phone.tell({ kind: 'answer', line: 'a' }, { kind: 'noMicrophone', line: 'a', trouble: 'denied' });
  expect(phone.line('a')).toMatchObject({ phase: 'ringing', trouble: 'microphone.denied' });
  expect(ringOf(phone.state())).toBe('ring');
  phone.tell({ kind: 'ended', line: 'a', status: null, cause: 16 });
  expect(phone.line('a').end).toMatchObject({ outcome: 'deviceFailure', reason: 'device' });
});

test('a microphone that works at the second try answers the same ring', () => {
  const phone = readyPhone();
  phone.ring('a');
  phone.tell({ kind: 'answer', line: 'a' }, { kind: 'noMicrophone', line: 'a', trouble: 'none' }, { kind: 'answer', line: 'a' }, { kind: 'established', line: 'a' });
  phone.tell({ kind: 'ended', line: 'a', status: null, cause: 16 });
  expect(phone.line('a').end).toMatchObject({ outcome: 'answered' });
});

test('a list of devices tells that a microphone is there, not that it may be opened', () => {
  const phone = readyPhone();
  phone.tell({ kind: 'microphone', trouble: 'denied' }, { kind: 'plugged', hasMicrophone: true });
  expect(phone.state().microphone).toBe('denied');
  phone.tell({ kind: 'plugged', hasMicrophone: false });
  expect(phone.state().microphone).toBe('none');
  phone.tell({ kind: 'plugged', hasMicrophone: true });
  expect(phone.state().microphone).toBeNull();
});

test('a second ring changes nothing on the first call, and only knocks', () => {
  const phone = readyPhone();
  phone.talk('a');
  phone.tell({ kind: 'bind', line: 'a', subject: 'case-1' });
  const before = phone.line('a');
  phone.ring('b');
  expect(phone.line('a')).toBe(before);
  expect(phone.state().focus).toBe('a');
  expect(ringOf(phone.state())).toBe('waiting');
  phone.tell({ kind: 'reject', line: 'b' });
  expect(phone.line('a')).toBe(before);
});

test('answering a second call puts the first on hold', () => {
  const phone = readyPhone();
  phone.talk('a');
  phone.ring('b');
  phone.took();
  phone.tell({ kind: 'answer', line: 'b' }, { kind: 'established', line: 'b' }, { kind: 'held', line: 'a', isHeld: true });
  expect(phone.took()).toEqual([
    { kind: 'setHold', line: 'a', isHeld: true },
    { kind: 'accept', line: 'b' },
  ]);
  expect([phone.line('a').hold, phone.line('b').hold]).toEqual(['held', 'none']);
});

test.each([
  [
    { status: 486, cause: 17 },
    { outcome: 'busy', reason: 'busy' },
  ],
  [
    { status: 404, cause: 1 },
    { outcome: 'failed', reason: 'unknownNumber' },
  ],
  [
    { status: 480, cause: 19 },
    { outcome: 'missed', reason: 'noAnswer' },
  ],
  [
    { status: 603, cause: null },
    { outcome: 'rejected', reason: 'declined' },
  ],
  [
    { status: 403, cause: 0 },
    { outcome: 'failed', reason: 'notAllowed' },
  ],
  [
    { status: 503, cause: 127 },
    { outcome: 'failed', reason: 'serverError' },
  ],
])('a dial that fails with %o gives the first call its voice and the focus back', (farewell, end) => {
  const phone = readyPhone();
  phone.talk('a');
  phone.tell({ kind: 'dial', line: 'b', number: '555' }, { kind: 'held', line: 'a', isHeld: true });
  expect(phone.line('a').hold).toBe('held');
  phone.tell({ kind: 'ended', line: 'b', ...farewell }, { kind: 'held', line: 'a', isHeld: false });
  expect(phone.line('b').end).toMatchObject(end);
  expect(phone.line('a').hold).toBe('none');
  expect(phone.state().focus).toBe('a');
});

test('a call that the agent had put on hold stays there when another dial fails', () => {
  const phone = readyPhone();
  phone.talk('a');
  phone.tell({ kind: 'hold', line: 'a' }, { kind: 'held', line: 'a', isHeld: true }, { kind: 'dial', line: 'b', number: '555' });
  phone.tell({ kind: 'ended', line: 'b', status: 486, cause: 17 });
  expect(phone.line('a').hold).toBe('held');
});

test('nothing is dialled without a number or a registration, and the phone says which', () => {
  const phone = scriptPhone();
  phone.tell({ kind: 'dial', line: 'a', number: '100' });
  expect(phone.state()).toMatchObject({ lines: [], notice: { code: 'link.notReady' } });
  phone.ready();
  phone.tell({ kind: 'dial', line: 'a', number: '  ' });
  expect(phone.state()).toMatchObject({ lines: [], notice: { code: 'number.empty' } });
});

test.each(['a b', '1@x', '<1>', '50%', '北', 'x'.repeat(300)])('%s is neither dialled nor transferred to, and the phone says so', (number) => {
  const phone = readyPhone();
  phone.talk('a');
  phone.took();
  phone.tell({ kind: 'dial', line: 'b', number });
  expect(phone.state()).toMatchObject({ lines: [{ id: 'a' }], notice: { code: 'number.bad', line: null } });
  phone.tell({ kind: 'transfer', line: 'a', to: number });
  expect(phone.state().notice).toMatchObject({ code: 'number.bad', line: 'a' });
  expect(phone.took()).toEqual([]);
});

test('a dial to a server that says nothing ends by itself', () => {
  const phone = readyPhone();
  phone.tell({ kind: 'dial', line: 'a', number: '100' });
  phone.wait(6500);
  expect(phone.line('a').end).toMatchObject({ outcome: 'failed' });
});

test('a seventh call is told that the phone is busy, and is written down as such', () => {
  const phone = readyPhone();
  for (const id of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) phone.ring(id);
  expect(phone.line('g').end).toMatchObject({ outcome: 'busy', reason: 'tooMany' });
  expect(phone.took()).toEqual([{ kind: 'refuse', line: 'g', status: 486 }]);
});

test('an idle phone answers by policy after a tone; a busy one never does', () => {
  const phone = readyPhone();
  phone.tell({ ...incoming('a'), asksAnswer: true });
  expect([ringOf(phone.state()), phone.took()]).toEqual(['none', [{ kind: 'play', tone: 'autoAnswer' }]]);
  phone.wait(700);
  expect(phone.took()).toEqual([{ kind: 'accept', line: 'a' }]);
  phone.tell({ kind: 'established', line: 'a' }, { ...incoming('b'), asksAnswer: true });
  phone.wait(5000);
  expect(phone.line('b').phase).toBe('ringing');
});

test('a queue of the policy is answered by itself, and no other', () => {
  const phone = readyPhone();
  phone.tell({ kind: 'setAutoAnswer', autoAnswer: { byHeader: false, queues: ['support'], afterMs: 100 } });
  phone.tell({ ...incoming('a'), pbx: { linkedId: null, uniqueId: null, queue: 'sales' }, asksAnswer: true });
  phone.wait(1000);
  expect(phone.line('a').phase).toBe('ringing');
  phone.tell({ kind: 'reject', line: 'a' }, { ...incoming('b'), pbx: { linkedId: null, uniqueId: null, queue: 'support' } });
  phone.wait(1000);
  expect(phone.line('b').phase).toBe('answering');
});

test('the extension behind a number is sent as tones, after a pause, once somebody has answered', () => {
  const phone = readyPhone();
  phone.tell({ kind: 'dial', line: 'a', number: '+442079460958', tones: '12' }, { kind: 'progress', line: 'a', hasMedia: false });
  expect(phone.took().map(({ kind }) => kind)).toEqual(['invite']);
  phone.tell({ kind: 'established', line: 'a' });
  expect(phone.took()).toEqual([{ kind: 'sendTones', line: 'a', tones: ',12' }]);
});

test('a microphone is closed on hold, while holding, and when muted', () => {
  const phone = readyPhone();
  phone.talk('a');
  expect(isSpoken(phone.line('a'))).toBe(true);
  phone.tell({ kind: 'hold', line: 'a' });
  expect(isSpoken(phone.line('a'))).toBe(false);
  phone.tell({ kind: 'held', line: 'a', isHeld: true }, { kind: 'resume', line: 'a' });
  expect(isSpoken(phone.line('a'))).toBe(false);
  phone.tell({ kind: 'held', line: 'a', isHeld: false });
  expect(isSpoken(phone.line('a'))).toBe(true);
  phone.tell({ kind: 'mute', line: 'a', isMuted: true });
  expect(isSpoken(phone.line('a'))).toBe(false);
});

test('a supervisor who is let into a call answers by themselves, and is not heard before they choose to be', () => {
  const phone = readyPhone();
  const into = (line: string, mode: 'barge' | 'listen' | 'whisper') =>
    phone.tell({ ...incoming(line), pbx: { ...incoming(line).pbx, monitor: { mode, agent: '101', linkedId: '1.1' } } });
  const answered = (line: string) => {
    phone.wait(1000);
    phone.tell({ kind: 'established', line }, { kind: 'media', line, isFlowing: true });
    return isSpoken(phone.line(line));
  };
  into('a', 'listen');
  expect(answered('a')).toBe(false);
  phone.tell({ kind: 'mute', line: 'a', isMuted: false }, { kind: 'hold', line: 'a' });
  expect([isSpoken(phone.line('a')), phone.line('a').hold]).toEqual([false, 'none']);
  // The next way in comes before the last one is over.
  into('b', 'whisper');
  expect(answered('b')).toBe(true);
  phone.tell({ kind: 'ended', line: 'a', status: null, cause: 16 }, { kind: 'end', line: 'b' });
  phone.talk('c');
  into('d', 'listen');
  phone.wait(1000);
  expect(phone.line('d').phase).toBe('ringing');
});

test('a conference goes on without the party that was dropped', () => {
  const phone = readyPhone();
  phone.talk('101');
  phone.tell({ kind: 'dial', line: '102', number: '102' }, { kind: 'held', line: '101', isHeld: true }, { kind: 'established', line: '102' });
  phone.tell({ kind: 'merge', line: '101', with: '102', room: '8001', into: 'r' }, { kind: 'established', line: 'r' });
  phone.tell({ kind: 'dropped', line: 'r', number: '102' });
  expect(phone.line('r')).toMatchObject({ phase: 'active', others: [{ number: '101' }] });
});
