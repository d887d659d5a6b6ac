import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');

/** One program of ours, started as a user would start it. */
export interface Program {
  readonly process: ChildProcess;
  /** Waits for a line that begins so, and answers the rest of it. */
  readonly line: (prefix: string, nth?: number) => Promise<string>;
  readonly output: () => string;
  /** When it has ended: its exit code. */
  readonly ended: Promise<number | null>;
  /** Ctrl-C, and waits for the end; answers the exit code. */
  readonly stop: () => Promise<number | null>;
  /** Ends it and what it started at once, as a power cut would. */
  readonly kill: () => Promise<void>;
}

/** A home folder of its own that a database user can reach. */
export function freshHome(): string {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'holdfast-e2e-'));
  fs.chmodSync(home, 0o755);
  return home;
}

/** Runs `npm start`, `npm run hub` or `npm run desk` with these flags. */
export function program(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Program {
  const child = spawn(process.execPath, [path.join(root, 'main/start.mjs'), ...args], {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let output = '';
  const watchers = new Set<() => void>();
  // Closed, not only ended: all that it wrote has been read.
  const ended = new Promise<number | null>((done) => child.once('close', (code) => done(code)));
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk) => {
      output += String(chunk);
      for (const watcher of watchers) watcher();
    });
  const linesOf = (prefix: string) =>
    output
      .split('\n')
      .slice(0, -1)
      .filter((line) => line.startsWith(prefix))
      .map((line) => line.slice(prefix.length).trim());
  return {
    process: child,
    output: () => output,
    ended,
    line: (prefix, nth = 0) =>
      new Promise((done, failed) => {
        const timer = setTimeout(() => failed(new Error(`no line “${prefix}” within a minute:\n${output}`)), 60_000);
        timer.unref();
        const look = () => {
          const found = linesOf(prefix)[nth];
          if (found === undefined) return;
          clearTimeout(timer);
          watchers.delete(look);
          done(found);
        };
        watchers.add(look);
        void ended.then((code) => failed(new Error(`ended with ${code} before “${prefix}”:\n${output}`)));
        look();
      }),
    stop: () => {
      child.kill('SIGINT');
      return ended;
    },
    kill: async () => {
      for (const pid of descendants(child.pid ?? 0)) tryKill(pid);
      await ended;
    },
  };
}

/** Ends the database that a killed hub left behind, and removes the home. */
export function sweep(home: string): void {
  const found = fs.globSync(path.join(home, '**/postmaster.pid'));
  for (const file of found) {
    const pid = Number(fs.readFileSync(file, 'utf8').split('\n')[0]);
    // The number may be another process's by now.
    if (commandOf(pid).includes(home)) tryKill(pid);
  }
  fs.rmSync(home, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
}

/** Ends one process at once. */
function tryKill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/** A process and all that it started, the youngest first, but for the database, which outlives a hub that is killed. */
function descendants(pid: number): readonly number[] {
  return [...childrenOf(pid).flatMap((child) => (/postgres/.test(child.command) ? [] : descendants(child.pid))), pid];
}

/** A process and all that it started, the database too. */
export function allBelow(pid: number): readonly number[] {
  return [pid, ...childrenOf(pid).flatMap((child) => allBelow(child.pid))];
}

/** Whether a process is there and has not ended. */
export const isRunning = (pid: number): boolean => processes().some((each) => each.pid === pid);

/** The command line of a process; empty when it is gone. */
export const commandOf = (pid: number): string => processes().find((each) => each.pid === pid)?.command ?? '';

const childrenOf = (pid: number) => processes().filter(({ parent }) => parent === pid);

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

/** All processes that have not ended; a bare Debian has no `ps`, and a Mac no `/proc`. */
function processes(): readonly Process[] {
  if (fs.existsSync('/proc/self/status'))
    return fs
      .readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap(fromProc);
  const { stdout } = spawnSync('ps', ['-axo', 'pid=,ppid=,stat=,command='], { encoding: 'utf8' });
  return stdout.split('\n').flatMap((line) => {
    const [, pid, parent, state, command] = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? [];
    return command === undefined || state?.startsWith('Z') ? [] : [{ pid: Number(pid), parent: Number(parent), command }];
  });
}

function fromProc(pid: string): readonly Process[] {
  try {
    const status = fs.readFileSync(`/proc/${pid}/status`, 'utf8');
    if (/^State:\s+[ZX]/m.test(status)) return [];
    const command = fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    return [{ pid: Number(pid), parent: Number(/^PPid:\s+(\d+)/m.exec(status)?.[1]), command }];
  } catch {
    // It ended meanwhile.
    return [];
  }
}
