import { expect, test } from 'vitest';
import { asksAnswer, partyOf, pbxFactsOf, reasonOf, transferStatus } from './read-message.ts';

/** A message with these headers, as the parser hands it over. */
function message(headers: Readonly<Record<string, string | readonly string[]>>) {
  const all = (name: string): string[] => [headers[name] ?? []].flat();
  return { getHeaders: all, getHeader: (name: string): string | undefined => all(name)[0] };
}

test.each([
  ['"Anna Berg" <sip:+4722225555@pbx>;tag=1', { name: 'Anna Berg', number: '+4722225555' }],
  ['<sip:102@pbx;user=phone>', { name: '', number: '102' }],
  ['sip:102@pbx', { name: '', number: '102' }],
  ['Anna <tel:+4722225555>', { name: 'Anna', number: '+4722225555' }],
  ['"102" <sip:102@pbx>', { name: '', number: '102' }],
  ['"Anonymous" <sip:anonymous@anonymous.invalid>', { name: '', number: '' }],
  ['"Quote \\" and \\\\" <sip:1@h>', { name: 'Quote " and \\', number: '1' }],
  ['"Ånna\u202eevil\u0007" <sip:1@h>', { name: 'Ånnaevil', number: '1' }],
  ['<sip:%E5%8C%97@h>', { name: '', number: '北' }],
  ['<sip:50%@h>', { name: '', number: '50%' }],
  ['', { name: '', number: '' }],
  ['<<<>>>', { name: '', number: '' }],
])('the caller of %s', (from, party) => {
  expect(partyOf(message({ From: from }))).toEqual(party);
});

test('what the PBX vouches for counts more than what the caller says', () => {
  expect(partyOf(message({ From: '"Fake" <sip:1@h>', 'P-Asserted-Identity': '"True" <sip:2@h>' }))).toEqual({ name: 'True', number: '2' });
});

test('a name of a megabyte is cut to what a card can show', () => {
  const { name } = partyOf(message({ From: `"${'x'.repeat(1_000_000)}" <sip:1@h>` }));
  expect(name).toHaveLength(200);
  // Rows hold whole signs only: a call is not lost for half of one.
  expect(partyOf(message({ From: `"${'x'.repeat(199)}😀" <sip:1@h>` })).name.isWellFormed()).toBe(true);
});

test.each([' ', '"', '\\', 's', '<', 'sip', '"a" '])('a megabyte of “%s” is read at once', (text) => {
  const begun = performance.now();
  partyOf(message({ From: `a${text.repeat(250_000)}` }));
  partyOf(message({ From: `${text.repeat(250_000)}a` }));
  expect(performance.now() - begun).toBeLessThan(5000);
});

test('what the PBX adds is read, and what it does not add is not there', () => {
  expect(pbxFactsOf(message({ 'X-Pbx-Linkedid': ' 171.1 ', 'X-Pbx-Queue': 'support' }))).toEqual({ linkedId: '171.1', uniqueId: null, queue: 'support' });
  expect(pbxFactsOf(message({ 'X-Pbx-Origin': 'a@desk' }))).toEqual({ linkedId: null, uniqueId: null, queue: null, originCallId: 'a@desk' });
});

test.each([
  ['listen 101 1700.1', { monitor: { mode: 'listen', agent: '101', linkedId: '1700.1' } }],
  ['barge 101 1700.1', { monitor: { mode: 'barge', agent: '101', linkedId: '1700.1' } }],
  ['shout 101 1700.1', {}],
  ['listen 10;1 1700.1', {}],
  ['listen', {}],
  ['', {}],
])('that a supervisor is let in by “%s” is read, or is not there', (text, monitor) => {
  expect(pbxFactsOf(message({ 'X-Pbx-Monitor': text }))).toEqual({ linkedId: null, uniqueId: null, queue: null, ...monitor });
});

test.each([
  [{ 'Alert-Info': '<http://x>;info=alert-autoanswer' }, true],
  [{ 'Call-Info': '<sip:h>;answer-after=0' }, true],
  [{ 'Answer-Mode': 'Auto' }, true],
  [{ 'Alert-Info': '<http://x>;info=ring3' }, false],
  [{}, false],
])('%o asks to be answered: %s', (headers, answer) => {
  expect(asksAnswer(message(headers))).toBe(answer);
});

test('reasons of both kinds are read out of one message', () => {
  expect(reasonOf(message({ Reason: ['SIP;cause=200;text="Call completed elsewhere"', 'Q.850;cause=26'] }))).toEqual({ status: 200, cause: 26 });
  expect(reasonOf(message({ Reason: 'Q.850;cause=banana' }))).toEqual({ status: null, cause: null });
});

test('the outcome of a transfer is read from its first line only', () => {
  expect([transferStatus('SIP/2.0 200 OK\r\n'), transferStatus('SIP/2.0 486 Busy'), transferStatus('x'), transferStatus('')]).toEqual([200, 486, null, null]);
});
