import { EventEmitter } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserWindowConstructorOptions } from 'electron';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Core } from '../core.ts';
import { isOurFrame, origin } from './origin.ts';
import { startElectronShell, type ElectronParts } from './shell.ts';

// Electron's runtime is not needed here: these fakes have the shape of what the shell uses of `electron.d.ts`.
const pages = mkdtempSync(join(tmpdir(), 'holdfast-electron-'));
writeFileSync(join(pages, 'index.html'), '<title>desk</title>');
writeFileSync(join(pages, '..', 'holdfast-outside.txt'), 'not a page');

class FakeContents extends EventEmitter {
  readonly sent: string[] = [];
  opener: ((details: object) => unknown) | null = null;
  setWindowOpenHandler(handler: (details: object) => unknown) {
    this.opener = handler;
  }
  send(_channel: string, text: string) {
    this.sent.push(text);
  }
  isDestroyed() {
    return false;
  }
}

interface FakeWindow extends EventEmitter {
  readonly webContents: FakeContents;
}
let log: string[];
let options: BrowserWindowConstructorOptions[];
let windows: FakeWindow[];
let openPath: (path: string) => void;
let isFirst: boolean;
let app: EventEmitter;
let ipcMain: EventEmitter;
let powerMonitor: EventEmitter;
let serve: (request: Request) => Promise<Response>;
let request: (contents: unknown, permission: string, answer: (granted: boolean) => void, details: object) => void;
let mayUse: (details: { readonly deviceType: string; readonly origin: string }) => boolean;
let devices: EventEmitter;
let registered: (readonly unknown[])[];
let words: readonly string[];
let check: (contents: unknown, permission: string, from: string, details: object) => boolean;
let heard: unknown[];
let menu: readonly { readonly label?: string; readonly click?: () => void }[];

function createFakes(): ElectronParts {
  const note = (line: string) => () => void log.push(line);
  class Window extends EventEmitter implements FakeWindow {
    constructor(given: BrowserWindowConstructorOptions) {
      super();
      options.push(given);
      windows.push(this);
    }
    loadURL(url: string) {
      log.push(`load ${url}`);
    }
    webContents = new FakeContents();
    isDestroyed = () => false;
    showInactive = note('showInactive');
    isMinimized = () => false;
    show = note('show');
    focus = note('focus');
  }
  const parts = {
    app: Object.assign(app, {
      requestSingleInstanceLock: () => isFirst,
      setAsDefaultProtocolClient: (...given: readonly unknown[]) => void registered.push(given),
      quit: note('quit'),
      exit: note('exit'),
      whenReady: async () => void log.push('ready'),
    }),
    BrowserWindow: Window,
    Menu: { buildFromTemplate: (template: typeof menu) => (menu = template) },
    Tray: class extends EventEmitter {
      setToolTip = () => undefined;
      setContextMenu = () => undefined;
    },
    nativeImage: { createFromDataURL: (url: string) => url },
    ipcMain,
    powerMonitor,
    protocol: { registerSchemesAsPrivileged: note('scheme'), handle: (_scheme: string, handler: typeof serve) => (serve = handler) },
    safeStorage: {
      isAsyncEncryptionAvailable: async () => true,
      encryptStringAsync: async (text: string) => Buffer.from(`sealed ${text}`),
      decryptStringAsync: async (bytes: Buffer) => ({ result: bytes.toString().slice(7), shouldReEncrypt: false }),
    },
    session: {
      defaultSession: Object.assign(devices, {
        setPermissionRequestHandler: (handler: typeof request) => (request = handler),
        setPermissionCheckHandler: (handler: typeof check) => (check = handler),
        setDevicePermissionHandler: (handler: typeof mayUse) => (mayUse = handler),
      }),
    },
  };
  // The overloads of Electron's events cannot be written down as a fake.
  return parts as unknown as ElectronParts;
}

const start = () =>
  startElectronShell({
    electron: createFakes(),
    pages,
    preload: '/app/preload/index.cjs',
    warn: (line) => log.push(`warn ${line}`),
    words,
    createCore: ({ keychain, openWindow }) => {
      openPath = openWindow;
      const core: Pick<Core, 'connect' | 'lock' | 'reaches' | 'stop' | 'syncNow' | 'tick'> = {
        reaches: () => ['wss://pbx.example'],
        connect: ({ post }) => ({ receive: (message) => (heard.push(message), post('{"kind":"answer"}'), true), drained: () => undefined, close: () => void log.push('closed') }),
        lock: async () => void log.push('lock'),
        syncNow: async () => void log.push('sync'),
        tick: async () => void log.push('tick'),
        stop: async () => void log.push('stop'),
      };
      heard.push(keychain);
      // The shell uses no more of the core than this.
      return core as Core;
    },
  });

