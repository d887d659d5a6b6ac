import * as fs from 'node:fs';
import * as path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { agents, call, endOf, expectVoice, idle, ringOf, run, talk, upOf } from '../support/softphone-acts.ts';
import { layLine } from '../support/cuttable-line.ts';
import { createSoftphones, type Softphone } from '../support/softphone.ts';
import { relayMedia } from '../support/media-relay.ts';
import { startPbx, whyNoPbx, type TestPbx } from '../support/pbx.ts';

const voices = { anna: 440, bo: 700 } as const;
const torture = path.resolve(import.meta.dirname, '../../../shared/data/protocol/sip_rfc4475');
let pbx: TestPbx;
let phones: Awaited<ReturnType<typeof createSoftphones>>;
let line: Awaited<ReturnType<typeof layLine>>;
let sound: Awaited<ReturnType<typeof relayMedia>>;
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
    sound = await relayMedia(anna.page);
  });

  afterAll(async () => {
    await phones?.stop();
    await line?.stop();
    sound?.stop();
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

  test('a PBX that hangs for seven seconds in a call gives the call back', async () => {
    const { caller, callee } = await talk(anna, bo, '102');
    await expectVoice(bo, voices.anna);
    pbx.freeze();
    await pause(7000);
    pbx.thaw();
    await Promise.all([upOf(anna, caller), upOf(bo, callee)]);
    await Promise.all([expectVoice(anna, voices.bo), expectVoice(bo, voices.anna)]);
    await wellAfter(caller);
  });

  /** The call can still be held and ended, so its signalling works. */
  async function wellAfter(caller: string): Promise<void> {
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
    await wellAfter(caller);
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

  test('a pulled cable, eight seconds long, in a call: audio comes back both ways', async () => {
    const { caller, callee } = await talk(anna, bo, '102');
    await Promise.all([expectVoice(anna, voices.bo), expectVoice(bo, voices.anna)]);
    line.unplug();
    sound.lose(100);
    await anna.until('told in the call', ({ lines, link }) => link.kind !== 'ready' && lines.some(({ trouble }) => trouble === 'link.lost'));
    await pause(8000);
    line.mend();
    sound.lose(0);
    await Promise.all([upOf(anna, caller), upOf(bo, callee)]);
    await Promise.all([expectVoice(anna, voices.bo), expectVoice(bo, voices.anna)]);
    await wellAfter(caller);
  });

  test('a call that loses packets is measured as bad, and what is bad is named', async () => {
    const { caller } = await talk(anna, bo, '102');
    sound.lose(25);
    const { lines } = await anna.until('measured', (state) => state.lines.some(({ quality }) => quality !== null && quality.mos < 3.6), 20_000);
    sound.lose(0);
    expect(lines.find(({ id }) => id === caller)?.quality?.fault).toMatch(/^loss(In|Out)$/);
  });

  test('no INVITE, however mangled, stops the phone, leaves it ringing, or shows more than a card can hold', async () => {
    const errors: string[] = [];
    anna.page.on('pageerror', ({ message }) => errors.push(message));
    const longest = await anna.page.evaluate(async () => {
      const sdp = 'v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 9 RTP/AVP 0\r\n';
      const invite = (id: number, from: string) =>
        `INVITE sip:101@x.invalid SIP/2.0\r\nVia: SIP/2.0/WS x;branch=z9hG4bK${id}\r\nMax-Forwards: 70\r\nFrom: ${from};tag=${id}\r\nTo: <sip:101@x>\r\nCall-ID: mangled-${id}\r\nCSeq: 1 INVITE\r\nContact: <sip:x@127.0.0.1>\r\nContent-Type: application/sdp\r\nContent-Length: ${sdp.length}\r\n\r\n${sdp}`;
      const { state, end } = window.bench.phone();
      let seed = 4475;
      const random = (below: number) => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) % below;
      const lengths: number[] = [];
      for (let at = 0; at < 400; at++) {
        const whole = invite(at, at % 3 === 0 ? `"${'N\u0000\u202e'.repeat(20_000)}" <sip:${'9'.repeat(5000)}@x>` : '"Kari" <sip:1@x>');
        const from = random(Math.min(whole.length, 900));
        const mangled = at % 2 === 0 ? whole : whole.slice(0, from) + String.fromCharCode(random(65_536)).repeat(random(4)) + whole.slice(from + random(30));
        window.bench
          .sockets()
          .at(-1)
          ?.dispatchEvent(new MessageEvent('message', { data: mangled }));
        await new Promise((resolve) => setTimeout(resolve));
        for (const { id, party } of state().lines) {
          lengths.push(party.name.length, party.number.length);
          end(id);
        }
      }
      return Math.max(...lengths);
    });
    expect(longest).toBeGreaterThan(0);
    expect(longest).toBeLessThanOrEqual(200);
    await idle(anna);
    await expect.poll(() => anna.page.evaluate(() => window.bench.tones())).toBe(0);
    expect(errors).toEqual([]);
    await expectWell();
  });
});
