import { expect, test } from 'vitest';
import { journalOf, type JournalEntry } from './journal.ts';
import { incoming, scriptPhone } from './machine/phone-script.ts';
import type { PhoneEvent } from './machine/event.ts';

function journalOfStory(...story: readonly PhoneEvent[]): readonly string[] {
  const phone = scriptPhone();
  phone.ready();
  const entries: JournalEntry[] = [];
  for (const event of story) {
    const before = phone.state();
    phone.tell(event);
    entries.push(...journalOf(before, phone.state(), 0));
  }
  return entries.map(({ event, line }) => `${line.id} ${event}${line.end ? ` ${line.end.outcome}` : ''}`);
}

test('a call is written down at its ring, before anybody is heard', () => {
  expect(journalOfStory(incoming('a'))).toEqual(['a ringing']);
  expect(journalOfStory({ kind: 'dial', line: 'a', number: '100' })).toEqual(['a dialled']);
});

test('a whole call is written down step by step', () => {
  expect(
    journalOfStory(
      incoming('a'),
      { kind: 'answer', line: 'a' },
      { kind: 'established', line: 'a' },
      { kind: 'hold', line: 'a' },
      { kind: 'held', line: 'a', isHeld: true },
      { kind: 'resume', line: 'a' },
      { kind: 'held', line: 'a', isHeld: false },
      { kind: 'mute', line: 'a', isMuted: true },
      { kind: 'transfer', line: 'a', to: '102' },
      { kind: 'transferred', line: 'a' },
    ),
  ).toEqual(['a ringing', 'a answered', 'a held', 'a resumed', 'a muted', 'a transferred answered', 'a ended answered']);
});

test.each([
  ['missed', [incoming('a'), { kind: 'ended', line: 'a', status: null, cause: 16 }], 'a ended missed'],
  ['rejected', [incoming('a'), { kind: 'reject', line: 'a' }], 'a ended rejected'],
  ['failed for the device', [incoming('a'), { kind: 'socketClosed', trouble: 'lost' }], 'a failed deviceFailure'],
] as const)('a call that was %s ends so in the journal', (_, story, end) => {
  expect(journalOfStory(...story)).toEqual(['a ringing', end]);
});
