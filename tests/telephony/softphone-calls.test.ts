import { randomUUID } from 'node:crypto';
import type { MonitorMode } from '#domain/calls/supervision.ts';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { silentLog } from '../../sync-server/engine/log.ts';
import { createAmi } from '../../sync-server/telephony/ami/client.ts';
import type { AmiMessage } from '../../sync-server/telephony/ami/message.ts';
import { reduce } from '../../sync-server/telephony/board/reduce.ts';
import { emptyBoard } from '../../sync-server/telephony/board/state.ts';
import { dropRequests, monitorRequests } from '../../sync-server/telephony/supervise.ts';
import { agents, call, endOf, expectSilence, expectVoice, hears, idle, ringOf, run, talk, upOf } from '../support/softphone-acts.ts';
import { createSoftphones, type Softphone } from '../support/softphone.ts';
import { startPbx, whyNoPbx, type TestPbx } from '../support/pbx.ts';

const voices = { anna: 440, bo: 700, cleo: 1040 } as const;
let pbx: TestPbx;
let phones: Awaited<ReturnType<typeof createSoftphones>>;
let anna: Softphone;
let bo: Softphone;
let cleo: Softphone;

describe.skipIf((await whyNoPbx()) !== null)('calls over a real PBX', () => {
  beforeAll(async () => {
    pbx = await startPbx({ agents: agents(['101', '102', '103']) });
    phones = await createSoftphones();
    [anna, bo, cleo] = await Promise.all([
      phones.open({ credentials: pbx.credentials('101'), hertz: voices.anna }),
      phones.open({ credentials: pbx.credentials('102'), hertz: voices.bo }),
      phones.open({ credentials: pbx.credentials('103'), hertz: voices.cleo }),
    ]);
    await Promise.all([anna, bo, cleo].map((phone) => phone.until('ready', ({ link }) => link.kind === 'ready')));
  });

  afterAll(async () => {
    await phones?.stop();
    await pbx?.stop();
  });

  afterEach(async () => {
    await Promise.all([anna, bo, cleo].map(idle));
  });

  test('the echo line gives back what this desk says', async () => {
    const line = await call(anna, '600');
    await upOf(anna, line);
    await expectVoice(anna, voices.anna);
    const { lines } = await anna.until('a measure', (state) => state.lines.some(({ quality }) => quality !== null));
    expect(lines[0]?.quality).toMatchObject({ fault: 'none' });
    expect(lines[0]?.quality?.mos).toBeGreaterThan(4);
  });

  test('two agents hear each other, and the call has a name, a number and one Call-ID on each side', async () => {
    const { caller, callee } = await talk(anna, bo, '102');
    await Promise.all([expectVoice(anna, voices.bo), expectVoice(bo, voices.anna)]);
    const ringing = (await bo.state()).lines.find(({ id }) => id === callee);
    expect(ringing?.party).toEqual({ name: 'Agent 101', number: '101' });
    expect(ringing?.sipCallId).toMatch(/.+/);
    await run(anna, 'end', caller);
    expect(await endOf(bo, callee)).toMatchObject({ outcome: 'answered', reason: 'remote' });
  });

  test('a call on hold is silent both ways, and comes back both ways', async () => {
    const { caller } = await talk(anna, bo, '102');
    await expectVoice(bo, voices.anna);
    await run(anna, 'hold', caller);
    await anna.until('held', ({ lines }) => lines[0]?.hold === 'held');
    await expect.poll(() => hears(bo, voices.anna)).toBe(false);
    // What the PBX does with a voice is its affair: the microphone itself is to be closed.
    await expect.poll(async () => (await anna.hear()).map(({ isSpoken }) => isSpoken)).toEqual([false]);
    await run(anna, 'resume', caller);
    await upOf(anna, caller);
    await Promise.all([expectVoice(anna, voices.bo), expectVoice(bo, voices.anna)]);
  });

  test('a muted microphone is silent at the other end, and only there', async () => {
    const { caller } = await talk(anna, bo, '102');
    await expectVoice(bo, voices.anna);
    await anna.page.evaluate((line) => window.bench.phone().mute(line, true), caller);
    await Promise.all([expectSilence(bo), expectVoice(anna, voices.bo)]);
    await anna.page.evaluate((line) => window.bench.phone().mute(line, false), caller);
    await expectVoice(bo, voices.anna);
  });

  test('a blind transfer connects the other two and frees this desk', async () => {
    const { caller, callee } = await talk(anna, bo, '102');
    await bo.page.evaluate((line) => window.bench.phone().transfer(line, '103'), callee);
    const third = await ringOf(cleo);
    await run(cleo, 'answer', third);
    expect(await endOf(bo, callee)).toMatchObject({ outcome: 'answered', reason: 'transferred' });
    await upOf(anna, caller);
    await Promise.all([expectVoice(anna, voices.cleo), expectVoice(cleo, voices.anna)]);
  });

  test('an attended transfer: hold, consult, swap, complete, with audio at each step and no second ring', async () => {
    const { caller, callee } = await talk(anna, bo, '102');
    await expectVoice(bo, voices.anna);
    const consult = await bo.page.evaluate((line) => window.bench.phone().consult(line, '103'), callee);
    const third = await ringOf(cleo);
    await run(cleo, 'answer', third);
    await upOf(bo, consult);
    await Promise.all([expectVoice(bo, voices.cleo), expectVoice(cleo, voices.bo)]);
    await bo.page.evaluate(() => window.bench.phone().swap());
    await upOf(bo, callee);
    await Promise.all([expectVoice(bo, voices.anna), expectVoice(anna, voices.bo)]);
    await bo.page.evaluate(() => window.bench.phone().swap());
    await upOf(bo, consult);
    await expectVoice(cleo, voices.bo);
    await run(bo, 'complete', consult);
    expect(await endOf(bo, callee)).toMatchObject({ reason: 'transferred' });
    expect(await endOf(bo, consult)).toMatchObject({ reason: 'transferred' });
    await Promise.all([expectVoice(anna, voices.cleo), expectVoice(cleo, voices.anna)]);
    const rings = await cleo.page.evaluate(() => new Set(window.bench.history().flatMap(({ lines }) => lines.filter(({ phase }) => phase === 'ringing').map(({ id }) => id))).size);
    expect((await cleo.state()).lines.filter(({ phase }) => phase !== 'ended')).toHaveLength(1);
    expect(rings).toBe(2);
    expect((await anna.state()).lines.find(({ id }) => id === caller)?.phase).toBe('active');
  });

  test('three in one room: everybody hears both others, and one can leave without the rest', async () => {
    const { callee } = await talk(anna, bo, '102');
    const consult = await bo.page.evaluate((line) => window.bench.phone().consult(line, '103'), callee);
    await run(cleo, 'answer', await ringOf(cleo));
    await upOf(bo, consult);
    const room = await bo.page.evaluate(([one, two]) => window.bench.phone().merge(one, two), [callee, consult] as const);
    await upOf(bo, room);
    expect(await endOf(bo, callee)).toMatchObject({ reason: 'merged' });
    expect(await endOf(bo, consult)).toMatchObject({ reason: 'merged' });
    await Promise.all([expectVoice(anna, voices.bo), expectVoice(anna, voices.cleo), expectVoice(bo, voices.anna), expectVoice(cleo, voices.anna)]);
    expect((await bo.state()).lines.find(({ id }) => id === room)?.others).toHaveLength(2);
    await run(bo, 'end', room);
    await Promise.all([expectVoice(anna, voices.cleo), expectVoice(cleo, voices.anna)]);
  });

  test('a conference loses the party that is dropped, and the others go on', async () => {
    const { ami, board } = followPbx(pbx);
    try {
      await expect.poll(() => ami.state().isUp).toBe(true);
      const { callee } = await talk(anna, bo, '102');
      const consult = await bo.page.evaluate((line) => window.bench.phone().consult(line, '103'), callee);
      const dropped = await ringOf(cleo);
      await run(cleo, 'answer', dropped);
      await upOf(bo, consult);
      const room = await bo.page.evaluate(([one, two]) => window.bench.phone().merge(one, two), [callee, consult] as const);
      await upOf(bo, room);
      await Promise.all([endOf(bo, callee), endOf(bo, consult)]);
      const linkedId = () => [...board().calls.values()].find(({ called, endedAt }) => called.startsWith('800') && endedAt === null)?.linkedId ?? '';
      await expect.poll(() => dropRequests(board(), linkedId(), '102', '103')).not.toBe(null);
      for (const { action, fields } of dropRequests(board(), linkedId(), '102', '103') ?? []) await ami.ask(action, fields);
      expect(await endOf(cleo, dropped)).toMatchObject({ reason: 'remote' });
      await Promise.all([expectVoice(anna, voices.bo), expectVoice(bo, voices.anna)]);
    } finally {
      await ami.stop();
    }
  });

  test('a parked call waits in its slot until somebody takes it', async () => {
    const { caller, callee } = await talk(anna, bo, '102');
    await bo.page.evaluate((line) => window.bench.phone().park(line, '705'), callee);
    expect(await endOf(bo, callee)).toMatchObject({ outcome: 'answered', reason: 'parked' });
    const taken = await cleo.page.evaluate(() => window.bench.phone().retrieve('705'));
    await upOf(cleo, taken);
    await Promise.all([expectVoice(anna, voices.cleo), expectVoice(cleo, voices.anna)]);
    expect((await anna.state()).lines.find(({ id }) => id === caller)?.phase).toBe('active');
  });

  test('a colleague’s ring can be picked up, and is then nobody’s miss', async () => {
    await call(anna, '102');
    const ring = await ringOf(bo);
    const taken = await cleo.page.evaluate(() => window.bench.phone().pickUp('102'));
    await upOf(cleo, taken);
    await Promise.all([expectVoice(anna, voices.cleo), expectVoice(cleo, voices.anna)]);
    expect(await endOf(bo, ring)).toMatchObject({ outcome: 'cancelled', reason: 'elsewhere' });
  });

  test('missed, rejected, busy, unknown and cancelled are told apart', async () => {
    const first = await call(anna, '102');
    const missed = await ringOf(bo);
    await run(anna, 'end', first);
    expect(await endOf(bo, missed)).toMatchObject({ outcome: 'missed' });
    expect(await endOf(anna, first)).toMatchObject({ outcome: 'cancelled' });
    const second = await call(anna, '102');
    const rejected = await ringOf(bo);
    await run(bo, 'reject', rejected);
    expect(await endOf(bo, rejected)).toMatchObject({ outcome: 'rejected' });
    expect((await endOf(anna, second))?.outcome).not.toBe('answered');
    expect(await endOf(anna, await call(anna, '603'))).toMatchObject({ outcome: 'busy' });
    expect(await endOf(anna, await call(anna, '99999'))).toMatchObject({ outcome: 'failed', reason: 'unknownNumber' });
  });

  test.each([
    ['letters', 'nobody-here'],
    ['200 digits', '7'.repeat(200)],
  ])('a call to %s ends in words, and the phone goes on', async (_, number) => {
    expect(await endOf(anna, await call(anna, number))).toMatchObject({ outcome: 'failed' });
    expect((await anna.state()).link.kind).toBe('ready');
  });

  test.each([
    [' ', 'number.empty'],
    ['a b%<>"@;?&/ü北', 'number.bad'],
  ])('a call to “%s” is not made, and the phone says so', async (number, code) => {
    await call(anna, number);
    expect(await anna.state()).toMatchObject({ lines: [], notice: { code } });
  });

  test('a second ring changes nothing on the first call, and a failed dial gives it back', async () => {
    const { caller } = await talk(anna, bo, '102');
    await anna.page.evaluate((line) => window.bench.phone().bind(line, 'case-1'), caller);
    const before = (await anna.state()).lines[0];
    const other = await call(cleo, '101');
    const second = await ringOf(anna);
    const during = await anna.state();
    expect(during.focus).toBe(caller);
    expect(during.lines.find(({ id }) => id === caller)).toMatchObject({ party: before?.party, subject: 'case-1', startedAt: before?.startedAt, hold: 'none' });
    await expectVoice(bo, voices.anna);
    await run(cleo, 'end', other);
    await endOf(anna, second);
    const failed = await call(anna, '603');
    await endOf(anna, failed);
    await upOf(anna, caller);
    expect((await anna.state()).focus).toBe(caller);
    await Promise.all([expectVoice(anna, voices.bo), expectVoice(bo, voices.anna)]);
  });

  test('a supervisor who listens is heard by nobody, one who whispers by the agent alone, one who barges by both', async () => {
    const { ami, board } = followPbx(pbx);
    const into = async (mode: MonitorMode) => {
      const requests = () => monitorRequests(board(), { supervisor: '103', agent: '102', mode }, randomUUID());
      await expect.poll(requests).not.toBe(null);
      for (const { action, fields } of requests() ?? []) await ami.ask(action, fields);
      const { lines } = await cleo.until(mode, (state) =>
        state.lines.some(({ pbx: { monitor }, media, phase }) => monitor?.mode === mode && phase === 'active' && media === 'flowing'),
      );
      return lines.find((line) => line.pbx.monitor?.mode === mode && line.phase === 'active')?.id ?? '';
    };
    try {
      await expect.poll(() => ami.state().isUp).toBe(true);
      await talk(anna, bo, '102');
      const listening = await into('listen');
      await Promise.all([expectVoice(cleo, voices.anna), expectVoice(cleo, voices.bo)]);
      await cleo.page.evaluate((line) => window.bench.phone().mute(line, false), listening);
      expect((await cleo.hear()).map(({ isSpoken }) => isSpoken)).toEqual([false]);
      expect(await Promise.all([hears(anna, voices.cleo), hears(bo, voices.cleo)])).toEqual([false, false]);
      await into('whisper');
      await expectVoice(bo, voices.cleo);
      expect(await hears(anna, voices.cleo)).toBe(false);
      await into('barge');
      await Promise.all([expectVoice(anna, voices.cleo), expectVoice(bo, voices.cleo)]);
    } finally {
      await ami.stop();
    }
  });

  test('a ring makes a sound, and every way out of it makes it stop', async () => {
    for (const way of ['answer', 'reject', 'caller'] as const) {
      const line = await call(anna, '102');
      const ring = await ringOf(bo);
      await expect.poll(() => bo.page.evaluate(() => window.bench.tones())).toBe(1);
      if (way === 'caller') await run(anna, 'end', line);
      else await run(bo, way, ring);
      await expect.poll(() => bo.page.evaluate(() => window.bench.tones())).toBe(0);
      await Promise.all([idle(anna), idle(bo)]);
    }
  });

  test('a call is written down before there is any audio, on both sides', async () => {
    const before = await Promise.all([anna, bo].map((phone) => phone.page.evaluate(() => window.bench.journal().length)));
    const paths = await Promise.all([anna, bo].map((phone) => phone.page.evaluate(() => window.bench.connections())));
    const { caller, callee } = await talk(anna, bo, '102');
    await run(anna, 'end', caller);
    await endOf(bo, callee);
    const journals = await Promise.all([anna, bo].map((phone) => phone.page.evaluate(() => window.bench.journal())));
    expect(journals[0]?.slice(before[0])).toEqual([
      { event: 'dialled', line: caller, connections: paths[0] },
      { event: 'answered', line: caller, connections: (paths[0] ?? 0) + 1 },
      { event: 'ended', line: caller, connections: (paths[0] ?? 0) + 1 },
    ]);
    expect(journals[1]?.slice(before[1]).map(({ event, connections }) => [event, connections - (paths[1] ?? 0)])).toEqual([
      ['ringing', 0],
      ['answered', 1],
      ['ended', 1],
    ]);
  });

  test('through all of this no phone ever lost its line', async () => {
    for (const phone of [anna, bo, cleo]) {
      const kinds = await phone.page.evaluate(() => window.bench.history().map(({ link }) => link.kind));
      expect(kinds.filter((kind, at) => kind !== kinds[at - 1])).toEqual(['connecting', 'registering', 'ready']);
    }
  });
});

/** The PBX as its events tell of it. */
function followPbx({ ami: account }: TestPbx) {
  let board = emptyBoard;
  const onEvent = (event: AmiMessage) => {
    board = reduce(board, event, new Date().toISOString());
  };
  return { ami: createAmi({ account, log: silentLog, onEvent, onUp: () => {}, onDown: () => {} }), board: () => board };
}
