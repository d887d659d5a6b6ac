import { _electron, expect, test, type ElectronApplication, type Page } from '@playwright/test';
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { openOffice, type Office } from './office.ts';
import { freshHome, sweep } from './workstation.ts';

const root = path.resolve(import.meta.dirname, '../..');
const binary = path.join(root, 'node_modules/electron/dist', { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' }[process.platform as string] ?? 'electron');
test.skip(!fs.existsSync(binary), `the Electron runtime is not installed: ${binary} is not there`);

let office: Office | undefined;
let shell: ElectronApplication | undefined;
let page: Page;
let home: string | undefined;
test.beforeAll(async () => {
  home = freshHome();
  const built = spawnSync(process.execPath, [path.join(root, 'node_modules/electron-vite/bin/electron-vite.js'), 'build', '--logLevel', 'warn'], { cwd: root, encoding: 'utf8' });
  expect(built.status, built.stderr).toBe(0);
  office = await openOffice();
  // Chromium’s own sandbox needs another user than root; ours is not touched by this.
  const flags = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  shell = await _electron.launch({ executablePath: binary, args: [...flags, root, '--hub', office.hub.url(), '--home', home], cwd: root });
  page = await shell.firstWindow();
});
test.afterAll(async () => {
  await shell?.close();
  await office?.close();
  if (home) sweep(home);
});

test('a window opens at the door, on a protocol of its own', async () => {
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  expect(new URL(page.url()).protocol).not.toMatch(/^(https?|file):$/);
});

test('the page has the bridge with its four verbs, and nothing of Node', async () => {
  const seen = await page.evaluate(() => ({
    bridge: Object.keys(Reflect.get(window, 'bridge') ?? {}).toSorted(),
    node: ['process', 'require', 'module', 'Buffer', 'global', 'electron', 'ipcRenderer'].filter((name) => name in window),
  }));
  expect(seen).toEqual({ bridge: ['device', 'query', 'send', 'watch'], node: [] });
});

test('the page runs in the sandbox, isolated, without node', async () => {
  const preferences = await shell?.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map(({ webContents }): unknown => {
      // It is there at run time, and missing from the types.
      const ask: unknown = Reflect.get(webContents, 'getLastWebPreferences');
      return typeof ask === 'function' ? ask.call(webContents) : null;
    }),
  );
  expect(preferences).not.toEqual([]);
  for (const each of preferences ?? []) expect(each).toMatchObject({ sandbox: true, contextIsolation: true, nodeIntegration: false, webSecurity: true });
});

test('the page goes nowhere else, opens nothing, and is under a strict policy', async () => {
  const address = page.url();
  const opened = await page.evaluate(() => window.open('http://127.0.0.1:9/') === null);
  await page.evaluate(() => location.assign('http://127.0.0.1:9/'));
  await page.evaluate(() => location.assign('file:///etc/passwd')).catch(() => undefined);
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  expect({ opened, address: page.url(), windows: shell?.windows().length }).toEqual({ opened: true, address, windows: 1 });
  const wasRun = await page.evaluate(() => {
    const inline = document.createElement('script');
    inline.textContent = 'window.wasHere = true';
    document.body.append(inline);
    return 'wasHere' in window;
  });
  expect(wasRun).toBe(false);
});

test('a page may not use camera or place', async () => {
  const states = await page.evaluate(() => Promise.all(['camera', 'geolocation'].map(async (name) => (await navigator.permissions.query({ name: name as PermissionName })).state)));
  expect(states).toEqual(['denied', 'denied']);
});
