import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { agents, call, endOf, expectSilence, expectVoice, idle, ringOf, run, upOf } from '../support/softphone-acts.ts';
import { createSoftphones, type Softphone } from '../support/softphone.ts';
import { startPbx, whyNoPbx, type TestPbx } from '../support/pbx.ts';

const voices = { anna: 440, bo: 700 } as const;
let pbx: TestPbx;
let phones: Awaited<ReturnType<typeof createSoftphones>>;
let anna: Softphone;
let bo: Softphone;

const ready = (phone: Softphone) => phone.until('ready', ({ link }) => link.kind === 'ready');

describe.skipIf((await whyNoPbx()) !== null)('microphones and loudspeakers', () => {
  beforeAll(async () => {
    pbx = await startPbx({ agents: agents(['101', '102', '103']) });
    phones = await createSoftphones();
    [anna, bo] = await Promise.all([
      phones.open({ credentials: pbx.credentials('101'), hertz: voices.anna }),
      phones.open({ credentials: pbx.credentials('102'), hertz: voices.bo }),
    ]);
    await Promise.all([ready(anna), ready(bo)]);
  });

  afterAll(async () => {
    await phones?.stop();
    await pbx?.stop();
  });

  afterEach(async () => {
    await anna.page.evaluate(() => window.bench.plugIn());
    await Promise.all([idle(anna), idle(bo)]);
  });

  test('the devices that there are can be listed and chosen, and a choice that is gone falls back', async () => {
    const { devices } = await anna.page.evaluate(() => window.bench.phone().devices());
    expect(devices.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['microphone', 'speaker']));
    const [first] = devices.filter(({ kind }) => kind === 'microphone');
    const chosen = await anna.page.evaluate((id) => {
      window.bench.phone().setDevices({
        microphone: [
          { id: 'gone', label: 'Gone' },
          { id, label: '' },
        ],
        speaker: [{ id: 'gone', label: 'Gone' }],
        ringer: [],
      });
      return window.bench.phone().devices();
    }, first?.id ?? '');
    expect(chosen).toMatchObject({ microphone: first?.id, speaker: null, ringer: null });
    const line = await call(anna, '600');
    await upOf(anna, line);
    await expectVoice(anna, voices.anna);
  });

  test('the loop test hears the voice, plays it back and judges it', async () => {
    const result = await anna.page.evaluate(() => window.bench.phone().testLoop(1, () => {}));
    expect(result).toMatchObject({ verdict: 'good' });
  });

  test.each([
    ['none', 'NotFoundError'],
    ['denied', 'NotAllowedError'],
    ['busy', 'NotReadableError'],
  ] as const)('a microphone that is %s fails a dial as a device, and an answer keeps ringing until it is mended', async (trouble, name) => {
    await anna.page.evaluate((error) => window.bench.unplug(error), name);
    expect(await endOf(anna, await call(anna, '600'))).toMatchObject({ outcome: 'deviceFailure', reason: 'device' });
    expect((await anna.state()).microphone).toBe(trouble);
    await call(bo, '101');
    const ring = await ringOf(anna);
    await run(anna, 'answer', ring);
    await anna.until('told why', ({ lines }) => lines.some((line) => line.id === ring && line.phase === 'ringing' && line.trouble === `microphone.${trouble}`));
    await anna.page.evaluate(() => window.bench.plugIn());
    await run(anna, 'answer', ring);
    await upOf(anna, ring);
    await Promise.all([expectVoice(anna, voices.bo), expectVoice(bo, voices.anna)]);
  });

  test('a ring that could not be answered for want of a microphone is the device’s failure, not a miss', async () => {
    await anna.page.evaluate(() => window.bench.unplug('NotFoundError'));
    const caller = await call(bo, '101');
    const ring = await ringOf(anna);
    await run(anna, 'answer', ring);
    await anna.until('still ringing', ({ lines }) => lines.some(({ hasFailedHere }) => hasFailedHere));
    await run(bo, 'end', caller);
    expect(await endOf(anna, ring)).toMatchObject({ outcome: 'deviceFailure', reason: 'device' });
  });

  test('a headset that vanishes while ringing is told before the answer', async () => {
    await call(bo, '101');
    await ringOf(anna);
    await anna.page.evaluate(() => window.bench.unplug('NotFoundError'));
    await anna.until('warned', ({ microphone, lines }) => microphone === 'none' && lines.some(({ phase }) => phase === 'ringing'));
  });

  test('a headset that vanishes in a call leaves the call up and says so; back again, the voice is back', async () => {
    await call(bo, '101');
    const ring = await ringOf(anna);
    await run(anna, 'answer', ring);
    await upOf(anna, ring);
    await expectVoice(bo, voices.anna);
    await anna.page.evaluate(() => window.bench.unplug('NotFoundError'));
    await anna.until('told', ({ microphone }) => microphone === 'vanished');
    await expectSilence(bo);
    await expectVoice(anna, voices.bo);
    await anna.page.evaluate(() => window.bench.plugIn());
    await anna.until('well', ({ microphone }) => microphone === null);
    await expectVoice(bo, voices.anna);
  });

  test('the microphone is closed whenever nobody is on the phone', async () => {
    const line = await call(anna, '600');
    await upOf(anna, line);
    expect(await anna.page.evaluate(() => window.bench.openMicrophones())).toBeGreaterThan(0);
    await run(anna, 'end', line);
    await expect.poll(() => anna.page.evaluate(() => window.bench.openMicrophones())).toBe(0);
  });

  test('a call that is given up at once takes no microphone from the one that is dialled next', async () => {
    const line = await anna.page.evaluate(() => {
      const phone = window.bench.phone();
      phone.end(phone.call('600'));
      return phone.call('600');
    });
    await upOf(anna, line);
    await run(anna, 'end', line);
    await expect.poll(() => anna.page.evaluate(() => window.bench.openMicrophones())).toBe(0);
  });
});
