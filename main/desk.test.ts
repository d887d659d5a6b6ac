import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

const script = resolve(import.meta.dirname, 'desk.ts');
const nobody = 'http://127.0.0.1:9';
let home: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'holdfast-desk-'));
});
afterEach(() => rmSync(home, { recursive: true }));

/** Runs the command line until it ends, or until it has said what is waited for; then it is asked to stop. */
function run(args: readonly string[], until?: RegExp): Promise<{ readonly code: number | null; readonly said: string; readonly complained: string }> {
  return new Promise((done) => {
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    let [said, complained] = ['', ''];
    child.stdout.on('data', (chunk) => {
      said += String(chunk);
      if (until?.test(said)) child.kill('SIGTERM');
    });
    child.stderr.on('data', (chunk) => (complained += String(chunk)));
    child.on('exit', (code) => done({ code, said, complained }));
  });
}

test('desks start without their hub, say where they are, and stop in order', async () => {
  const { code, said, complained } = await run(['--hub', nobody, '--home', home, '--desks', '2', '--headless'], /desk ready .*\n(.*\n)*desk ready .*\n/);
  expect([code, complained]).toEqual([0, '']);
  const urls = [...said.matchAll(/^desk ready (\S+)$/gm)].map(([, url]) => url);
  expect(urls).toEqual([expect.stringMatching(/^http:\/\/[0-9a-f]{16}\.localhost:\d+$/), expect.stringMatching(/^http:\/\/[0-9a-f]{16}\.localhost:\d+$/)]);
  expect(new Set(urls).size).toBe(2);
  const token = readFileSync(join(home, 'desk-1.token'), 'utf8');
  expect(said).not.toContain(token);
  expect([statSync(join(home, 'desk-1.token')).mode & 0o777, statSync(join(home, 'desk-1')).mode & 0o777]).toEqual([0o600, 0o700]);
});

test('what cannot be done is said in one line, and ends with exit code 1', async () => {
  const blocker = createServer().listen(0, '127.0.0.1');
  await new Promise((ready) => blocker.once('listening', ready));
  const address = blocker.address();
  const taken = String(typeof address === 'object' ? address?.port : 0);
  mkdirSync(join(home, 'list'));
  writeFileSync(join(home, 'list', 'people.json'), '{"not":"a list"}');
  writeFileSync(join(home, 'file'), '');
  const cases = [
    [[], '--hub is missing'],
    [['--hub', 'hub.example.org'], 'is no address of a hub'],
    [['--hub', 'http://hub.example.org:8460'], 'TLS only'],
    [['--hub', nobody, '--port', 'many'], '--port must be a whole number'],
    [['--hub', nobody, '--port', taken], `port ${taken} of this desk is in use`],
    [['--hub', nobody, '--home', join(home, 'file')], 'cannot be used'],
    [['--hub', nobody, '--sign-in', join(home, 'list', 'people.json')], 'people.json'],
    [['--hub', nobody, '--frobnicate'], '--frobnicate'],
  ] as const;
  const results = await Promise.all(cases.map(([args]) => run(['--home', join(home, 'desks'), '--headless', ...args])));
  blocker.close();
  expect(results.map(({ code }) => code)).toEqual(cases.map(() => 1));
  for (const [at, { complained }] of results.entries()) {
    expect(complained).toContain(cases[at]?.[1]);
    expect(complained).toMatch(/^holdfast: .*\n(usage: .*\n)?$/);
  }
}, 120_000);
