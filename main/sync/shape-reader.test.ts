import { expect, test } from 'vitest';
import { HubGarbled, type HubClient } from './hub-client.ts';
import { readShape } from './shape-reader.ts';

const body = 'Grüße, 你好 }\n,{"key": "x"},{"key":"';
const messages = Array.from({ length: 3000 }, (_, n) => ({
  key: `"public"."notes"/"${n}"`,
  value: { id: `note-${n}`, body: body.repeat(n % 9) },
  headers: { operation: 'insert' },
}));

/** A hub that sends a text in parts of some bytes. */
function hubThatSends(text: string, step: number): HubClient {
  const bytes = Buffer.from(text);
  async function* parts() {
    for (let at = 0; at < bytes.length; at += step) yield bytes.subarray(at, at + step);
  }
  const headers = new Headers({ 'electric-handle': 'one', 'electric-offset': '0_0' });
  return { url: '', request: async () => ({ status: 200, headers, body: parts() }), json: () => Promise.reject(new Error('not asked')), close: () => {} };
}

const read = (text: string, step: number) => readShape(hubThatSends(text, step), 'notes', null, new AbortController().signal);

test.each([1021, 65_536, 10_000_000])('an answer that comes in parts of %d bytes is read whole, whatever its texts hold', async (step) => {
  expect(await read(JSON.stringify(messages), step)).toEqual({ changes: messages, handle: 'one', offset: '0_0', isUpToDate: false, lsn: null });
});

test('an answer without a known seam is read whole', async () => {
  expect(await read(JSON.stringify(messages, null, 1), 65_536)).toMatchObject({ changes: { length: 3000 } });
});

test('of an answer that is damaged anywhere nothing is taken', async () => {
  const text = JSON.stringify(messages);
  await expect(read(text.replace('"id":"note-2990"', '"id":"note-2990'), 65_536)).rejects.toThrow(HubGarbled);
  await expect(read(text.replace('"id":"note-10"', '"id":"note-10'), 65_536)).rejects.toThrow(HubGarbled);
  await expect(read(text.slice(0, -1), 65_536)).rejects.toThrow(HubGarbled);
});
