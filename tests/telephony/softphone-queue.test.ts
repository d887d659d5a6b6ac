import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { silentLog } from '../../sync-server/engine/log.ts';
import { createAmi, type AmiClient } from '../../sync-server/telephony/ami/client.ts';
import type { AmiMessage } from '../../sync-server/telephony/ami/message.ts';
import { startPbx, whyNoPbx, type TestPbx } from '../support/pbx.ts';
import { agents, call, endOf, expectVoice, idle, ringOf, run, upOf } from '../support/softphone-acts.ts';
import { createSoftphones, type Softphone } from '../support/softphone.ts';

const customer = 880;
let pbx: TestPbx;
let phones: Awaited<ReturnType<typeof createSoftphones>>;
let anna: Softphone;
let ami: AmiClient;
const events: AmiMessage[] = [];

describe.skipIf((await whyNoPbx()) !== null)('calls of a queue', () => {
  beforeAll(async () => {
    pbx = await startPbx({ agents: agents(['101']), queues: [{ name: 'support', number: '500', members: ['101'], ringSeconds: 3 }] });
    ami = createAmi({ account: pbx.ami, log: silentLog, onEvent: (event) => events.push(event), onUp: () => {}, onDown: () => {} });
    phones = await createSoftphones();
    anna = await phones.open({ credentials: pbx.credentials('101'), hertz: 440 });
    await anna.until('ready', ({ link }) => link.kind === 'ready');
  });

  afterAll(async () => {
    await phones?.stop();
    await ami?.stop();
    await pbx?.stop();
  });

  afterEach(() => idle(anna));

  const customerCall = () => pbx.call({ to: '500', from: '+4722225555', name: 'Kari Ødegård', seconds: 30, hertz: customer });

  test('a ring says for which queue it is, and carries the name that the PBX gave the call', async () => {
    const caller = await customerCall();
    const ring = await ringOf(anna);
    const line = (await anna.state()).lines.find(({ id }) => id === ring);
    expect(line).toMatchObject({ party: { number: '+4722225555', name: 'Kari Ødegård' }, pbx: { queue: 'support' } });
    expect(line?.pbx.linkedId).toMatch(/^[\w.-]+$/);
    await run(anna, 'answer', ring);
    await upOf(anna, ring);
    await expectVoice(anna, customer);
    expect(events.find(({ Event }) => Event === 'AgentConnect')?.['DestChanVariable']).toContain(`SIPCALLID=${line?.sipCallId}`);
    await caller.hangUp();
    expect(await endOf(anna, ring)).toMatchObject({ outcome: 'answered', reason: 'remote' });
  });

  test('a queue that gives up on this agent is a miss, and its next offer is a new ring', async () => {
    const caller = await customerCall();
    const ring = await ringOf(anna);
    expect(await endOf(anna, ring)).toMatchObject({ outcome: 'missed', reason: 'callerGone' });
    const next = await ringOf(anna);
    expect(next).not.toBe(ring);
    await run(anna, 'reject', next);
    expect(await endOf(anna, next)).toMatchObject({ outcome: 'rejected' });
    await caller.hangUp();
  });

  test('a queue of the policy is answered by itself after a tone, and with audio', async () => {
    await anna.page.evaluate(() => window.bench.phone().setAutoAnswer({ byHeader: true, queues: ['support'], afterMs: 300 }));
    const caller = await customerCall();
    const { lines } = await anna.until('answered', (state) => state.lines.some(({ phase }) => phase === 'active'));
    expect(lines[0]).toMatchObject({ isAutoAnswered: true });
    await expectVoice(anna, customer);
    await anna.page.evaluate(() => window.bench.phone().setAutoAnswer({ byHeader: true, queues: [], afterMs: 300 }));
    await caller.hangUp();
  });

  test('tones that are sent are heard by the PBX, each once and in order', async () => {
    const line = await call(anna, '602');
    await upOf(anna, line);
    await anna.page.evaluate((id) => window.bench.phone().sendTones(id, '42*7'), line);
    await expect.poll(() => events.find((event) => event['UserEvent'] === 'Digits')?.['Value']).toBe('42*7');
  });

  test('the extension behind a number is sent once the call is up', async () => {
    const heard = events.length;
    await anna.page.evaluate(() => window.bench.phone().call('602', { tones: '1234' }));
    await expect.poll(() => events.slice(heard).find((event) => event['UserEvent'] === 'Digits')?.['Value']).toBe('1234');
  });
});