beforeEach(() => {
  [log, options, windows, heard, isFirst] = [[], [], [], [], true];
  [app, ipcMain, powerMonitor, devices] = [new EventEmitter(), new EventEmitter(), new EventEmitter(), new EventEmitter()];
  [words, registered] = [['holdfast', '--hub', 'http://hub'], []];
});
afterEach(() => rmSync(join(pages, '..', 'holdfast-outside.txt'), { force: true }));

test('a second start shows the first and opens nothing', async () => {
  isFirst = false;
  await start();
  expect([log, options]).toEqual([['quit'], []]);
});

test('a window has no more rights than a page in a browser', async () => {
  await start();
  expect(log).toEqual(['scheme', 'ready', `load ${origin}/#/`, `load ${origin}/#/phone`]);
  for (const { webPreferences } of options)
    expect(webPreferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      webSecurity: true,
      preload: '/app/preload/index.cjs',
    });
});

test('the telephone lives in a window that is never shown, is loaded again when it dies, and has a call seen', async () => {
  await start();
  const [, phone] = windows;
  expect(options[1]).toMatchObject({ show: false, webPreferences: { backgroundThrottling: false, autoplayPolicy: 'no-user-gesture-required' } });
  log = [];
  phone?.emit('ready-to-show');
  expect(log).toEqual([]);
  phone?.webContents.emit('render-process-gone', {});
  expect(log).toEqual([`load ${origin}/#/phone`]);
  log = [];
  openPath('/');
  expect([log, windows.length]).toEqual([['showInactive'], 2]);
  openPath('/cases/1');
  expect(log.at(-1)).toBe(`load ${origin}/#/cases/1`);
});

test('no page leaves ours, opens a window or embeds another', async () => {
  await start();
  const contents = new FakeContents();
  app.emit('web-contents-created', {}, contents);
  const prevented = (name: string, url: string) => {
    let isPrevented = false;
    contents.emit(name, { url, preventDefault: () => (isPrevented = true) });
    return isPrevented;
  };
  expect(contents.opener?.({ url: 'https://evil.example' })).toEqual({ action: 'deny' });
  const urls = ['https://evil.example/', 'file:///etc/passwd', 'holdfast://desk.evil/', 'javascript:alert(1)', `${origin}/`];
  expect(urls.map((url) => prevented('will-navigate', url))).toEqual([true, true, true, true, false]);
  expect([prevented('will-redirect', `${origin}/`), prevented('will-attach-webview', '')]).toEqual([true, true]);
});

test('the microphone is granted to our own page, the camera and all else to nobody', async () => {
  await start();
  const ask = (permission: string, requestingUrl: string, mediaTypes?: readonly string[]) => {
    let answer: boolean | null = null;
    request(null, permission, (granted) => (answer = granted), { requestingUrl, mediaTypes });
    return answer;
  };
  expect([
    ask('media', `${origin}/`, ['audio']),
    ask('media', `${origin}/`, ['audio', 'video']),
    ask('media', 'https://evil.example/', ['audio']),
    ask('geolocation', `${origin}/`),
    ask('openExternal', `${origin}/`),
  ]).toEqual([true, false, false, false, false]);
  expect([
    check(null, 'media', origin, { mediaType: 'audio' }),
    check(null, 'media', origin, { mediaType: 'video' }),
    check(null, 'media', 'https://evil.example', {}),
    check(null, 'usb', origin, {}),
  ]).toEqual([true, false, false, false]);
});

test('a headset’s buttons are for our own page, and other devices for nobody', async () => {
  await start();
  expect([
    mayUse({ deviceType: 'hid', origin }),
    mayUse({ deviceType: 'hid', origin: 'https://evil.example' }),
    mayUse({ deviceType: 'serial', origin }),
    check(null, 'hid', origin, {}),
    check(null, 'hid', 'https://evil.example', {}),
  ]).toEqual([true, false, false, true, false]);
  const chosen: unknown[] = [];
  const choose = (deviceList: readonly object[]) =>
    devices.emit('select-hid-device', { preventDefault: () => chosen.push('asked') }, { deviceList }, (id: unknown) => chosen.push(id));
  choose([{ deviceId: 'headset' }, { deviceId: 'other' }]);
  choose([]);
  expect(chosen).toEqual(['asked', 'headset', 'asked', null]);
});

