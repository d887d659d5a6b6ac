import { expect, test } from 'vitest';
import { ringOf } from './derived.ts';
import { scriptPhone } from './phone-script.ts';

function readyPhone() {
  const phone = scriptPhone();
  phone.ready();
  phone.took();
  return phone;
}

test('the phone is ready only when the server has said so', () => {
  const phone = scriptPhone();
  phone.tell({ kind: 'start' });
  expect(phone.state().link.kind).toBe('connecting');
  phone.tell({ kind: 'socketOpen' }, { kind: 'bindings', own: false, others: 0 });
  expect(phone.state().link.kind).toBe('registering');
  phone.tell({ kind: 'registered', expiresMs: 60_000 });
  expect(phone.state().link.kind).toBe('ready');
  expect(phone.took().map(({ kind }) => kind)).toEqual(['connect', 'askBindings', 'register']);
});

test('a lost socket is reconnected at once, then ever more slowly, and never given up', () => {
  const phone = readyPhone();
  phone.tell({ kind: 'socketClosed', trouble: 'lost' });
  const gaps: number[] = [];
  for (let round = 0; round < 9; round++) {
    const { nextAt, since } = phone.state().link;
    gaps.push(nextAt - since);
    phone.wait(nextAt - since);
    expect(phone.state().link.kind).toBe('connecting');
    phone.tell({ kind: 'socketClosed', trouble: 'unreachable' });
  }
  expect(gaps).toEqual([0, 500, 1000, 2000, 4000, 8000, 15_000, 15_000, 15_000]);
});

test('while somebody is on the phone the line is tried again every two seconds at least', () => {
  const phone = readyPhone();
  phone.talk('a');
  phone.tell({ kind: 'socketClosed', trouble: 'lost' });
  for (let round = 0; round < 9; round++) {
    const { nextAt, since } = phone.state().link;
    expect(nextAt - since).toBeLessThanOrEqual(2000);
    phone.wait(nextAt - since);
    phone.tell({ kind: 'socketClosed', trouble: 'unreachable' });
  }
});

test('a server that hangs is noticed by its missing answer to a ping', () => {
  const phone = readyPhone();
  phone.wait(10_000);
  expect(phone.took()).toEqual([{ kind: 'ping' }, { kind: 'askBindings' }]);
  phone.wait(2000);
  expect(phone.state().link).toMatchObject({ trouble: 'silent', kind: 'connecting' });
});

test('waking up throws the socket away and registers again', () => {
  const phone = readyPhone();
  phone.talk('a');
  phone.took();
  phone.tell({ kind: 'wake' });
  expect(phone.line('a').trouble).toBe('link.lost');
  phone.tell({ kind: 'socketOpen' }, { kind: 'bindings', own: true, others: 0 }, { kind: 'registered', expiresMs: 60_000 });
  expect(phone.took().map(({ kind }) => kind)).toEqual(['connect', 'askBindings', 'register', 'restart']);
  phone.tell({ kind: 'restarted', line: 'a', isGone: false });
  expect(phone.line('a')).toMatchObject({ phase: 'active', trouble: null });
});

test('a call that the PBX has forgotten ends when the line comes back', () => {
  const phone = readyPhone();
  phone.talk('a');
  phone.tell({ kind: 'wake' }, { kind: 'socketOpen' }, { kind: 'bindings', own: false, others: 0 }, { kind: 'registered', expiresMs: 60_000 });
  phone.tell({ kind: 'restarted', line: 'a', isGone: true });
  expect(phone.line('a').end).toMatchObject({ outcome: 'answered', reason: 'linkLost' });
});

test('a ring whose socket dies stops, and is the device’s failure', () => {
  const phone = readyPhone();
  phone.ring('a');
  phone.tell({ kind: 'socketClosed', trouble: 'lost' });
  expect(ringOf(phone.state())).toBe('none');
  expect(phone.line('a').end).toMatchObject({ outcome: 'deviceFailure', reason: 'linkLost' });
});

test('a wake while ringing asks before it throws the socket away', () => {
  const phone = readyPhone();
  phone.ring('a');
  phone.tell({ kind: 'wake' });
  expect(phone.took()).toEqual([{ kind: 'ping' }, { kind: 'askBindings' }]);
  phone.tell({ kind: 'pong', ms: 12 });
  expect(phone.line('a').phase).toBe('ringing');
});

test('a phone that rings at another device is left there until it is asked for', () => {
  const phone = scriptPhone();
  phone.tell({ kind: 'start' }, { kind: 'socketOpen' }, { kind: 'bindings', own: false, others: 1 });
  expect(phone.state().link.kind).toBe('elsewhere');
  phone.took();
  phone.wait(600_000);
  expect(phone.took()).toEqual([]);
  phone.tell({ kind: 'takeOver' }, { kind: 'socketOpen' }, { kind: 'registered', expiresMs: 60_000 });
  expect(phone.took().map(({ kind }) => kind)).toEqual(['connect', 'register']);
  expect(phone.state().link).toMatchObject({ kind: 'ready', isTaking: false });
});

test('a phone that was taken away says so instead of fighting', () => {
  const phone = readyPhone();
  phone.tell({ kind: 'bindings', own: false, others: 1 });
  expect(phone.state().link.kind).toBe('elsewhere');
  phone.tell({ kind: 'socketClosed', trouble: 'lost' }, { kind: 'wake' });
  expect(phone.state().link.kind).toBe('elsewhere');
  expect(phone.took()).toEqual([]);
});

test('a binding that the PBX has lost is made again', () => {
  const phone = readyPhone();
  phone.tell({ kind: 'bindings', own: false, others: 0 });
  expect(phone.took()).toEqual([{ kind: 'register' }]);
});

test('a password that was changed is asked for again at once; one that is refused then is not hammered', () => {
  const phone = readyPhone();
  phone.tell({ kind: 'registerFailed', trouble: 'credentials' });
  phone.wait(0);
  expect(phone.took().map(({ kind }) => kind)).toEqual(['disconnect', 'connect']);
  phone.tell({ kind: 'socketOpen' }, { kind: 'registerFailed', trouble: 'credentials' });
  expect(phone.state().link.nextAt - phone.state().link.since).toBe(30_000);
});

test('broken audio asks for a restart at once, and ends the call if nothing helps', () => {
  const phone = readyPhone();
  phone.talk('a');
  phone.took();
  phone.tell({ kind: 'media', line: 'a', isFlowing: false }, { kind: 'media', line: 'a', isFlowing: false });
  expect(phone.took()).toEqual([{ kind: 'restart', line: 'a' }]);
  expect(phone.line('a').trouble).toBe('media.lost');
  phone.tell({ kind: 'media', line: 'a', isFlowing: true });
  expect(phone.line('a')).toMatchObject({ trouble: null, media: 'flowing' });
  phone.tell({ kind: 'media', line: 'a', isFlowing: false });
  phone.wait(30_000);
  expect(phone.line('a').end).toMatchObject({ reason: 'linkLost' });
});
