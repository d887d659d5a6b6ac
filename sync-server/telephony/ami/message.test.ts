import * as fs from 'node:fs';
import * as path from 'node:path';
import { describe, expect, test } from 'vitest';
import { createMessageReader, largestMessage } from './message.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const captures = path.resolve(import.meta.dirname, '../../../../shared/data/calls/ami');

test('reads messages and passes over the greeting', () => {
  const reader = createMessageReader();
  const read = reader.read(bytes('Asterisk Call Manager/10.0.0\r\nResponse: Success\r\nActionID: 1\r\n\r\nEvent: Hangup\r\nCause-txt: Normal: Clearing\r\nEmpty:\r\n\r\n'));
  expect(read.map((each) => ({ ...each }))).toEqual([
    { Response: 'Success', ActionID: '1' },
    { Event: 'Hangup', 'Cause-txt': 'Normal: Clearing', Empty: '' },
  ]);
});

test('keeps every value of a key that comes several times', () => {
  const [message] = createMessageReader().read(bytes('Event: AgentCalled\r\nDestChanVariable: A=1\r\nDestChanVariable: B=2\r\n\r\n'));
  expect(message?.['DestChanVariable']).toBe('A=1\nB=2');
});

test('takes a key of the language for a key', () => {
  const [message] = createMessageReader().read(bytes('Event: X\r\n__proto__: y\r\nconstructor: z\r\n\r\n'));
  expect(Object.entries(message ?? {})).toEqual([
    ['Event', 'X'],
    ['__proto__', 'y'],
    ['constructor', 'z'],
  ]);
});

test('reads a caller’s name that is not UTF-8, and one cut within a letter', () => {
  const raw = Buffer.concat([Buffer.from('Event: Newchannel\r\nCallerIDName: J'), Buffer.from([0xf6]), Buffer.from('rg\r\n\r\nEvent: A\r\nCallerIDName: Jörg\r\n\r\n')]);
  const reader = createMessageReader();
  const read = Array.from(raw, (byte) => reader.read(Uint8Array.of(byte))).flat();
  expect(read.map((each) => each['CallerIDName'])).toEqual(['J\uFFFDrg', 'Jörg']);
});

test.each([
  ['in one line', (size: number) => `Event: Newchannel\r\nCallerIDName: ${'x'.repeat(size)}\r\n\r\n`],
  ['in many lines', (size: number) => `Event: Newchannel\r\n${`Variable: ${'y'.repeat(990)}\r\n`.repeat(size / 1000)}\r\n`],
])('leaves out a message that is too large %s and reads the next', (_, made) => {
  const reader = createMessageReader();
  const stream = bytes(`${made(4 * largestMessage)}Event: Next\r\n\r\n`);
  const read = [];
  for (let at = 0; at < stream.length; at += 1_000) read.push(...reader.read(stream.subarray(at, at + 1_000)));
  expect([read.map((each) => each['Event']), reader.dropped()]).toEqual([['Next'], 1]);
});

describe.skipIf(!fs.existsSync(captures))('recorded streams (from ../shared/data)', () => {
  for (const file of fs.existsSync(captures) ? fs.readdirSync(captures) : []) {
    test(`${file} is the same wherever the network cuts it`, () => {
      const raw = Buffer.from(fs.readFileSync(path.join(captures, file), 'utf8').replaceAll(/\r?\n/g, '\r\n'));
      const stream = raw.subarray(0, 6_000);
      const whole = createMessageReader().read(stream);
      for (let cut = 0; cut <= stream.length; cut++) {
        const reader = createMessageReader();
        const read = [...reader.read(stream.subarray(0, cut)), ...reader.read(stream.subarray(cut))];
        if (JSON.stringify(read) !== JSON.stringify(whole)) expect(read, `cut at byte ${cut}`).toEqual(whole);
      }
      expect(whole.length).toBeGreaterThan(0);
    });
  }
});
