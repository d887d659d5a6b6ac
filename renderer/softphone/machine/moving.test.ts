import { expect, test } from 'vitest';
import { scriptPhone } from './phone-script.ts';

/** Somebody on hold, and the colleague who was asked about it. */
function consulting() {
  const phone = scriptPhone();
  phone.ready();
  phone.talk('caller');
  phone.tell({ kind: 'dial', line: 'colleague', number: '102', consultOf: 'caller' }, { kind: 'held', line: 'caller', isHeld: true });
  phone.took();
  return phone;
}

test('an attended transfer waits until the colleague has answered', () => {
  const phone = consulting();
  phone.tell({ kind: 'complete', line: 'colleague' });
  expect(phone.state().notice).toMatchObject({ code: 'transfer.notAnswered' });
  expect(phone.took()).toEqual([]);
});

test('an attended transfer that succeeds hangs up both legs of this desk', () => {
  const phone = consulting();
  phone.tell({ kind: 'established', line: 'colleague' }, { kind: 'complete', line: 'colleague' }, { kind: 'transferred', line: 'caller' });
  expect(phone.took()).toEqual([
    { kind: 'replace', line: 'caller', with: 'colleague' },
    { kind: 'hangUp', line: 'caller' },
    { kind: 'hangUp', line: 'colleague' },
  ]);
  expect(phone.state().lines.map(({ end }) => end?.reason)).toEqual(['transferred', 'transferred']);
});

test('a leg that the PBX takes over before it says that the transfer is done was transferred', () => {
  const phone = consulting();
  phone.tell({ kind: 'established', line: 'colleague' }, { kind: 'complete', line: 'colleague' });
  phone.tell({ kind: 'ended', line: 'colleague', status: null, cause: 16 }, { kind: 'transferred', line: 'caller' });
  expect(phone.state().lines.map(({ end }) => end?.reason)).toEqual(['transferred', 'transferred']);
});

test.each(['transferFailed', 'time'])('a transfer that fails (%s) leaves both calls as they were', (how) => {
  const phone = consulting();
  phone.tell({ kind: 'established', line: 'colleague' }, { kind: 'complete', line: 'colleague' });
  if (how === 'time') {
    phone.wait(11_000);
    phone.tell({ kind: 'pong', ms: 10 });
    phone.wait(5000);
  } else phone.tell({ kind: 'transferFailed', line: 'caller' });
  expect(phone.line('caller')).toMatchObject({ phase: 'active', hold: 'held', transfer: null, trouble: 'transfer.failed' });
  expect(phone.line('colleague')).toMatchObject({ phase: 'active', hold: 'none' });
});

test('swapping holds the one and gives the other its voice, as often as one likes', () => {
  const phone = consulting();
  phone.tell({ kind: 'established', line: 'colleague' }, { kind: 'resume', line: 'caller' });
  phone.tell({ kind: 'held', line: 'colleague', isHeld: true }, { kind: 'held', line: 'caller', isHeld: false });
  expect([phone.line('caller').hold, phone.line('colleague').hold]).toEqual(['none', 'held']);
  phone.tell({ kind: 'resume', line: 'colleague' }, { kind: 'held', line: 'caller', isHeld: true }, { kind: 'held', line: 'colleague', isHeld: false });
  expect([phone.line('caller').hold, phone.line('colleague').hold]).toEqual(['held', 'none']);
});

test('a consultation that nobody answers gives the caller the voice back', () => {
  const phone = consulting();
  phone.tell({ kind: 'ended', line: 'colleague', status: 480, cause: 19 }, { kind: 'held', line: 'caller', isHeld: false });
  expect(phone.line('caller')).toMatchObject({ hold: 'none', phase: 'active' });
  expect(phone.state().focus).toBe('caller');
});

test('three meet in a room only once the room is up', () => {
  const phone = consulting();
  phone.tell({ kind: 'established', line: 'colleague' }, { kind: 'merge', line: 'colleague', with: 'caller', room: '8001', into: 'room' });
  expect(phone.took()).toEqual([{ kind: 'invite', line: 'room', number: '8001' }]);
  phone.tell({ kind: 'established', line: 'room' });
  expect(phone.took()).toEqual([
    { kind: 'refer', line: 'caller', to: '8001' },
    { kind: 'refer', line: 'colleague', to: '8001' },
  ]);
  phone.tell({ kind: 'transferred', line: 'caller' }, { kind: 'transferred', line: 'colleague' });
  expect(phone.line('room')).toMatchObject({ phase: 'active', others: [{ number: '102' }, { number: 'caller' }] });
  expect(phone.state().lines.map(({ end }) => end?.reason ?? null)).toEqual(['merged', 'merged', null]);
});

test('a room that cannot be had leaves both calls as they were', () => {
  const phone = consulting();
  phone.tell({ kind: 'established', line: 'colleague' }, { kind: 'merge', line: 'colleague', with: 'caller', room: '8001', into: 'room' });
  phone.tell({ kind: 'ended', line: 'room', status: 404, cause: 1 });
  expect(phone.line('caller')).toMatchObject({ phase: 'active', hold: 'held', transfer: null, trouble: 'transfer.failed' });
  expect(phone.line('colleague')).toMatchObject({ phase: 'active', transfer: null });
});

test('a blind transfer keeps the call until the PBX has taken it', () => {
  const phone = scriptPhone();
  phone.ready();
  phone.talk('a');
  phone.took();
  phone.tell({ kind: 'transfer', line: 'a', to: '102' });
  expect(phone.line('a')).toMatchObject({ phase: 'active', transfer: { kind: 'blind', to: '102' } });
  phone.tell({ kind: 'transferred', line: 'a' });
  expect(phone.line('a').end).toMatchObject({ outcome: 'answered', reason: 'transferred' });
  expect(phone.took()).toEqual([
    { kind: 'refer', line: 'a', to: '102' },
    { kind: 'hangUp', line: 'a' },
  ]);
});
