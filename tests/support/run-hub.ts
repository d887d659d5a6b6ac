import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import * as path from 'node:path';

const entry = path.resolve(import.meta.dirname, '../../sync-server/main.ts');

/** How a hub process that ended by itself did so. */
export interface Ended {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

/** A hub in a process of its own. */
export interface HubProcess {
  readonly child: ChildProcess;
  readonly url: string;
  readonly end: (signal?: NodeJS.Signals) => Promise<Ended>;
}

type Environment = Readonly<Record<string, string>>;

function launch(args: readonly string[], environment: Environment) {
  const child = spawn(process.execPath, [entry, ...args], { env: { ...process.env, DATABASE_URL: '', ELECTRIC_URL: '', ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = { output: '', errors: '' };
  child.stdout.on('data', (chunk: Buffer) => (said.output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said.errors += chunk.toString()));
  const ended = once(child, 'close').then((): Ended => ({ code: child.exitCode, ...said }));
  return { child, said, ended };
}

/** Runs the hub's command line to its end. */
export const runToEnd = (args: readonly string[], environment: Environment = {}): Promise<Ended> => launch(args, environment).ended;

/** Starts a hub process and waits until it says that it is ready. */
export async function runHub(args: readonly string[], environment: Environment = {}): Promise<HubProcess> {
  const { child, said, ended } = launch(args, environment);
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', () => {
      const found = /^hub ready (\S+)$/m.exec(said.output)?.[1];
      if (found) resolve(found);
    });
    void ended.then(({ errors }) => reject(new Error(`The hub ended before it was ready: ${errors}`)));
  });
  return {
    child,
    url,
    end: (signal = 'SIGTERM') => {
      child.kill(signal);
      return ended;
    },
  };
}
