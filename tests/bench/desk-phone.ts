import { setTimeout as sleep } from 'node:timers/promises';
import { silentLog } from '../../sync-server/engine/log.ts';
import { createAmi } from '../../sync-server/telephony/ami/client.ts';
import type { AmiMessage } from '../../sync-server/telephony/ami/message.ts';
import { startPbx, whyNoPbx } from '../support/pbx.ts';
import { createSoftphones } from '../support/softphone.ts';
import { figure, percentile, type Bench } from './bench.ts';

const calls = 40;
const wakes = 40;
const queueCallers = 20;

/** The softphone in Chromium against a real PBX on the same computer. */
export const benches: readonly Bench[] = [
  {
    names: ['call-setup', 'reregister', 'queue-ring'],
    run: async ({ say }) => {
      const why = await whyNoPbx();
      if (why !== null) {
        say(`left out: ${why}`);
        return [];
      }
      const pbx = await startPbx({ agents: [{ extension: '101', secret: 'secret-of-101' }], queues: [{ name: 'support', number: '500', members: ['101'] }] });
      const heard: AmiMessage[] = [];
      const ami = createAmi({ account: pbx.ami, log: silentLog, onEvent: (event) => heard.push(event), onUp: () => {}, onDown: () => {} });
      const phones = await createSoftphones();
      try {
        const { page, until } = await phones.open({ credentials: pbx.credentials('101'), hertz: 440 });
        await until('ready', ({ link }) => link.kind === 'ready');
        const setups = await repeat(calls, () => page.evaluate(() => window.bench.timeCall('600')));
        const back = await repeat(wakes, () => page.evaluate(() => window.bench.timeWake()));
        const rings: { readonly desk: number; readonly wire: number }[] = [];
        for (let n = 0; n < queueCallers; n++) {
          heard.length = 0;
          const caller = await pbx.call({ to: '500', from: `+4930${n}`, seconds: 30 });
          const { lines } = await until('ringing', (state) => state.lines.some(({ phase }) => phase === 'ringing'));
          // The PBX's own clock says when the caller came, and when it had heard that the telephone rings.
          const rung = (event: AmiMessage) => event['Event'] === 'Newstate' && event['ChannelState'] === '5' && event['Channel']?.startsWith('PJSIP/101-');
          const at = (is: (event: AmiMessage) => boolean | undefined) => Number(heard.find(is)?.['Timestamp']) * 1000;
          while (!heard.some(rung)) await sleep(10);
          const joined = at(({ Event }) => Event === 'QueueCallerJoin');
          rings.push({ desk: (lines.find(({ phase }) => phase === 'ringing')?.startedAt ?? Number.NaN) - joined, wire: at(rung) - joined });
          await caller.hangUp();
          await until('quiet', (state) => state.lines.every(({ phase }) => phase === 'ended'));
          await page.evaluate(() => {
            const phone = window.bench.phone();
            for (const { id } of phone.state().lines) phone.dismiss(id);
          });
        }
        const { link } = await until('measured', (state) => state.link.pingMs !== null, 15_000);
        const clicks = setups.map(({ click }) => click);
        const wires = setups.map(({ wire }) => wire);
        say(`${calls} calls: p50 ${Math.round(percentile(clicks, 0.5))} ms; ${wakes} wakes: p50 ${Math.round(percentile(back, 0.5))} ms`);
        return [
          figure(
            'queue-ring',
            percentile(
              rings.map(({ desk }) => desk),
              0.95,
            ),
            'ms p95',
            percentile(
              rings.map(({ wire }) => wire),
              0.95,
            ),
            queueCallers,
            'a caller in the queue → the desk rings; yardstick: → the PBX has heard its 180',
          ),
          figure('call-setup', percentile(clicks, 0.95), 'ms p95', percentile(wires, 0.95), calls, 'click to established; yardstick: INVITE to 200 on the wire'),
          figure('reregister', percentile(back, 0.95), 'ms p95', link.pingMs, wakes, 'wake to registered: new socket, who holds the phone, REGISTER; yardstick: one OPTIONS'),
        ];
      } finally {
        await ami.stop();
        await phones.stop();
        await pbx.stop();
      }
    },
  },
];

async function repeat<Measure>(times: number, measure: () => Promise<Measure>): Promise<readonly Measure[]> {
  const measures: Measure[] = [];
  for (let done = 0; done < times; done++) measures.push(await measure());
  return measures;
}
