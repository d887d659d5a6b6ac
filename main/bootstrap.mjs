// Runs on any Node from version 20 with nothing installed, so it is plain JavaScript and imports Node alone.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '..');

/** The Node of the project, which runs TypeScript; the one that started this script may be older. */
export const projectNode = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');

/** Prints one clear line and ends with exit code 1. */
export function fail(line) {
  process.stderr.write(`holdfast: ${line}\n`);
  process.exit(1);
}

/** Installs the dependencies when the lock file is not the one they were installed from. */
export function ensureInstalled() {
  if (Number(process.versions.node.split('.')[0]) < 20) fail(`Node ${process.versions.node} is too old: install Node 20 or newer from https://nodejs.org`);
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  const stamp = join(root, 'node_modules', '.holdfast-lock');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock && existsSync(projectNode)) return;
  process.stderr.write('holdfast: installing dependencies (npm ci), once\n');
  const npm = process.env.npm_execpath;
  const options = { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] };
  const flags = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const done = npm?.endsWith('.js') ? spawnSync(process.execPath, [npm, ...flags], options) : spawnSync('npm', flags, { ...options, shell: process.platform === 'win32' });
  if (done.status !== 0) fail('npm ci failed: see its message above; the npm registry must be reachable for the first start');
  if (!existsSync(projectNode)) fail('npm did not run the install script of the package “node”: run `npm rebuild node` and start again');
  writeFileSync(stamp, lock);
}

/** The environment of our processes: the project's Node and tools come first. */
export function projectEnvironment() {
  const bin = join(root, 'node_modules', '.bin');
  return {
    ...process.env,
    PATH: `${bin}${process.platform === 'win32' ? ';' : ':'}${process.env.PATH ?? ''}`,
    NODE_NO_WARNINGS: '1',
    NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'compile'),
  };
}
