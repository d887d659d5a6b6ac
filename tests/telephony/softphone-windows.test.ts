import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startPbx, whyNoPbx, type TestPbx } from '../support/pbx.ts';
import { agents, call, endOf, expectVoice, idle, ringOf, run, upOf } from '../support/softphone-acts.ts';
import { createSoftphones, type Softphone } from '../support/softphone.ts';

const voices = { anna: 440, bo: 700 } as const;
let pbx: TestPbx;
let phones: Awaited<ReturnType<typeof createSoftphones>>;
let first: Softphone;
let second: Softphone;
let bo: Softphone;

describe.skipIf((await whyNoPbx()) !== null)('one phone in several windows', () => {
  beforeAll(async () => {
    pbx = await startPbx({ agents: agents(['101', '102']) });
    phones = await createSoftphones();
    const seat = { credentials: pbx.credentials('101'), hertz: voices.anna, device: 'desk-of-anna', isShared: true };
    [first, bo] = await Promise.all([phones.open(seat), phones.open({ credentials: pbx.credentials('102'), hertz: voices.bo })]);
    await first.until('owner', ({ link }) => link.kind === 'ready');
    second = await phones.openBeside(first, seat);
    await bo.until('ready', ({ link }) => link.kind === 'ready');
  });

  afterAll(async () => {
    await phones?.stop();
    await pbx?.stop();
  });

  afterEach(() => Promise.all([idle(second), idle(bo)]));

  const isOwner = (phone: Softphone) => phone.page.evaluate(() => window.bench.shared()?.isOwner());
  const microphones = (phone: Softphone) => phone.page.evaluate(() => window.bench.openMicrophones());
  const claim = (phone: Softphone) => phone.page.evaluate(() => window.bench.shared()?.claim());

  test('the second window shows the phone of the first, rings with it, and answers for it with one microphone', async () => {
    await second.until('shown', ({ link }) => link.kind === 'ready');
    expect([await isOwner(first), await isOwner(second)]).toEqual([true, false]);
    await call(bo, '101');
    const ring = await ringOf(second);
    await run(second, 'answer', ring);
    await Promise.all([upOf(first, ring), upOf(second, ring)]);
    await Promise.all([expectVoice(bo, voices.anna), expectVoice(first, voices.bo)]);
    expect([(await microphones(first)) > 0, await microphones(second)]).toEqual([true, 0]);
    expect(await claim(second)).toBe(false);
    const atOnce = ([credentials, device]: readonly [ReturnType<TestPbx['credentials']>, string]) => {
      window.bench.start(credentials, device, true);
      return window.bench.shared()?.claim();
    };
    expect(await second.page.evaluate(atOnce, [pbx.credentials('101'), 'desk-of-anna'] as const)).toBe(false);
    await expectVoice(bo, voices.anna);
  });

  test('the devices and the loop test of the owner answer in every window', async () => {
    const [here, there] = await Promise.all([first, second].map((phone) => phone.page.evaluate(() => window.bench.phone().devices())));
    expect(there).toEqual(here);
    const result = await second.page.evaluate(async () => {
      const levels: number[] = [];
      return { ...(await window.bench.phone().testLoop(1, (level) => levels.push(level))), count: levels.length };
    });
    // A window behind another is given less time to listen, so only what was heard counts here.
    expect('peak' in result && result.peak).toBeGreaterThan(0.1);
    expect(result.count).toBeGreaterThan(0);
  });

  test('the phone moves to the window that claims it, and back when that one is closed', async () => {
    expect(await claim(second)).toBe(true);
    await expect.poll(async () => [await isOwner(first), await isOwner(second)]).toEqual([false, true]);
    await second.until('ready here', ({ link }) => link.kind === 'ready');
    await first.until('shown there', ({ link }) => link.kind === 'ready');
    await call(bo, '101');
    const ring = await ringOf(first);
    await run(first, 'answer', ring);
    await upOf(second, ring);
    await Promise.all([expectVoice(bo, voices.anna), expectVoice(second, voices.bo)]);
    await run(first, 'end', ring);
    await endOf(first, ring);
    await second.page.close();
    await expect.poll(() => isOwner(first)).toBe(true);
    await first.until('ready again', ({ link, lines }) => link.kind === 'ready' && lines.every(({ phase }) => phase === 'ended'));
    second = first;
    await idle(bo);
    await call(bo, '101');
    await ringOf(first);
  });
});
