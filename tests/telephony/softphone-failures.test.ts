import * as fs from 'node:fs';
import * as path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { agents, call, endOf, expectVoice, idle, ringOf, run, talk, upOf } from '../support/softphone-acts.ts';
import { layLine } from '../support/cuttable-line.ts';
import { createSoftphones, type Softphone } from '../support/softphone.ts';
import { startPbx, whyNoPbx, type TestPbx } from '../support/pbx.ts';

const voices = { anna: 440, bo: 700 } as const;
const torture = path.resolve(import.meta.dirname, '../../../shared/data/protocol/sip_rfc4475');
let pbx: TestPbx;
let phones: Awaited<ReturnType<typeof createSoftphones>>;
let line: Awaited<ReturnType<typeof layLine>>;
let anna: Softphone;
let bo: Softphone;

/** Anna's phone reaches the PBX over a line that can be cut. */
const byLine = () => ({ ...pbx.credentials('101'), wsUrl: `ws://127.0.0.1:${line.port}/ws` });
const ready = (phone: Softphone, ms = 20_000) => phone.until('ready', ({ link }) => link.kind === 'ready', ms);
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe.skipIf((await whyNoPbx()) !== null)('a phone that things happen to', () => {
  beforeAll(async () => {
    pbx = await startPbx({ agents: agents(['101', '102', '103']) });
    line = await layLine(Number(new URL(pbx.wsUrl).port));
    phones = await createSoftphones();
    [anna, bo] = await Promise.all([
      phones.open({ credentials: byLine(), hertz: voices.anna, device: 'desk-of-anna' }),
      phones.open({ credentials: pbx.credentials('102'), hertz: voices.bo }),
    ]);
    await Promise.all([ready(anna), ready(bo)]);
  });

  afterAll(async () => {
    await phones?.stop();
    await line?.stop();
    await pbx?.stop();
  });

  afterEach(async () => {
    await Promise.all([idle(anna), idle(bo)]);
  });

  /** Both phones are registered and can be heard: nothing is left of what was done to them. */
  async function expectWell(): Promise<void> {
    await Promise.all([ready(anna), ready(bo)]);
    const { caller } = await talk(anna, bo, '102');
    await Promise.all([expectVoice(anna, voices.bo), expectVoice(bo, voices.anna)]);
    await run(anna, 'end', caller);
  }

  test('an idle phone outlives a killed PBX and rings again', async () => {
    await pbx.kill();
    await anna.until('without a line', ({ link }) => link.kind !== 'ready');
    expect(await anna.page.evaluate(() => window.bench.phone().call('600')).then(() => anna.state())).toMatchObject({ notice: { code: 'link.notReady' }, lines: [] });
    await pbx.start();
    await expectWell();
  });

  test('a hung PBX is noticed while idle, and its return too', async () => {
    pbx.freeze();
    await anna.until('told that the server is silent', ({ link }) => link.trouble === 'silent', 15_000);
    pbx.thaw();
    await expectWell();
  });

  test('a PBX that is killed in a call ends the call in words, and the next one works', async () => {
    const { caller, callee } = await talk(anna, bo, '102');
    await pbx.kill();
    await anna.until('told in the call', ({ lines }) => lines.some(({ id, trouble }) => id === caller && trouble === 'link.lost'));
    await pbx.start();
    await Promise.all([ready(anna), ready(bo)]);
    expect(await endOf(anna, caller)).toMatchObject({ outcome: 'answered', reason: 'linkLost' });
    expect(await endOf(bo, callee)).toMatchObject({ outcome: 'answered', reason: 'linkLost' });
    await expectWell();
  });

  test('a PBX that hangs for eight seconds in a call gives the call back', async () => {
    const { caller, callee } = await talk(anna, bo, '102');
    await expectVoice(bo, voices.anna);
    pbx.freeze();
    await pause(7000);
    pbx.thaw();
    await Promise.all([upOf(anna, caller), upOf(bo, callee)]);
    await Promise.all([expectVoice(anna, voices.bo), expectVoice(bo, voices.anna)]);
    await expectWellAfter(caller);
  });

  /** The call can still be held and ended, so its signalling works. */
  async function expectWellAfter(caller: string): Promise<void> {
    await Promise.all([ready(anna), ready(bo)]);
    await run(anna, 'hold', caller);
    await anna.until('held', ({ lines }) => lines.some(({ id, hold }) => id === caller && hold === 'held'));
    await run(anna, 'end', caller);
    await bo.until('told of the end', ({ lines }) => lines.every(({ phase }) => phase === 'ended'));
  }

  test('a socket that dies in a call is replaced, the audio goes on, and hold and end work over the new one', async () => {
    const { caller, callee } = await talk(anna, bo, '102');
    line.cut();
    await expectVoice(bo, voices.anna);
    await anna.until('linked again', ({ link, lines }) => link.kind === 'ready' && lines.every(({ trouble }) => trouble === null));
    await Promise.all([upOf(anna, caller), upOf(bo, callee)]);
    await Promise.all([expectVoice(anna, voices.bo), expectVoice(bo, voices.anna)]);
    await expectWellAfter(caller);
  });

  test('a woken computer is registered again in under two seconds, and rings', async () => {
    const at = Date.now();
    await anna.page.evaluate(() => window.bench.phone().wake());
    expect((await anna.state()).link.kind).not.toBe('ready');
    await ready(anna);
    expect(Date.now() - at).toBeLessThan(2000);
    await call(bo, '101');
    await ringOf(anna);
  });

  test('a ring whose socket dies stops at once, and the device is to blame', async () => {
    await call(bo, '101');
    const ring = await ringOf(anna);
    line.cut();
    expect(await endOf(anna, ring)).toMatchObject({ outcome: 'deviceFailure', reason: 'linkLost' });
    await expect.poll(() => anna.page.evaluate(() => window.bench.tones())).toBe(0);
    await ready(anna);
  });

  test('a second device of one agent waits; moving the phone takes it from the first, which says so', async () => {
    const second = await phones.open({ credentials: pbx.credentials('101'), hertz: 500, device: 'other-desk' });
    await second.until('elsewhere', ({ link }) => link.kind === 'elsewhere');
    expect((await anna.state()).link.kind).toBe('ready');
    await call(bo, '101');
    await run(anna, 'reject', await ringOf(anna));
    await idle(bo);
    await second.page.evaluate(() => window.bench.phone().takeOver());
    await ready(second);
    await anna.until('told that it rings elsewhere', ({ link }) => link.kind === 'elsewhere', 15_000);
    await call(bo, '101');
    await run(second, 'reject', await ringOf(second));
    expect((await anna.state()).lines.filter(({ phase }) => phase === 'ringing')).toEqual([]);
    await anna.page.evaluate(() => window.bench.phone().takeOver());
    await ready(anna);
    await second.page.close();
  });

  test('a page that comes back on the same device takes its own phone at once', async () => {
    const again = await phones.open({ credentials: pbx.credentials('101'), hertz: 500, device: 'desk-of-anna' });
    await ready(again);
    await again.page.close();
    await anna.page.evaluate(() => window.bench.phone().takeOver());
    await ready(anna);
  });

  test('a wrong password is told as such, and not tried again and again', async () => {
    const locked = await phones.open({ credentials: { ...pbx.credentials('103'), secret: 'not-this-one' }, hertz: 500 });
    const { link } = await locked.until('refused', (state) => state.link.trouble === 'credentials');
    expect(link.nextAt - link.since).toBeGreaterThanOrEqual(30_000);
    expect(await locked.page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, window.bench.state()]))).not.toContain('not-this-one');
    await locked.page.close();
  });

  test.skipIf(!fs.existsSync(torture))('no torture message of RFC 4475 stops the phone or leaves it ringing', async () => {
    const errors: string[] = [];
    anna.page.on('pageerror', ({ message }) => errors.push(message));
    const files = fs.readdirSync(torture).filter((name) => name.endsWith('.dat'));
    expect(files.length).toBeGreaterThan(30);
    for (const name of files) {
      const bytes = [...fs.readFileSync(path.join(torture, name))];
      for (const form of ['text', 'binary'] as const)
        await anna.page.evaluate(
          ([given, as]) => {
            const { buffer } = Uint8Array.from(given);
            const data = as === 'text' ? new TextDecoder().decode(buffer) : buffer;
            window.bench.sockets().at(-1)?.dispatchEvent(new MessageEvent('message', { data }));
          },
          [bytes, form] as const,
        );
    }
    await idle(anna);
    await expect.poll(() => anna.page.evaluate(() => window.bench.tones())).toBe(0);
    expect(errors).toEqual([]);
    await expectWell();
  });
});
