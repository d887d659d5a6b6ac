import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, request as ask, type IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { createBrowserShell, type BrowserShell } from './server.ts';
import { createTokens, tokenLives } from './tokens.ts';

let home: string;
let shell: BrowserShell;
let heard: unknown[];
let closed: number;
let faults: unknown[];

const start = (port: number | null = null) =>
  createBrowserShell({
    connect: ({ post }) => ({
      receive: (message) => {
        if (message === null) return false;
        heard.push(message);
        post('{"kind":"beat"}');
        return true;
      },
      drained: () => undefined,
      close: () => {
        closed += 1;
      },
    }),
    pages: join(home, 'pages'),
    tokenFile: join(home, 'desk-1.token'),
    stateFile: join(home, 'shell.json'),
    fault: (_where, cause) => faults.push(cause),
    port,
  });

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'holdfast-shell-'));
  mkdirSync(join(home, 'pages', 'assets'), { recursive: true });
  writeFileSync(join(home, 'pages', 'index.html'), '<title>desk</title>');
  writeFileSync(join(home, 'pages', 'assets', 'app-1.js'), 'export {};');
  writeFileSync(join(home, 'secret.txt'), 'not a page');
  [heard, closed, faults] = [[], 0, []];
  shell = await start();
});
afterEach(async () => {
  vi.useRealTimers();
  await shell.stop();
  rmSync(home, { recursive: true });
});

interface Answered {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

function http(path: string, { method = 'GET', headers = {}, body = '' }: { method?: string; headers?: Record<string, string>; body?: string } = {}): Promise<Answered> {
  const { host, port } = new URL(shell.url);
  return new Promise((done, fail) => {
    const sent = ask({ host: '127.0.0.1', port, path, method, headers: { host, ...headers } }, (response) => {
      let text = '';
      response.on('data', (chunk) => (text += String(chunk)));
      response.on('end', () => done({ status: response.statusCode ?? 0, headers: response.headers, text }));
    });
    sent.on('error', fail);
    sent.end(body);
  });
}

const token = () => readFileSync(shell.tokenFile, 'utf8');
const enter = (body: string, origin = shell.url) => http('/enter', { method: 'POST', headers: { origin, 'content-type': 'application/json' }, body });
async function cookie(): Promise<string> {
  const { headers } = await enter(JSON.stringify({ token: token() }));
  return String(headers['set-cookie']?.[0]).split(';')[0] ?? '';
}

/** Opens a socket as a page would; resolves with the messages heard, or the status it was turned away with. */
function socket({ path = '/bridge', send, ...headers }: { path?: string; origin?: string; cookie?: string; host?: string; send?: string | Buffer } = {}): Promise<{
  status?: number;
  said: string[];
  code?: number;
}> {
  const { host, port } = new URL(shell.url);
  return new Promise((done) => {
    const said: string[] = [];
    const opened = new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers: { host, ...headers } });
    opened.on('unexpected-response', (_request, response) => done({ status: response.statusCode ?? 0, said }));
    opened.on('error', () => undefined);
    opened.on('open', () => send !== undefined && opened.send(send));
    opened.on('message', (data) => {
      said.push(String(data));
      if (said.length === 2) opened.close();
      if (said.length === 1 && send === undefined) opened.close();
    });
    opened.on('close', (code) => done({ said, code }));
  });
}

test('the page is served with a policy that lets nothing foreign in', async () => {
  const page = await http('/');
  expect([page.status, page.text, page.headers['x-frame-options'], page.headers['cache-control']]).toEqual([200, '<title>desk</title>', 'DENY', 'no-store']);
  expect(page.headers['content-security-policy']).toContain(`default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'`);
  expect(page.headers['content-security-policy']).not.toMatch(/script-src[^;]*unsafe|\*/);
  expect((await http('/cases/0192a000-0000-7000-8000-0000000000d1')).text).toBe('<title>desk</title>');
  expect((await http('/assets/app-1.js')).headers['content-type']).toBe('text/javascript; charset=utf-8');
});

test.each(['/../secret.txt', '/%2e%2e/secret.txt', '/assets/..%2f..%2fsecret.txt', '/%00', '/assets/missing.js', '/..%5csecret.txt'])(
  '%s leads to no file outside the pages',
  async (path) => {
    const page = await http(path);
    expect(page.text).not.toContain('not a page');
    expect(page.status).toBe(404);
  },
);

