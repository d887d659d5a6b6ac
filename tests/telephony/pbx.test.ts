import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startPbx, whyNoPbx, type TestPbx } from '../support/pbx.ts';

const missing = await whyNoPbx();

describe.skipIf(missing !== null)(`a PBX of one's own (${missing ?? 'Asterisk'})`, () => {
  let pbx: TestPbx;
  beforeAll(async () => {
    pbx = await startPbx({ agents: [{ extension: '101', secret: 'one' }], queues: [{ name: 'support', number: '500', members: ['101'] }] });
  });
  afterAll(() => pbx.stop());

  test('boots with nothing missing that it asks for', async () => {
    const log = await pbx.console('core show version');
    expect(log).toContain('Asterisk 22');
    const { readFileSync } = await import('node:fs');
    const complaints = readFileSync(`${pbx.folder}/log/full`, 'utf8')
      .split('\n')
      .filter((line) => / (?:WARNING|ERROR)\[/.test(line));
    expect(complaints).toEqual([]);
  });

  test('answers a caller and records the call', async () => {
    const caller = await pbx.call({ to: '600', from: '+4915112345678', name: 'Ünal "Öz"', seconds: 1 });
    expect(await caller.ended).toEqual({ isAnswered: true });
    await expect.poll(() => pbx.cdr().map(({ src, dst, disposition }) => ({ src, dst, disposition }))).toEqual([{ src: '+4915112345678', dst: '600', disposition: 'ANSWERED' }]);
  });

  test('tells a caller of a number that leads nowhere from one where nobody is', async () => {
    const ends = await Promise.all([
      pbx.call({ to: '999', from: '1', seconds: 1 }),
      pbx.call({ to: '101', from: '1', seconds: 1 }),
      pbx.call({ to: '603', from: '1', seconds: 1 }),
    ]);
    expect(await Promise.all(ends.map(({ ended }) => ended))).toEqual([404, 480, 486].map((status) => ({ isAnswered: false, status })));
  });

  test('lets a caller lose patience, and hang up at once', async () => {
    const impatient = await pbx.call({ to: '604', from: '1', seconds: 1, patience: 0.5 });
    expect(await impatient.ended).toEqual({ isAnswered: false, status: 487 });
    const sudden = await pbx.call({ to: '500', from: '2', seconds: 60 });
    await expect.poll(() => pbx.console('queue show support')).toContain('1 calls');
    await sudden.hangUp();
    await expect.poll(() => pbx.console('queue show support')).toContain('0 calls');
  });

  test('comes back on the same ports after a power cut', async () => {
    const before = pbx.pid();
    await pbx.kill();
    await pbx.start();
    expect(pbx.pid()).not.toBe(before);
    const caller = await pbx.call({ to: '600', from: '3', seconds: 0.5 });
    expect(await caller.ended).toEqual({ isAnswered: true });
  });
});