test('links of numbers are opened here, whether the desk runs or is started by one', async () => {
  words = ['holdfast', '--hub', 'http://hub', 'tel:+254722000000'];
  await start();
  expect(log).toContain(`load ${origin}/#/dial?number=tel%3A%2B254722000000`);
  expect(registered).toEqual(['tel', 'sip', 'callto'].map((scheme) => [scheme, 'holdfast', ['--hub', 'http://hub']]));
  log = [];
  app.emit('second-instance', {}, ['holdfast', 'sip:102@pbx']);
  app.emit('second-instance', {}, ['holdfast', 'javascript:alert(1)', 'tel:']);
  app.emit('open-url', { preventDefault: () => log.push('ours') }, 'tel:112');
  expect(log).toEqual(['show', 'focus', `load ${origin}/#/dial?number=sip%3A102%40pbx`, 'show', 'focus', 'ours', `load ${origin}/#/dial?number=tel%3A112`]);
});

test('a link that is named before there is a window waits for it', async () => {
  const started = start();
  app.emit('open-url', { preventDefault: () => {} }, 'tel:112');
  await started;
  expect(log).toContain(`load ${origin}/#/dial?number=tel%3A112`);
});

test('only the top frame of our own page is heard', async () => {
  await start();
  const sender = new FakeContents();
  const frames = [{ origin, parent: null }, { origin, parent: {} }, { origin: 'https://evil.example', parent: null }, { origin: 'null', parent: null }, null];
  expect(frames.map(isOurFrame)).toEqual([true, false, false, false, false]);
  heard = [];
  for (const senderFrame of frames) ipcMain.emit('bridge', { sender, senderFrame }, { verb: 'query' });
  expect([heard, sender.sent, log.filter((line) => line.startsWith('warn')).length]).toEqual([[{ verb: 'query' }], ['{"kind":"answer"}'], 4]);
});

test('a page that is loaded again starts with a new connection, one that only scrolls keeps its own', async () => {
  await start();
  const sender = new FakeContents();
  const speak = () => ipcMain.emit('bridge', { sender, senderFrame: { origin, parent: null } }, {});
  speak();
  sender.emit('did-start-navigation', { isMainFrame: true, isSameDocument: true });
  expect(log).not.toContain('closed');
  sender.emit('did-start-navigation', { isMainFrame: true, isSameDocument: false });
  speak();
  sender.emit('destroyed');
  expect(log.filter((line) => line === 'closed')).toHaveLength(2);
});

test('our pages are served with the policy, and nothing beside them', async () => {
  await start();
  const page = await serve(new Request(`${origin}/`));
  expect([page.status, await page.text(), page.headers.get('content-security-policy')]).toEqual([
    200,
    '<title>desk</title>',
    expect.stringContaining(`default-src 'none'; script-src 'self'`),
  ]);
  for (const url of [`${origin}/..%2fholdfast-outside.txt`, `${origin}/missing.js`, 'holdfast://other/']) expect((await serve(new Request(url))).status).toBe(404);
});

test('the system keychain gives back what it was given, and null for what is not its own', async () => {
  await start();
  const [keychain] = heard as [{ protect: (secret: Buffer) => Promise<string>; reveal: (text: string) => Promise<Buffer | null> }];
  const secret = Buffer.from('a secret of 32 bytes, more or less');
  expect(await keychain.reveal(await keychain.protect(secret))).toEqual(secret);
});

test('waking up syncs, locking the screen locks the desk, quitting finishes what is being written', async () => {
  await start();
  powerMonitor.emit('resume');
  await new Promise((done) => setImmediate(done));
  powerMonitor.emit('lock-screen');
  expect(log.slice(-3)).toEqual(['tick', 'sync', 'lock']);
  let isPrevented = false;
  app.emit('before-quit', { preventDefault: () => (isPrevented = true) });
  await new Promise((done) => setImmediate(done));
  expect([isPrevented, log.slice(-2)]).toEqual([true, ['stop', 'exit']]);
  expect(menu.map(({ label }) => label).filter(Boolean)).toEqual(['Open Holdfast', 'Lock', 'Quit']);
});
