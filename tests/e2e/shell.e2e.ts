import { expect, type Page } from '@playwright/test';
import * as fs from 'node:fs';
import { createServer, request, type OutgoingHttpHeaders } from 'node:http';
import * as desk from './desk-page.ts';
import { test } from './test.ts';

const refusal = (page: Page) => page.getByRole('heading', { name: 'This window may not speak to the desk' });

/** Asks a desk as any program of this computer could. */
function ask(
  url: string,
  { method = 'GET', path = '/', headers = {} }: { readonly method?: string; readonly path?: string; readonly headers?: OutgoingHttpHeaders } = {},
): Promise<number> {
  const { port, host } = new URL(url);
  return new Promise((done, failed) => {
    const asked = request({ host: '127.0.0.1', port, path, method, headers: { host, ...headers } }, (response) => {
      response.resume();
      done(response.statusCode ?? 0);
    });
    asked.on('upgrade', (_response, socket) => {
      socket.destroy();
      done(101);
    });
    asked.on('error', failed);
    asked.end();
  });
}

test('a desk answers only to its own name and its own page', async ({ open, office }) => {
  await open('amina');
  const url = (await office.desk('amina', 'amina')).url();
  const { port } = new URL(url);
  expect(await ask(url)).toBe(200);
  for (const host of [`localhost:${port}`, `127.0.0.1:${port}`, 'evil.example', `0000000000000000.localhost:${port}`])
    expect([host, await ask(url, { headers: { host } })]).toEqual([host, 403]);
  for (const origin of ['http://evil.example', 'null', `http://127.0.0.1:${port}`, 'file://']) expect([origin, await ask(url, { headers: { origin } })]).toEqual([origin, 403]);
  expect(await ask(url, { method: 'POST', path: '/enter' })).toBe(403);
  expect(await ask(url, { method: 'POST', path: '/enter', headers: { origin: url } })).toBe(403);
});

test('a window gets in once with a token: not with a used one, one of an earlier start, or none', async ({ open, openWindow, office, browser }) => {
  await open('amina');
  const own = await office.desk('amina', 'amina');
  const token = fs.readFileSync(own.tokenFile, 'utf8');
  const inside = await openWindow(own);
  await desk.expectCaughtUp(inside);
  expect(inside.url()).not.toContain('token');
  expect(fs.readFileSync(own.tokenFile, 'utf8')).not.toBe(token);

  const left = fs.readFileSync(own.tokenFile, 'utf8');
  await own.stop();
  await own.start();
  for (const address of [`${own.url()}/#token=${token}`, `${own.url()}/#token=${left}`, own.url()]) {
    const page = await (await browser.newContext()).newPage();
    await page.goto(address);
    await expect(refusal(page)).toBeVisible();
    await expect(page.getByRole('contentinfo')).toHaveCount(0);
  }
});

