import type { BrowserWindow, BrowserWindowConstructorOptions, Session, WebContents } from 'electron';
import { origin } from './origin.ts';

/** What a window may do: nothing that a page in a browser could not, but for the bridge. */
export function windowOptions(preload: string): BrowserWindowConstructorOptions {
  return {
    width: 1440,
    height: 900,
    minWidth: 900,
    minHeight: 600,
    show: false,
    autoHideMenuBar: true,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      webSecurity: true,
      spellcheck: true,
    },
  };
}

/** Opens a page of ours in a new window. */
export function openWindow(Window: new (options: BrowserWindowConstructorOptions) => BrowserWindow, preload: string, path: string): BrowserWindow {
  const window = new Window(windowOptions(preload));
  window.once('ready-to-show', () => window.show());
  void window.loadURL(`${origin}/#${path}`);
  return window;
}

/** Holds the telephone in a window that is never shown: calls go on whatever becomes of those that are. */
export function openPhoneWindow(Window: new (options: BrowserWindowConstructorOptions) => BrowserWindow, preload: string): BrowserWindow {
  const options = windowOptions(preload);
  // Nobody looks at it and nobody clicks in it, and still it keeps time and makes itself heard.
  const window = new Window({ ...options, webPreferences: { ...options.webPreferences, backgroundThrottling: false, autoplayPolicy: 'no-user-gesture-required' } });
  const load = () => void window.loadURL(`${origin}/#/phone`);
  window.webContents.on('render-process-gone', load);
  load();
  return window;
}

/** Keeps whatever is loaded from leaving our pages, opening windows or embedding others. */
export function confine(contents: Pick<WebContents, 'on' | 'setWindowOpenHandler'>): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-navigate', (event) => {
    if (!event.url.startsWith(`${origin}/`)) event.preventDefault();
  });
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
}

const granted: ReadonlySet<string> = new Set(['media', 'notifications', 'speaker-selection', 'clipboard-sanitized-write', 'hid']);

/** Grants the microphone and the buttons of a headset to our own pages, and nothing that they do not use. */
export function limitPermissions(session: Pick<Session, 'on' | 'setDevicePermissionHandler' | 'setPermissionCheckHandler' | 'setPermissionRequestHandler'>): void {
  const isOurs = (url: string) => url === origin || url.startsWith(`${origin}/`);
  session.setPermissionRequestHandler((_contents, permission, answer, details) => {
    const wantsVideo = 'mediaTypes' in details && details.mediaTypes?.includes('video') === true;
    answer(granted.has(permission) && isOurs(details.requestingUrl) && !wantsVideo);
  });
  session.setPermissionCheckHandler((_contents, permission, requestingOrigin, { mediaType }) => granted.has(permission) && isOurs(requestingOrigin) && mediaType !== 'video');
  session.setDevicePermissionHandler(({ deviceType, origin: from }) => deviceType === 'hid' && isOurs(from));
  // The page asks for devices with buttons for calls only, and Electron has no list of its own to choose from.
  session.on('select-hid-device', (event, { deviceList }, choose) => {
    event.preventDefault();
    choose(deviceList[0]?.deviceId ?? null);
  });
}
