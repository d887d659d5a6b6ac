import { expect, test } from 'vitest';
import { mayRunAgain, settled, settledInBrowser } from './second-try.mjs';

const file = (name: string, outcomes: Readonly<Record<string, 'failed' | 'passed' | 'skipped'>>, status = Object.values(outcomes).includes('failed') ? 'failed' : 'passed') => ({
  name: `/home/tests/${name}`,
  status,
  message: status === 'failed' ? 'the PBX did not start\n  at once' : '',
  assertionResults: Object.entries(outcomes).map(([fullName, outcome]) => ({
    fullName,
    status: outcome,
    failureMessages: outcome === 'failed' ? [`\u001b[31mError:\u001b[39m ${fullName} is wrong\n    at line 1`] : [],
  })),
});

test('only what failed at the telephone runs again, and no property', () => {
  const calls = file('telephony/calls.test.ts', { rings: 'failed' });
  const broken = file('telephony/queue.pg.test.ts', {}, 'failed');
  const others = [
    file('telephony/state.property.test.ts', { holds: 'failed' }),
    file('sync/kill.pg.test.ts', { agrees: 'failed' }),
    file('telephony/soak.test.ts', { lasts: 'passed' }),
  ];
  expect(mayRunAgain([calls, ...others, broken])).toEqual([calls, broken]);
});

test('what passes the second time counts as passed, and is said with its first error', () => {
  const first = [file('telephony/calls.test.ts', { rings: 'failed', ends: 'passed', later: 'skipped' }), file('sync/kill.pg.test.ts', { agrees: 'passed' })];
  expect(settled(first)).toEqual({ passed: 2, failed: 1, skipped: ['later'], unsteady: [] });
  const again = [file('telephony/calls.test.ts', { rings: 'passed', ends: 'passed', later: 'skipped' })];
  expect(settled(first, again)).toEqual({ passed: 3, failed: 0, skipped: ['later'], unsteady: [{ name: 'rings', error: 'Error: rings is wrong' }] });
});

test('what fails twice has failed, and so has what fails only the second time', () => {
  const first = [file('telephony/calls.test.ts', { rings: 'failed', ends: 'passed' })];
  expect(settled(first, [file('telephony/calls.test.ts', { rings: 'failed', ends: 'passed' })])).toMatchObject({ passed: 1, failed: 1, unsteady: [] });
  expect(settled(first, [file('telephony/calls.test.ts', { rings: 'passed', ends: 'failed' })])).toMatchObject({ passed: 1, failed: 1, unsteady: [{ name: 'rings' }] });
});

test('a file that fails as a whole is one failure, until it runs', () => {
  const first = [file('telephony/queue.pg.test.ts', { counts: 'skipped' }, 'failed')];
  expect(settled(first)).toMatchObject({ passed: 0, failed: 1 });
  const again = [file('telephony/queue.pg.test.ts', { counts: 'passed' })];
  expect(settled(first, again)).toEqual({ passed: 1, failed: 0, skipped: [], unsteady: [{ name: '/home/tests/telephony/queue.pg.test.ts', error: 'the PBX did not start' }] });
});

test('the browser’s second tries are told in the same way', () => {
  const spec = (title: string, status: string, ...messages: string[]) => ({ title, tests: [{ status, results: messages.map((message) => ({ error: { message } })) }] });
  const report = {
    stats: { expected: 1, flaky: 1, unexpected: 1, skipped: 1 },
    suites: [
      { specs: [spec('opens', 'expected'), spec('blinks', 'flaky', '\u001b[2mit was gone\u001b[22m\n at once')], suites: [{ specs: [spec('breaks', 'unexpected', 'a', 'b')] }] },
      { specs: [spec('starts Electron', 'skipped')] },
    ],
  };
  expect(settledInBrowser(report)).toEqual({ passed: 2, failed: 1, skipped: ['starts Electron'], unsteady: [{ name: 'blinks', error: 'it was gone' }] });
});
