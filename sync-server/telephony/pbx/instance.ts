import { spawn, type ChildProcess } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import * as fs from 'node:fs';
import { createServer } from 'node:net';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { filesOf } from './files.ts';
import type { PbxPlan, PbxPorts } from './plan.ts';
import type { PbxPrograms } from './programs.ts';
import { tone } from './tone.ts';

/** A running Asterisk in a folder of its own. */
export interface PbxInstance {
  readonly plan: PbxPlan;
  readonly pid: () => number;
  /** Ends it as an administrator would; after 5 s by force. */
  readonly stop: () => Promise<void>;
  /** Ends it as a power cut would. */
  readonly kill: () => Promise<void>;
  /** Starts it again in the same folder and on the same ports. */
  readonly start: () => Promise<void>;
  readonly signal: (signal: NodeJS.Signals) => void;
  /** Resolves when it ends, asked or not. */
  readonly ended: () => Promise<void>;
  /** What one command of Asterisk's own console prints. */
  readonly console: (command: string) => Promise<string>;
}

const folders = ['etc', 'run', 'log/cdr-custom', 'log/cel-custom', 'spool/recording', 'spool/monitor', 'db', 'lib/keys', 'lib/moh'];

/** Writes the files of a plan and starts Asterisk on them; it is ready when this resolves. */
export async function startInstance(programs: PbxPrograms, plan: PbxPlan): Promise<PbxInstance> {
  // Asterisk's control socket lies in the folder, and a socket's path is short.
  if (Buffer.byteLength(plan.folder) > 80) throw new Error(`The PBX's folder must have a path of at most 80 bytes, not ${plan.folder}.`);
  for (const each of folders) fs.mkdirSync(path.join(plan.folder, each), { recursive: true, mode: 0o700 });
  for (const [name, text] of Object.entries(filesOf(plan))) fs.writeFileSync(path.join(plan.folder, 'etc', name), text, { mode: 0o600 });
  fs.writeFileSync(path.join(plan.folder, 'lib/moh/hold.ulaw'), tone([220, 277, 330], 8, 0.04));
  const configured = ['-C', path.join(plan.folder, 'etc/asterisk.conf')];
  const launch = (args: readonly string[]) => {
    const [file, given] = programs.command('asterisk', [...args, ...configured]);
    return spawn(file, given, { cwd: plan.folder, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' } });
  };
  const consoleOf = async (command: string) => {
    const child = launch(['-rx', command]);
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
    await once(child, 'close');
    return text;
  };

  let child: ChildProcess | null = null;
  let ended = Promise.resolve();
  const end = async (signal: NodeJS.Signals, patience: number) => {
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    const timer = setTimeout(() => child?.kill('SIGKILL'), patience);
    await ended;
    clearTimeout(timer);
  };
  const start = async () => {
    const started = launch(['-f']);
    child = started;
    let said = '';
    for (const stream of [started.stdout, started.stderr]) stream.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-4000)));
    ended = once(started, 'close').then(() => {});
    const until = Date.now() + 30_000;
    while (!(await consoleOf('core waitfullybooted')).includes('fully booted')) {
      if (started.exitCode !== null || started.signalCode !== null)
        throw new Error(`Asterisk could not start in ${plan.folder}: ${said.trim().split('\n').at(-1) ?? 'it said nothing'}`);
      if (Date.now() > until) {
        await end('SIGKILL', 0);
        throw new Error(`Asterisk did not start within 30 s in ${plan.folder}: see ${plan.folder}/log/full`);
      }
      await sleep(50);
    }
  };
  await start();
  return {
    plan,
    pid: () => child?.pid ?? 0,
    stop: () => end('SIGTERM', 5_000),
    kill: () => end('SIGKILL', 5_000),
    start,
    signal: (signal) => child?.kill(signal),
    ended: () => ended,
    console: consoleOf,
  };
}

/** The ports asked for, with a free one for each 0; one that is taken is named. */
export async function takePorts({ http, ami, sip }: PbxPorts): Promise<PbxPorts> {
  return { http: await tcpPort('HTTP', http), ami: await tcpPort('AMI', ami), sip: await udpPort('SIP', sip) };
}

async function tcpPort(name: string, port: number): Promise<number> {
  const server = createServer();
  server.listen(port, '127.0.0.1');
  await once(server, 'listening').catch((error: unknown) => taken(name, port, error));
  const found = portOf(server.address());
  server.close();
  await once(server, 'close');
  return found;
}

async function udpPort(name: string, port: number): Promise<number> {
  const socket = createSocket('udp4');
  socket.bind(port, '127.0.0.1');
  await once(socket, 'listening').catch((error: unknown) => taken(name, port, error));
  const found = portOf(socket.address());
  socket.close();
  await once(socket, 'close');
  return found;
}

function taken(name: string, port: number, error: unknown): never {
  throw new Error(`The ${name} port ${port} on 127.0.0.1 is in use: choose another, or 0 for a free one.`, { cause: error });
}

const portOf = (address: { readonly port: number } | string | null) => (typeof address === 'object' && address !== null ? address.port : 0);
