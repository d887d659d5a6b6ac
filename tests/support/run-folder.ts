import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

const prefix = 'holdfast-run-';

/** Gives all temporary folders of a test run one place, which `remove` takes away; so do later runs, for one that was killed. */
export function openRunFolder(): { readonly folder: string; readonly remove: () => void } {
  const home = fs.realpathSync(os.tmpdir());
  for (const name of fs.readdirSync(home)) {
    const owner = name.startsWith(prefix) ? Number(name.slice(prefix.length)) : 0;
    if (owner > 0 && !isAlive(owner)) removeWithMounts(path.join(home, name));
  }
  const folder = path.join(home, `${prefix}${process.pid}`);
  fs.mkdirSync(folder, { recursive: true });
  // The user of the database passes through it.
  fs.chmodSync(folder, 0o755);
  for (const variable of ['TMPDIR', 'TEMP', 'TMP']) process.env[variable] = folder;
  return { folder, remove: () => removeWithMounts(folder) };
}

/** Removes a folder, and lets go of the file systems that a test put into it. */
function removeWithMounts(folder: string): void {
  const mounts = fs.existsSync('/proc/mounts') ? fs.readFileSync('/proc/mounts', 'utf8').split('\n') : [];
  for (const line of mounts) {
    const place = line.split(' ')[1] ?? '';
    if (place.startsWith(`${folder}/`)) execFileSync('umount', ['-l', place]);
  }
  fs.rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