test.each([
  ['another name of this computer', { host: 'localhost' }, '/'],
  ['a name that was bound to this address', { host: 'evil.example:80' }, '/'],
  ['a page from elsewhere', { origin: 'http://evil.example' }, '/assets/app-1.js'],
  ['a script tag on a foreign page', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }, '/assets/app-1.js'],
  ['another desk of this computer', { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'cors', origin: 'http://0000000000000000.localhost:1' }, '/'],
])('%s gets nothing', async (_who, headers, path) => {
  expect((await http(path, { headers: headers as Record<string, string> })).status).toBe(403);
});

test('a token opens once, for its own page, and gives a cookie that scripts and other sites cannot use', async () => {
  const first = token();
  expect((await enter(JSON.stringify({ token: first }), 'http://evil.example')).status).toBe(403);
  const entered = await enter(JSON.stringify({ token: first }));
  expect([entered.status, String(entered.headers['set-cookie'])]).toEqual([
    204,
    expect.stringMatching(/^holdfast-desk=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/; Max-Age=\d+$/),
  ]);
  expect((await enter(JSON.stringify({ token: first }))).status).toBe(403);
  expect(token()).not.toBe(first);
});

test.each(['', '{', '{}', '{"token":"x"}', `{"token":"${'x'.repeat(43)}"}`, `{"token":"${'x'.repeat(10_000)}"}`])('%s is no token', async (body) => {
  expect((await enter(body)).status).toBe(403);
});

test('a token is good for a minute, and only its owner can read it', () => {
  let now = 0;
  const file = join(home, 'other.token');
  writeFileSync(file, '', { mode: 0o644 });
  const tokens = createTokens({ file, fault: () => undefined, now: () => now });
  const [first] = [readFileSync(file, 'utf8')];
  expect(statSync(file).mode & 0o777).toBe(0o600);
  now = tokenLives + 1;
  expect(tokens.spend(first)).toBe(false);
  tokens.stop();
});

test('a disk that takes no new token is told, and ends nothing', () => {
  vi.useFakeTimers();
  const folder = join(home, 'tokens');
  mkdirSync(folder);
  const file = join(folder, 'desk.token');
  const told: unknown[] = [];
  const tokens = createTokens({ file, fault: (_where, cause) => told.push(cause) });
  const first = readFileSync(file, 'utf8');
  rmSync(folder, { recursive: true });
  vi.advanceTimersByTime(tokenLives / 2);
  expect(told).toEqual([expect.objectContaining({ code: 'ENOENT' })]);
  mkdirSync(folder);
  expect(tokens.spend(first)).toBe(true);
  tokens.stop();
});

test('a socket needs the cookie, the page’s own origin and the right host', async () => {
  const good = await cookie();
  const tries = [
    { origin: shell.url },
    { cookie: good },
    { cookie: good, origin: 'http://evil.example' },
    { cookie: good, origin: 'null' },
    { cookie: good, origin: shell.url, host: 'localhost' },
    { cookie: 'holdfast-desk=guess', origin: shell.url },
    { cookie: good, origin: shell.url, path: '/other' },
  ];
  const statuses = [];
  for (const each of tries) statuses.push((await socket(each)).status);
  expect(statuses).toEqual([401, 403, 403, 403, 403, 401, 404]);
  expect((await socket({ cookie: good, origin: shell.url })).said).toEqual([expect.stringContaining('"kind":"ready"')]);
});

test('the bridge is spoken in JSON; anything else closes the socket', async () => {
  const headers = { cookie: await cookie(), origin: shell.url };
  expect((await socket({ ...headers, send: '{"verb":"x"}' })).said[1]).toBe('{"kind":"beat"}');
  expect(heard).toEqual([{ verb: 'x' }]);
  const codes = [];
  for (const send of ['no json', Buffer.from([1, 2, 3]), 'x'.repeat(17 * 1024 * 1024)]) codes.push((await socket({ ...headers, send })).code);
  expect(codes).toEqual([1008, 1008, 1009]);
  expect(closed).toBeGreaterThan(0);
});

test('a page that stayed open finds the same desk after a restart', async () => {
  const good = await cookie();
  const before = shell.url;
  await shell.stop();
  shell = await start();
  expect(shell.url).toBe(before);
  expect((await socket({ cookie: good, origin: shell.url })).said).toHaveLength(1);
});

test('a port in use is told in one line when it was asked for, and avoided when not', async () => {
  const taken = Number(new URL(shell.url).port);
  await shell.stop();
  const blocker = createServer().listen(taken, '127.0.0.1');
  await new Promise((done) => blocker.once('listening', done));
  await expect(start(taken)).rejects.toThrow(`port ${taken} of this desk is in use`);
  shell = await start();
  expect(new URL(shell.url).port).not.toBe(String(taken));
  await new Promise((done) => blocker.close(done));
});
