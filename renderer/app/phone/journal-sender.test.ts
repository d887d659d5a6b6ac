import { endCall } from '#domain/calls/journal-commands.ts';
import { expect, test } from 'vitest';
import type { PhoneEvent } from '../../softphone/machine/event.ts';
import { incoming, scriptPhone } from '../../softphone/machine/phone-script.ts';
import { e164Of } from '../../softphone/number.ts';
import { journalCommands } from './journal-sender.ts';
import { handedOn } from './transfer-sender.ts';

const place = { pbx: 'main', country: 'KE' };

function commandsOf(...story: readonly PhoneEvent[]) {
  const phone = scriptPhone(Date.parse('2026-11-20T10:00:00.000Z'));
  phone.ready();
  return story.flatMap((event) => {
    const before = phone.state();
    phone.tell(event);
    return journalCommands(before, phone.state(), place, 0);
  });
}

test('an incoming call is begun, answered, held, resumed and ended, and each step could stand alone', () => {
  const commands = commandsOf(
    incoming('a'),
    { kind: 'answer', line: 'a' },
    { kind: 'established', line: 'a' },
    { kind: 'hold', line: 'a' },
    { kind: 'held', line: 'a', isHeld: true },
    { kind: 'resume', line: 'a' },
    { kind: 'held', line: 'a', isHeld: false },
    { kind: 'mute', line: 'a', isMuted: true },
    { kind: 'end', line: 'a' },
  );
  expect(commands.map(({ name }) => name)).toEqual(['calls.start', 'calls.answer', 'calls.hold', 'calls.resume', 'calls.end']);
  for (const { args } of commands) expect(endCall.args.safeParse(args).error).toBeUndefined();
  expect(commands.at(-1)?.args).toMatchObject({ pbx: 'main', direction: 'inbound', outcome: 'answered', answeredAt: expect.any(String), endedAt: expect.any(String) });
});

test('a call that is dialled begins with the name that its INVITE has, and is begun once', () => {
  const subject = 'cases/0195000a-0000-7000-8000-000000000001';
  const commands = commandsOf(
    { kind: 'dial', line: 'a', number: '0712345678', subject },
    { kind: 'sent', line: 'a', sipCallId: 'call-1' },
    { kind: 'progress', line: 'a', hasMedia: false },
  );
  expect(commands).toEqual([
    { name: 'calls.start', args: expect.objectContaining({ sipCallId: 'call-1', e164: '+254712345678', caseId: subject.slice(6), direction: 'outbound' }) },
  ]);
});

test('a call that never left this desk is written down all the same', () => {
  const commands = commandsOf({ kind: 'dial', line: 'a', number: '100' }, { kind: 'noMicrophone', line: 'a', trouble: 'none' });
  expect(commands).toEqual([{ name: 'calls.end', args: expect.objectContaining({ sipCallId: 'a', outcome: 'deviceFailure' }) }]);
});

test('a supervisor who listens makes no call of it', () => {
  const monitor = { mode: 'listen', agent: '101', linkedId: '1.1' } as const;
  const ring = { ...incoming('a'), pbx: { ...incoming('a').pbx, monitor } };
  expect(commandsOf(ring, { kind: 'answer', line: 'a' }, { kind: 'established', line: 'a' }, { kind: 'end', line: 'a' })).toEqual([]);
});

test('a call that is handed on is told once, with whom it went to and whether it did', () => {
  const phone = scriptPhone();
  phone.ready();
  const told: (readonly [string, string, string])[] = [];
  const tell = (...events: readonly PhoneEvent[]) => {
    for (const event of events) {
      const before = phone.state();
      phone.tell(event);
      told.push(...handedOn(before, phone.state()).map(({ line, transfer, status }) => [line.id, `${transfer.kind} ${transfer.to}`, status] as const));
    }
  };
  const talk = (line: string): readonly PhoneEvent[] => [
    { kind: 'dial', line, number: `10${line}` },
    { kind: 'established', line },
  ];
  tell(...talk('1'), { kind: 'transfer', line: '1', to: '103' }, { kind: 'transferFailed', line: '1' });
  tell({ kind: 'transfer', line: '1', to: '104' }, { kind: 'transferred', line: '1' });
  tell(...talk('2'), { kind: 'dial', line: '3', number: '105', consultOf: '2' }, { kind: 'held', line: '2', isHeld: true }, { kind: 'established', line: '3' });
  tell({ kind: 'complete', line: '3' }, { kind: 'transferred', line: '2' });
  tell(...talk('4'), { kind: 'park', line: '4', slot: '*701' }, { kind: 'transferred', line: '4' });
  expect(told).toEqual([
    ['1', 'blind 103', 'failed'],
    ['1', 'blind 104', 'completed'],
    ['2', 'attended 105', 'completed'],
  ]);
});

test.each([
  ['+254 712/345-678', '+254712345678'],
  ['00254712345678', '+254712345678'],
  ['0712 345 678', '+254712345678'],
  ['101', '101'],
  ['anonymous', null],
  ['', null],
  ['9'.repeat(200), null],
])('%s is kept as %s', (number, e164) => {
  expect(e164Of(number, 'KE')).toBe(e164);
});
