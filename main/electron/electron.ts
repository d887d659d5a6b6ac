/**
 * The entry of the Electron shell, built to `out/main/electron.js`.
 * Fuses for packaging: RunAsNode off, NodeOptions off, NodeCliInspect off, CookieEncryption on, EmbeddedAsarIntegrity on, OnlyLoadAppFromAsar on, GrantFileProtocolExtraPrivileges off.
 */
import { faultText } from '#domain/kernel/redact.ts';
import { app, BrowserWindow, ipcMain, Menu, nativeImage, powerMonitor, protocol, safeStorage, session, Tray } from 'electron';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { createCore } from '../core.ts';
import { createWriter } from '../sync/writer.ts';
import { startElectronShell } from './shell.ts';

const out = resolve(import.meta.dirname, '..');
const complain = (line: string) => process.stderr.write(`holdfast: ${line}\n`);

async function start(): Promise<void> {
  // The first arguments are Electron's own: its binary, and our folder unless it is packaged.
  const { values } = parseArgs({ args: process.argv.slice(app.isPackaged ? 1 : 2), options: { hub: { type: 'string' }, home: { type: 'string' } }, strict: false });
  const { hub, home } = values;
  if (typeof hub !== 'string') throw new Error('--hub is missing: give the address of the hub');
  return startElectronShell({
    electron: { app, BrowserWindow, Menu, Tray, ipcMain, nativeImage, powerMonitor, protocol, safeStorage, session },
    pages: join(out, 'renderer'),
    preload: join(out, 'preload', 'index.cjs'),
    warn: complain,
    words: process.argv,
    createCore: (parts) =>
      createCore({
        ...parts,
        hubUrl: hub,
        home: join(typeof home === 'string' ? home : app.getPath('userData'), 'desk'),
        startWriter: (onEvent, onEnd) =>
          createWriter({ onEvent, onEnd, script: new URL('./writer-thread.js', import.meta.url), migrations: join(out, '..', 'migrations', 'sqlite') }),
        log: { warn: complain, error: (where, cause) => complain(`${where}: ${faultText(cause)}`) },
      }),
  });
}

// Electron becomes ready only once this module is done, so it is not awaited here.
start().catch((cause: unknown) => {
  complain(cause instanceof Error ? cause.message : String(cause));
  app.exit(1);
});
