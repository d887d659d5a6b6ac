import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startPbx, whyNoPbx, type TestPbx } from '../support/pbx.ts';
import { agents, call, expectVoice, upOf } from '../support/softphone-acts.ts';
import { createSoftphones, type Softphone } from '../support/softphone.ts';

// Long enough for pings, questions who holds the phone, and a renewed registration; ten minutes when there is time.
const length = process.env['LONG'] ? 600_000 : 40_000;
let pbx: TestPbx;
let phones: Awaited<ReturnType<typeof createSoftphones>>;
let anna: Softphone;

describe.skipIf((await whyNoPbx()) !== null)('a phone that nothing happens to', () => {
  beforeAll(async () => {
    pbx = await startPbx({ agents: agents(['101']) });
    phones = await createSoftphones();
    anna = await phones.open({ credentials: pbx.credentials('101'), hertz: 440 });
    await anna.until('ready', ({ link }) => link.kind === 'ready');
  });

  afterAll(async () => {
    await phones?.stop();
    await pbx?.stop();
  });

  test(
    'it stays registered and its call stays up, and neither ever flickers',
    async () => {
      const line = await call(anna, '600');
      await upOf(anna, line);
      const { link } = await anna.state();
      await new Promise((resolve) => setTimeout(resolve, length));
      const states = await anna.page.evaluate(() =>
        window.bench.history().map(({ link: { kind }, lines }) => `${kind} ${lines[0]?.phase ?? 'idle'} ${lines[0]?.trouble ?? 'well'}`),
      );
      expect(states.filter((state, at) => state !== states[at - 1])).toEqual([
        'connecting idle well',
        'registering idle well',
        'ready idle well',
        'ready dialling well',
        'ready active well',
      ]);
      expect((await anna.state()).link.refreshAt).toBeGreaterThan(link.refreshAt);
      await expectVoice(anna, 440);
    },
    length + 30_000,
  );
});
