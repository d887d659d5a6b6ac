import { startPbx, whyNoPbx } from '../support/pbx.ts';
import { createSoftphones } from '../support/softphone.ts';
import { figure, percentile, type Bench } from './bench.ts';

const calls = 40;
const wakes = 40;

/** The softphone in Chromium against a real PBX on the same computer. */
export const benches: readonly Bench[] = [
  {
    names: ['call-setup', 'reregister'],
    run: async ({ say }) => {
      const why = await whyNoPbx();
      if (why !== null) {
        say(`left out: ${why}`);
        return [];
      }
      const pbx = await startPbx({ agents: [{ extension: '101', secret: 'secret-of-101' }] });
      const phones = await createSoftphones();
      try {
        const { page, until } = await phones.open({ credentials: pbx.credentials('101'), hertz: 440 });
        await until('ready', ({ link }) => link.kind === 'ready');
        const setups = await repeat(calls, () => page.evaluate(() => window.bench.timeCall('600')));
        const back = await repeat(wakes, () => page.evaluate(() => window.bench.timeWake()));
        const { link } = await until('measured', (state) => state.link.pingMs !== null, 15_000);
        const clicks = setups.map(({ click }) => click);
        const wires = setups.map(({ wire }) => wire);
        say(`${calls} calls: p50 ${Math.round(percentile(clicks, 0.5))} ms; ${wakes} wakes: p50 ${Math.round(percentile(back, 0.5))} ms`);
        return [
          figure('call-setup', percentile(clicks, 0.95), 'ms p95', percentile(wires, 0.95), calls, 'click to established; yardstick: INVITE to 200 on the wire'),
          figure('reregister', percentile(back, 0.95), 'ms p95', link.pingMs, wakes, 'wake to registered: new socket, who holds the phone, REGISTER; yardstick: one OPTIONS'),
        ];
      } finally {
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