test('a socket needs the cookie, and the page it comes from', async ({ open, office }) => {
  const page = await open('amina');
  const url = (await office.desk('amina', 'amina')).url();
  const [own] = await page.context().cookies();
  expect(own).toMatchObject({ httpOnly: true, sameSite: 'Strict', domain: new URL(url).hostname });
  const cookie = `${own?.name}=${own?.value}`;
  const upgrade = { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13', 'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==' };
  const socket = (headers: OutgoingHttpHeaders) => ask(url, { path: '/bridge', headers: { ...upgrade, ...headers } });
  expect(await socket({ origin: url, cookie })).toBe(101);
  expect(await socket({ origin: url })).toBe(401);
  expect(await socket({ cookie })).toBe(403);
  expect(await socket({ origin: 'http://evil.example', cookie })).toBe(403);
  expect(await socket({ origin: url, cookie, host: 'evil.example' })).toBe(403);
});

test('a page of another origin in the same browser can neither speak to the desk, nor load it, nor frame it', async ({ open, office }) => {
  const page = await open('amina');
  const url = (await office.desk('amina', 'amina')).url();
  const elsewhere = createServer((_request, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Elsewhere</title>')).listen(
    0,
    '127.0.0.1',
  );
  await new Promise((done) => elsewhere.once('listening', done));
  const address = elsewhere.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const foreign = await page.context().newPage();
  // A name of the same site, as another desk of this computer has.
  for (const host of ['127.0.0.1', 'elsewhere.localhost']) {
    await foreign.goto(`http://${host}:${port}/`);
    const got = await foreign.evaluate(async (to) => {
      const socket = new Promise<string>((done) => {
        const opened = new WebSocket(`${to.replace('http', 'ws')}/bridge`);
        opened.onopen = () => done('open');
        opened.onclose = () => done('closed');
      });
      const element = (tag: 'img' | 'script', path: string) =>
        new Promise<string>((done) => {
          const made = document.createElement(tag);
          made.onload = () => done('loaded');
          made.onerror = () => done('failed');
          made.src = `${to}${path}`;
          document.head.append(made);
        });
      const fetched = await fetch(to, { credentials: 'include' }).then(
        () => 'answered',
        () => 'failed',
      );
      const blind = await fetch(`${to}/enter`, { method: 'POST', mode: 'no-cors', credentials: 'include', body: '{}' }).then(
        () => 'sent',
        () => 'failed',
      );
      return { socket: await socket, image: await element('img', '/icon.svg'), fetched, blind };
    }, url);
    expect(got).toMatchObject({ socket: 'closed', image: 'failed', fetched: 'failed' });
    await foreign.evaluate((to) => {
      const frame = document.createElement('iframe');
      frame.src = to;
      document.body.append(frame);
    }, url);
    const frame = foreign.frames().find((each) => each !== foreign.mainFrame());
    await expect.poll(async () => frame?.url()).toMatch(/^(chrome-error:|about:blank|http)/);
    expect(await frame?.locator('#root').count()).toBe(0);
  }
  await desk.expectCaughtUp(page);
  await new Promise((done) => elsewhere.close(done));
});

test('the pages are under a strict policy that the browser enforces', async ({ open }) => {
  const page = await open('amina');
  const response = await page.reload();
  const headers = response?.headers() ?? {};
  const policy = Object.fromEntries((headers['content-security-policy'] ?? '').split('; ').map((part) => [part.split(' ')[0], part.split(' ').slice(1).join(' ')]));
  expect(policy).toMatchObject({ 'default-src': "'none'", 'script-src': "'self'", 'base-uri': "'none'", 'form-action': "'none'", 'frame-ancestors': "'none'" });
  expect(Object.values(policy).join(' ')).not.toMatch(/\*|unsafe-eval|https?:/);
  expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY', 'referrer-policy': 'no-referrer', 'cross-origin-opener-policy': 'same-origin' });

  const refused = await page.evaluate(async () => {
    const seen: string[] = [];
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => seen.push(effectiveDirective));
    const inline = document.createElement('script');
    inline.textContent = 'window.wasHere = true';
    document.body.append(inline);
    const image = new Image();
    image.src = 'http://127.0.0.1:9/pixel.png';
    await fetch('http://127.0.0.1:9/').catch(() => undefined);
    await new Promise((done) => setTimeout(done));
    return { seen: [...new Set(seen)].toSorted(), wasHere: 'wasHere' in window };
  });
  expect(refused).toEqual({ seen: ['connect-src', 'img-src', 'script-src-elem'], wasHere: false });
});

test('in a whole session nothing is asked of anybody but the desk, and nothing it knows lies in the page’s storage', async ({ open, office }) => {
  const page = await open('amina');
  const url = (await office.desk('amina', 'amina')).url();
  const asked: string[] = [];
  const complaints: string[] = [];
  page.context().on('request', (each) => asked.push(each.url()));
  page.on('websocket', (each) => asked.push(each.url().replace(/^ws/, 'http')));
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.reload();
  await desk.openOwnCase(page, 'Nobody hears of this');
  await desk.writeNote(page, 'See <img src="http://127.0.0.1:9/a.png"> and https://example.org/b.png');
  for (const place of ['/contacts', '/contacts/new', '/review', '/pending', '/records', '/records/teams', '/settings', '/cases', '/nowhere']) {
    await desk.goTo(page, place);
    await expect(
      page
        .getByRole('heading', { level: 1 })
        .or(page.getByRole('heading', { level: 2 }))
        .first(),
    ).toBeVisible();
  }
  await desk.runInPalette(page, 'Theme: dark');
  await desk.expectCaughtUp(page);
  expect([...new Set(asked.filter((each) => !/^(data|blob):/.test(each)).map((each) => new URL(each).origin))]).toEqual([url]);
  expect(complaints).toEqual([]);

  const kept = await page.evaluate(() => JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage), document.cookie]));
  for (const secret of ['Nobody hears of this', 'holdfast-desk', 'amina']) expect(kept).not.toContain(secret);
  expect(await page.evaluate(async () => [(await indexedDB.databases()).length, (await caches.keys()).length])).toEqual([0, 0]);
});
