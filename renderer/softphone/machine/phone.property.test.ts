import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { isHeard, isSpoken, ringOf } from './derived.ts';
import type { PhoneEvent } from './event.ts';
import { incoming, scriptPhone } from './phone-script.ts';
import { deadlines } from './step.ts';

const line = fc.constantFrom('a', 'b', 'c', 'd');
const number = fc.constantFrom('100', '+4712345678', '', 'echo');
const quality = { mos: 4, fault: 'none', lossInPercent: 0, lossOutPercent: 0, jitterMs: 3, roundTripMs: 20 } as const;
const farewell = { status: fc.constantFrom(null, 200, 404, 480, 486, 503, 603), cause: fc.constantFrom(null, 0, 16, 17, 19, 26, 127) };
const kinds: readonly fc.Arbitrary<PhoneEvent>[] = [
  ...(['start', 'stop', 'takeOver', 'wake', 'socketOpen'] as const).map((kind) => fc.constant({ kind })),
  ...(['answer', 'reject', 'end', 'hold', 'resume', 'complete', 'focus', 'dismiss', 'established', 'holdFailed', 'transferred', 'transferFailed'] as const).map((kind) =>
    line.map((id) => ({ kind, line: id })),
  ),
  fc.record({ kind: fc.constant('socketClosed' as const), trouble: fc.constantFrom('lost' as const, 'unreachable' as const) }),
  fc.record({ kind: fc.constant('registered' as const), expiresMs: fc.constantFrom(0, 60_000) }),
  fc.record({ kind: fc.constant('registerFailed' as const), trouble: fc.constantFrom('credentials' as const, 'silent' as const) }),
  fc.record({ kind: fc.constant('bindings' as const), own: fc.boolean(), others: fc.nat(2) }),
  fc.record({ kind: fc.constant('pong' as const), ms: fc.nat(50) }),
  fc.record({ kind: fc.constant('dial' as const), line, number }),
  fc.record({ kind: fc.constant('dial' as const), line, number, consultOf: line }),
  line.map((id) => incoming(id)),
  line.map((id) => ({ ...incoming(id), asksAnswer: true })),
  fc.record({ kind: fc.constant('mute' as const), line, isMuted: fc.boolean() }),
  fc.record({ kind: fc.constant('dtmf' as const), line, tones: fc.constant('1') }),
  fc.record({ kind: fc.constant('transfer' as const), line, to: number }),
  fc.record({ kind: fc.constant('park' as const), line, slot: fc.constant('701') }),
  fc.record({ kind: fc.constant('merge' as const), line, with: line, room: fc.constant('8001'), into: line }),
  fc.record({ kind: fc.constant('progress' as const), line, hasMedia: fc.boolean() }),
  fc.record({ kind: fc.constant('ended' as const), line, ...farewell }),
  fc.record({ kind: fc.constant('held' as const), line, isHeld: fc.boolean() }),
  fc.record({ kind: fc.constant('media' as const), line, isFlowing: fc.boolean() }),
  fc.record({ kind: fc.constant('restarted' as const), line, isGone: fc.boolean() }),
  fc.record({ kind: fc.constant('noMicrophone' as const), line, trouble: fc.constantFrom('none' as const, 'denied' as const, 'vanished' as const) }),
  line.map((id) => ({ kind: 'quality' as const, line: id, quality })),
];
const story = fc.array(
  fc.oneof(
    ...kinds.map((event) => event.map((what) => ({ what }))),
    fc.nat(20_000).map((ms) => ({ ms })),
  ),
  { maxLength: 60 },
);

function play(steps: readonly ({ readonly what: PhoneEvent } | { readonly ms: number })[]) {
  const phone = scriptPhone();
  phone.ready();
  for (const item of steps) {
    if ('ms' in item) phone.wait(item.ms);
    else phone.tell(item.what);
  }
  return phone;
}

test('no ring outlives its call, whatever happens on the way', () => {
  fc.assert(
    fc.property(story, (steps) => {
      const phone = play(steps);
      for (const ringing of phone.state().lines.filter(({ phase }) => phase === 'ringing')) expect(deadlines(phone.state())).toHaveProperty(`expire:${ringing.id}`);
      phone.wait(200_000);
      expect(ringOf(phone.state())).toBe('none');
      expect(phone.state().lines.filter(({ phase }) => phase === 'ringing' || phase === 'answering' || phase === 'dialling')).toEqual([]);
    }),
    { numRuns: 1000 },
  );
});

test('every call that began ends in exactly one outcome, and an end is never rewritten', () => {
  fc.assert(
    fc.property(story, (steps) => {
      const phone = scriptPhone();
      phone.ready();
      for (const item of steps) {
        const before = new Map(phone.state().lines.map((old) => [old.id, old]));
        if ('ms' in item) phone.wait(item.ms);
        else phone.tell(item.what);
        for (const now of phone.state().lines) {
          expect(now.end !== null).toBe(now.phase === 'ended');
          const old = before.get(now.id);
          if (old?.end && old.startedAt === now.startedAt) expect(now.end).toEqual(old.end);
        }
        for (const [id, old] of before) if (!phone.state().lines.some((now) => now.id === id)) expect(old.end !== null || 'ms' in item).toBe(true);
      }
    }),
    { numRuns: 500 },
  );
});

test('a ring never touches another line, nor takes the focus from one that lives', () => {
  fc.assert(
    fc.property(story, (steps) => {
      const phone = play(steps);
      const before = phone.state();
      phone.ring('new');
      for (const old of before.lines) expect(phone.line(old.id)).toBe(old);
      if (before.lines.some(({ phase }) => phase !== 'ended')) expect(phone.state().focus).toBe(before.focus);
    }),
    { numRuns: 500 },
  );
});

test('one microphone: it never goes out on a call that is held, muted, or not up', () => {
  fc.assert(
    fc.property(story, (steps) => {
      for (const each of play(steps).state().lines) {
        if (each.phase !== 'active' || each.hold !== 'none' || each.isMuted) expect(isSpoken(each)).toBe(false);
        if (each.phase === 'ended' || each.hold === 'held') expect(isHeard(each)).toBe(false);
      }
    }),
    { numRuns: 300 },
  );
});

test('the link is always either well, off, elsewhere, or about to try again', () => {
  fc.assert(
    fc.property(story, (steps) => {
      const phone = play(steps);
      const { kind } = phone.state().link;
      const due = Object.keys(deadlines(phone.state())).filter((name) => !name.includes(':'));
      expect(due.length > 0).toBe(kind !== 'off' && kind !== 'elsewhere');
    }),
    { numRuns: 300 },
  );
});
