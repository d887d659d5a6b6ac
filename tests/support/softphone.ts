import { chromium, type Browser, type Page } from '@playwright/test';
import * as fs from 'node:fs';
import * as http from 'node:http';
import * as os from 'node:os';
import * as path from 'node:path';
import { build } from 'vite';
import type { PhoneBench } from '../../renderer/dev/phone-bench.ts';
import type { PhoneState } from '../../renderer/softphone/machine/state.ts';
import type { Credentials } from '../../renderer/softphone/sip/agent.ts';

declare global {
  interface Window {
    bench: PhoneBench;
  }
}

/** Where a phone is put: its extension and what its microphone hears. */
export interface Seat {
  readonly credentials: Credentials;
  readonly device?: string;
  /** The frequency that this agent's fake microphone hears. */
  readonly hertz: number;
  /** Whether other windows of the same browser may show this phone. */
  readonly isShared?: boolean;
  readonly flags?: readonly string[];
}

/** The softphone built as it ships, on a page of its own, in as many Chromiums as a test asks for. */
export async function createSoftphones() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'holdfast-softphone-'));
  const root = path.resolve(import.meta.dirname, '../../renderer');
  await build({
    root,
    configFile: path.join(root, 'vite.config.ts'),
    logLevel: 'warn',
    build: { outDir: folder, emptyOutDir: true, minify: false, rolldownOptions: { input: path.join(root, 'dev/phone.html') } },
  });
  const server = http.createServer((request, response) => {
    const file = path.join(folder, path.normalize(new URL(request.url ?? '/', 'http://x').pathname));
    if (!file.startsWith(folder) || !fs.existsSync(file)) return response.writeHead(404).end();
    const type = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' }[path.extname(file)] ?? 'application/octet-stream';
    return response.writeHead(200, { 'content-type': type }).end(fs.readFileSync(file));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/dev/phone.html`;
  const browsers: Browser[] = [];
  const launch = async (flags: readonly string[]): Promise<Page> => {
    const browser = await chromium.launch({ executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium', args: ['--no-sandbox', ...flags] });
    browsers.push(browser);
    return (await browser.newContext()).newPage();
  };

  return {
    /** A page that shows the telephone's screens without a telephone. */
    stories: async () => {
      const page = await launch([]);
      return { page, show: (name: string) => page.goto(`${url}?story=${name}`) };
    },
    open: async ({ credentials, device = crypto.randomUUID(), hertz, isShared = false, flags = [] }: Seat) => {
      const wave = path.join(folder, `${hertz}.wav`);
      fs.writeFileSync(wave, waveOf(hertz));
      const page = await launch([
        '--use-fake-ui-for-media-stream',
        '--use-fake-device-for-media-stream',
        `--use-file-for-fake-audio-capture=${wave}`,
        '--autoplay-policy=no-user-gesture-required',
        ...flags,
      ]);
      await page.goto(url);
      await page.evaluate(([given, name, share]) => window.bench.start(given, name, share), [credentials, device, isShared] as const);
      return softphoneOn(page);
    },
    /** A second window of the same agent on the same computer. */
    openBeside: async ({ page: first }: Softphone, { credentials, device = crypto.randomUUID() }: Seat) => {
      const page = await first.context().newPage();
      await page.goto(url);
      await page.evaluate(([given, name]) => window.bench.start(given, name, true), [credentials, device] as const);
      return softphoneOn(page);
    },
    stop: async () => {
      for (const browser of browsers) await browser.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      fs.rmSync(folder, { recursive: true });
    },
  };
}

/** A phone in a page, as a test sees it. */
function softphoneOn(page: Page) {
  const state = (): Promise<PhoneState> => page.evaluate(() => window.bench.state());
  return {
    page,
    state,
    hear: (ms = 600) => page.evaluate((time) => window.bench.hear(time), ms),
    /** Waits until the state is as wished; tells the last one when it never is. */
    until: async (what: string, isSo: (state: PhoneState) => boolean, ms = 30_000): Promise<PhoneState> => {
      const end = Date.now() + ms;
      for (;;) {
        const now = await state();
        if (isSo(now)) return now;
        if (Date.now() > end) throw new Error(`The phone never came to “${what}”: ${JSON.stringify(now, null, 1)}`);
        await new Promise((resolve) => setTimeout(resolve, 25));
      }
    },
  };
}

export type Softphone = ReturnType<typeof softphoneOn>;

/** Ten seconds of a voice that is only a frequency: short bursts, which no noise filter takes for noise. */
function waveOf(hertz: number): Buffer {
  const rate = 48_000;
  const samples = Buffer.alloc(rate * 10 * 2);
  for (let at = 0; at < rate * 10; at++) {
    const isLoud = at % (rate / 5) < rate / 8;
    samples.writeInt16LE(isLoud ? Math.round(12_000 * Math.sin((2 * Math.PI * hertz * at) / rate)) : 0, at * 2);
  }
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + samples.length, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(rate, 24);
  header.writeUInt32LE(rate * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(samples.length, 40);
  return Buffer.concat([header, samples]);
}
