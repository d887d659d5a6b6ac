import fc from 'fast-check';
import { expect, test } from 'vitest';
import { actionText, UnsafeValue } from './action.ts';
import { createMessageReader } from './message.ts';

const key = fc.stringMatching(/^[A-Za-z][A-Za-z-]{0,15}$/).filter((each) => each !== 'Action');
const anyText = fc.string({ unit: 'binary', maxLength: 200 });

test('whatever is asked is read back as it was, or refused before the socket', () => {
  fc.assert(
    fc.property(fc.dictionary(key, anyText, { noNullPrototype: true }), fc.array(fc.nat(4_000)), (fields, cuts) => {
      const isUnsafe = Object.values(fields).some((value) => /[\r\n\0]/.test(value));
      if (isUnsafe) {
        expect(() => actionText('Ping', fields)).toThrow(UnsafeValue);
        return;
      }
      const stream = new TextEncoder().encode(actionText('Ping', fields));
      const reader = createMessageReader();
      const places = [0, ...cuts.map((cut) => cut % (stream.length + 1)).toSorted((a, b) => a - b), stream.length];
      const read = places.slice(1).flatMap((end, index) => reader.read(stream.subarray(places[index], end)));
      expect(read.map((each) => ({ ...each }))).toEqual(
        [{ Action: 'Ping', ...fields }].map((each) => Object.fromEntries(Object.entries(each).map(([name, value]) => [name, value.toWellFormed()]))),
      );
    }),
  );
});

test('a value with a line break never becomes an action of its own', () => {
  for (const value of ['x\r\nAction: Originate', 'x\nAction: Command', 'x\r', 'x\0y']) {
    expect(() => actionText('QueuePause', { Interface: value })).toThrow(UnsafeValue);
    expect(() => actionText('QueuePause', { [value]: 'x' })).toThrow(UnsafeValue);
    expect(() => actionText(value, {})).toThrow(UnsafeValue);
    expect(() => actionText('Originate', { Variable: ['A=1', value] })).toThrow(UnsafeValue);
  }
});

test('no bytes whatever break the reader, and what follows them is read', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 20 }), (chunks) => {
      const reader = createMessageReader(200);
      for (const chunk of chunks) reader.read(chunk);
      reader.read(new TextEncoder().encode('\r\n\r\n'));
      expect(reader.read(new TextEncoder().encode('Event: Next\r\n\r\n')).map((each) => each['Event'])).toEqual(['Next']);
    }),
  );
});
