import type * as Electron from 'electron';
import type { Core, CoreOptions } from '../core.ts';
import type { Keychain } from '../vault/keychain.ts';
import { serveBridge } from './bridge.ts';
import { callLinkIn, callSchemes, dialPath, wordsWithout } from './call-links.ts';
import { createSystemKeychain } from './keychain.ts';
import { origin } from './origin.ts';
import { declareScheme, servePages } from './pages.ts';
import { trayIcon } from './tray-icon.ts';
import { confine, limitPermissions, openPhoneWindow, openWindow } from './windows.ts';

/** What the shell uses of Electron; it comes in as a parameter, so that the shell is tested without it. */
export interface ElectronParts {
  readonly app: Pick<Electron.App, 'exit' | 'on' | 'quit' | 'requestSingleInstanceLock' | 'setAsDefaultProtocolClient' | 'whenReady'>;
  readonly BrowserWindow: new (options: Electron.BrowserWindowConstructorOptions) => Electron.BrowserWindow;
  readonly Menu: Pick<typeof Electron.Menu, 'buildFromTemplate'>;
  readonly Tray: new (image: Electron.NativeImage) => Pick<Electron.Tray, 'on' | 'setContextMenu' | 'setToolTip'>;
  readonly ipcMain: Pick<Electron.IpcMain, 'on'>;
  readonly nativeImage: Pick<typeof Electron.nativeImage, 'createFromDataURL'>;
  readonly powerMonitor: Pick<Electron.PowerMonitor, 'on'>;
  readonly protocol: Pick<Electron.Protocol, 'handle' | 'registerSchemesAsPrivileged'>;
  readonly safeStorage: Pick<Electron.SafeStorage, 'decryptStringAsync' | 'encryptStringAsync' | 'isAsyncEncryptionAvailable'>;
  readonly session: { readonly defaultSession: Pick<Electron.Session, 'on' | 'setDevicePermissionHandler' | 'setPermissionCheckHandler' | 'setPermissionRequestHandler'> };
}

interface Deps {
  readonly electron: ElectronParts;
  /** Makes the desk once its keychain can be used. */
  readonly createCore: (parts: { readonly keychain: Keychain; readonly openWindow: NonNullable<CoreOptions['openWindow']> }) => Core;
  readonly pages: string;
  readonly preload: string;
  readonly warn: (line: string) => void;
  /** The words that the program was started with. */
  readonly words: readonly string[];
}

/** A desk in Electron: windows, tray and power events around the core. */
export async function startElectronShell({ electron, createCore, pages, preload, warn, words }: Deps): Promise<void> {
  const { app, BrowserWindow, Menu, Tray, ipcMain, nativeImage, powerMonitor, protocol, safeStorage, session } = electron;
  // A second start shows the desk that runs: two would share one home.
  if (!app.requestSingleInstanceLock()) return app.quit();
  declareScheme(protocol);
  let main: Electron.BrowserWindow | null = null;
  let asked = callLinkIn(words);
  const dial = (link: string | null) => {
    if (link === null) return;
    // A Mac may name a link before there is a window.
    if (!main || main.isDestroyed()) asked = link;
    else void main.loadURL(`${origin}/#${dialPath(link)}`);
  };
  app.on('open-url', (event, url) => {
    event.preventDefault();
    dial(callLinkIn([url]));
  });
  app.on('web-contents-created', (_event, contents) => confine(contents));
  await app.whenReady();
  limitPermissions(session.defaultSession);

  const open = (path: string) => openWindow(BrowserWindow, preload, path);
  const core = createCore({ keychain: createSystemKeychain(safeStorage), openWindow: (path) => void (path === '/' ? appear() : open(path)) });
  servePages(protocol, pages, core.reaches);
  serveBridge({ ipcMain, connect: core.connect, warn });

  /** Is there to be seen, without taking the keyboard from whoever types elsewhere. */
  function appear() {
    if (main && !main.isDestroyed()) main.showInactive();
    else show();
  }
  const show = () => {
    if (main && !main.isDestroyed()) {
      if (main.isMinimized()) main.restore();
      main.show();
      return main.focus();
    }
    main = open(asked === null ? '/' : dialPath(asked));
    asked = null;
  };
  show();
  openPhoneWindow(BrowserWindow, preload);
  for (const scheme of callSchemes) app.setAsDefaultProtocolClient(scheme, words[0], wordsWithout(words));
  const tray = new Tray(nativeImage.createFromDataURL(trayIcon));
  tray.setToolTip('Holdfast');
  tray.setContextMenu(
    Menu.buildFromTemplate([
      { label: 'Open Holdfast', click: show },
      { label: 'Lock', click: () => void core.lock() },
      { type: 'separator' },
      { label: 'Quit', click: () => app.quit() },
    ]),
  );
  tray.on('click', show);
  app.on('second-instance', (_event, given) => {
    show();
    dial(callLinkIn(given));
  });
  app.on('activate', show);
  // The desk goes on in the tray: a call must still ring.
  app.on('window-all-closed', () => undefined);
  powerMonitor.on('resume', () => void core.tick().then(core.syncNow));
  powerMonitor.on('unlock-screen', () => void core.syncNow());
  powerMonitor.on('lock-screen', () => void core.lock());

  let isStopping = false;
  app.on('before-quit', (event) => {
    if (isStopping) return;
    isStopping = true;
    event.preventDefault();
    // What is being written is finished first.
    void core
      .stop()
      .catch((cause: unknown) => warn(cause instanceof Error ? cause.message : String(cause)))
      .then(() => app.exit(0));
  });
}
