import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PbxPrograms } from './programs.ts';
import { tone } from './tone.ts';

/** What one process of sipp does, and from where. */
export interface SippRun {
  readonly folder: string;
  readonly host: string;
  readonly port?: number;
  readonly hertz: number;
  /** The scenario, given the file of what is said. */
  readonly scenario: (voice: string) => string;
  readonly args: readonly string[];
}

/** A running sipp. */
export interface Sipp {
  readonly pid: number;
  readonly port: number;
  /** Its exit code, and what it complained of and logged. */
  readonly ended: Promise<{ readonly code: number | null; readonly errors: string; readonly log: string }>;
  /** Ends its calls, then itself. */
  readonly quit: () => Promise<void>;
}

/** Starts sipp in a folder of its own, which goes when it ends. */
export async function startSipp(programs: PbxPrograms, { folder, host, port, hertz, scenario, args }: SippRun): Promise<Sipp> {
  const own = fs.mkdtempSync(path.join(folder, 'run/sipp-'));
  const file = (name: string) => path.join(own, name);
  fs.writeFileSync(file('voice.ulaw'), tone([hertz], 10, 0.3));
  fs.writeFileSync(file('scenario.xml'), scenario(file('voice.ulaw')));
  const at = port ?? (await freeUdp(host));
  const [control, media] = [await freeUdp('127.0.0.1'), await freeUdp(host)];
  const places = ['-i', host, '-p', String(at), '-cp', String(control), '-mi', host, '-mp', String(media)];
  const logs = ['-trace_err', '-error_file', file('errors'), '-trace_logs', '-log_file', file('log'), '-nostdin', '-default_behaviors', 'all,-bye'];
  const [program, given] = programs.command('sipp', ['-sf', file('scenario.xml'), ...places, ...logs, ...args]);
  const child = spawn(program, given, { cwd: own, stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, TERM: 'dumb' } });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const ended = once(child, 'close').then(() => {
    const read = (name: string) => (fs.existsSync(file(name)) ? fs.readFileSync(file(name), 'latin1') : '');
    const result = { code: child.exitCode, errors: read('errors') || said, log: read('log') };
    fs.rmSync(own, { recursive: true, force: true });
    return result;
  });
  return { pid: child.pid ?? 0, port: at, ended, quit: () => quit(child.pid ?? 0, ended) };
}

/** Told once, sipp lets calls end; told again it ends them, and itself. */
async function quit(pid: number, ended: Promise<unknown>): Promise<void> {
  for (let told = 0; told < 20; told++) {
    try {
      process.kill(pid, 'SIGUSR1');
    } catch {
      break;
    }
    if (await Promise.race([ended.then(() => true), sleep(150, false)])) break;
  }
  await ended;
}

/** The description of an ordinary telephone's media. */
export const media = `v=0
o=sipp 1 1 IN IP[local_ip_type] [local_ip]
s=-
c=IN IP[media_ip_type] [media_ip]
t=0 0
m=audio [media_port] RTP/AVP 0 101
a=rtpmap:0 PCMU/8000
a=rtpmap:101 telephone-event/8000
a=fmtp:101 0-15
`;

/** Says the voice over and over. */
export const speak = (voice: string) => `<nop><action><exec rtp_stream="${voice},-1,0,PCMU/8000"/></action></nop>`;

/** Above the ports that Linux gives out by itself and those that calls' media take, so that nobody comes between the look and sipp. */
const firstPort = 61_000;
const portCount = 4_000;
let tried = Math.floor(Math.random() * portCount);

async function freeUdp(host: string): Promise<number> {
  for (let attempt = 0; attempt < portCount; attempt += 4) {
    // sipp takes the ports after its first for media, too.
    tried = (tried + 4) % portCount;
    const socket = createSocket('udp4');
    const isFree = await new Promise<boolean>((resolve) => socket.once('error', () => resolve(false)).bind(firstPort + tried, host, () => resolve(true)));
    await new Promise<void>((resolve) => socket.close(() => resolve()));
    if (isFree) return firstPort + tried;
  }
  throw new Error(`No port from ${firstPort} to ${firstPort + portCount - 1} is free at ${host}: end what uses them.`);
}
