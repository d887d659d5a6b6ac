import { expect, test, type Page } from '@playwright/test';
import * as fs from 'node:fs';
import { createServer } from 'node:net';
import * as path from 'node:path';
import * as desk from './desk-page.ts';
import { people } from './office.ts';
import { allBelow, commandOf, freshHome, isRunning, program, sweep, type Program } from './workstation.ts';

const homes: string[] = [];
const running: Program[] = [];
test.afterEach(async () => {
  for (const each of running.splice(0).toReversed()) await each.stop();
  for (const home of homes.splice(0)) sweep(home);
});

function home(): string {
  const made = freshHome();
  homes.push(made);
  return made;
}

function start(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Program {
  const started = program(args, environment);
  running.push(started);
  return started;
}

/** Starts what cannot start: it says why in one line, and ends with exit code 1. */
async function failing(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<string> {
  const failed = start(args, environment);
  expect(await failed.ended, failed.output()).toBe(1);
  const lines = failed
    .output()
    .split('\n')
    .filter((line) => line !== '' && line !== 'holdfast: building the interface');
  expect(lines).toEqual([expect.stringMatching(/^holdfast: \S.*/)]);
  return lines.join('');
}

async function enter(page: Page, url: string, tokenFile: string): Promise<void> {
  await page.goto(`${url}/#token=${fs.readFileSync(tokenFile, 'utf8')}`);
  await desk.expectCaughtUp(page);
}

test('one command starts hub and two desks, Ctrl-C ends everything in order, and a second start goes on where the first ended', async ({ page }) => {
  const folder = home();
  const args = ['--headless', '--desks', '2', '--port', '0', '--home', folder];
  const tokens = [1, 2].map((n) => path.join(folder, 'desks', `desk-${n}.token`));
  const first = start(args);
  expect(await first.line('hub ready ')).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  const addresses = [await first.line('desk ready ', 0), await first.line('desk ready ', 1)];
  for (const address of addresses) expect(address).toMatch(/^http:\/\/[a-z0-9]{16}\.localhost:\d+$/);
  expect(new Set(addresses.map((address) => new URL(address).hostname)).size).toBe(2);
  for (const file of tokens) expect(fs.statSync(file).mode & 0o777).toBe(0o600);
  const [url = ''] = addresses;
  await enter(page, url, tokens[0] ?? '');
  await expect(desk.statusBar(page)).toContainText(people.amina.name);
  await desk.openOwnCase(page, 'Opened on the first day');
  await desk.expectCaughtUp(page);

  const pids = allBelow(first.process.pid ?? 0);
  const named = (words: RegExp) => pids.find((pid) => words.test(commandOf(pid))) ?? 0;
  const inOrder = [named(/main\/desk\.ts/), named(/postgres -D/), named(/sync-server\/main\.ts/), first.process.pid ?? 0];
  expect(inOrder).not.toContain(0);
  const ends = endsOf(inOrder);
  expect(await first.stop()).toBe(0);
  expect(await ends).toEqual(inOrder);
  expect(pids.filter(isRunning)).toEqual([]);

  const second = start(args);
  expect(await second.line('desk ready ', 0)).toBe(url);
  await enter(page, url, tokens[0] ?? '');
  await expect(
    desk
      .caseOn(page, 'Opened on the first day')
      .or(page.getByRole('option', { name: /Opened on the first day/ }))
      .first(),
  ).toBeVisible();
  expect(await second.stop()).toBe(0);
});

/** The processes in the order in which they ended. */
async function endsOf(pids: readonly number[]): Promise<readonly number[]> {
  const gone: number[] = [];
  while (gone.length < pids.length) {
    // The last is asked first: when it is gone, whatever ended before it is seen to be gone as well.
    const left = new Set(pids.toReversed().filter(isRunning));
    gone.push(...pids.filter((pid) => !gone.includes(pid) && !left.has(pid)));
    await new Promise((done) => setTimeout(done, 1));
  }
  return gone;
}

test('a port in use is one clear line, and leaves the home fit for the next start', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await new Promise((done) => taken.once('listening', done));
  const address = taken.address();
  const port = String(typeof address === 'object' && address ? address.port : 0);
  const folder = home();
  expect(await failing(['--headless', '--no-demo', '--port', port, '--home', folder])).toContain(`Port ${port} on 127.0.0.1 is in use`);
  await new Promise((done) => taken.close(done));
  const hub = start(['hub', '--port', port, '--home', path.join(folder, 'hub')]);
  expect(new URL(await hub.line('hub ready ')).port).toBe(port);
});

test('a broken data folder is one clear line, and is left as it is', async () => {
  const folder = home();
  const data = path.join(folder, 'hub', 'postgres', 'data');
  fs.mkdirSync(data, { recursive: true });
  fs.writeFileSync(path.join(data, 'holiday.jpg'), 'a picture');
  expect(await failing(['--headless', '--no-demo', '--port', '0', '--home', folder])).toContain(`${data} is not a Postgres data folder`);
  expect(fs.readdirSync(data)).toEqual(['holiday.jpg']);
  const file = path.join(folder, 'a-file');
  fs.writeFileSync(file, 'mine');
  expect(await failing(['--headless', '--no-demo', '--port', '0', '--home', file])).toContain(file);
  expect(fs.readFileSync(file, 'utf8')).toBe('mine');
});

test('a wrong DATABASE_URL is one clear line', async () => {
  const args = ['--headless', '--no-demo', '--port', '0', '--home', home()];
  expect(await failing(args, { DATABASE_URL: 'postgres://nobody:nothing@127.0.0.1:9/none' })).toContain('The database at 127.0.0.1:9 does not answer');
  expect(await failing(args, { DATABASE_URL: 'http://127.0.0.1/db' })).toContain('DATABASE_URL is not valid');
});

test('a second hub on the same database, a desk without a hub’s address and a flag that is none are one clear line each', async () => {
  const folder = home();
  const args = ['hub', '--port', '0', '--home', path.join(folder, 'hub')];
  const first = start(args);
  const url = await first.line('hub ready ');
  expect(await failing(args)).toContain('Another hub works on this database');
  const asked = await fetch(`${url}/v1/health`);
  expect([asked.status, await asked.json()]).toEqual([200, expect.objectContaining({ ok: true })]);

  expect(await failing(['desk', '--hub', 'ftp://elsewhere', '--home', path.join(folder, 'desk'), '--headless'])).toMatch(/ftp:\/\/elsewhere|http/);
  const unknown = start(['--desk', '2']);
  expect(await unknown.ended).toBe(1);
  expect(unknown.output()).toMatch(/^holdfast: .*--desk/);
});
