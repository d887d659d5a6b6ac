import { spawn } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tokenLives } from './tokens.ts';

interface Start {
  readonly url: string;
  readonly tokenFile: string;
  /** Where the start page is written; it is gone when its token is. */
  readonly page: string;
  readonly cannot: (line: string) => void;
}

/** Opens a desk in the system's browser. The token goes through a page that only its owner can read, never through a command line. */
export function openInBrowser({ url, tokenFile, page, cannot }: Start): () => void {
  const target = `${url}/#token=${readFileSync(tokenFile, 'utf8')}`;
  rmSync(page, { force: true });
  writeFileSync(
    page,
    `<!doctype html><meta charset="utf-8"><title>Holdfast</title><meta name="referrer" content="no-referrer"><meta http-equiv="refresh" content="0;url=${target}"><a href="${target}">Open the desk</a>\n`,
    { mode: 0o600 },
  );
  const [command, ...args] = opener(process.platform, page);
  const child = spawn(command, args, { stdio: 'ignore', detached: true });
  child.on('error', () => cannot(`no browser could be opened: open ${page} within a minute yourself`));
  child.unref();
  const timer = setTimeout(() => rmSync(page, { force: true }), tokenLives);
  return () => {
    clearTimeout(timer);
    rmSync(page, { force: true });
  };
}

function opener(platform: string, file: string): readonly [string, ...string[]] {
  if (platform === 'darwin') return ['open', file];
  // `start` is built into the shell; explorer takes a path without one.
  return platform === 'win32' ? ['explorer.exe', file] : ['xdg-open', file];
}
