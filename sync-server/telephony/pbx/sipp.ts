import { spawn, type ChildProcess } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PbxPrograms } from './programs.ts';
import { tone } from './tone.ts';

const sipPort = 5060;

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
  /** Its exit code, and what it complained of and logged. */
  readonly ended: Promise<{ readonly code: number | null; readonly errors: string; readonly log: string }>;
  /** Ends its calls, then itself. */
  readonly quit: () => Promise<void>;
}

/** Starts sipp in a folder of its own, which goes when it ends. */
export async function startSipp(programs: PbxPrograms, { folder, host, port = sipPort, hertz, scenario, args }: SippRun): Promise<Sipp> {
  const own = fs.mkdtempSync(path.join(folder, 'run/sipp-'));
  const file = (name: string) => path.join(own, name);
  fs.writeFileSync(file('voice.ulaw'), tone([hertz], 10, 0.3));
  fs.writeFileSync(file('scenario.xml'), scenario(file('voice.ulaw')));
  const places = ['-i', host, '-p', String(port), '-ci', host, '-mi', host];
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
  await listening(child, host, port);
  return { pid: child.pid ?? 0, ended, quit: () => quit(child.pid ?? 0, ended) };
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

/** All of 127/8 is this computer: whoever simulates a telephone has an address of its own, and on it every port. */
let drawn = randomInt(65_536);

/** An address in a net such as `127.2.0.0/16` where nothing has a socket. */
export function ownAddress(net: string): string {
  const first = /^127\.(\d+)\.0\.0\/16$/.exec(net)?.[1];
  if (first === undefined) throw new Error(`Simulated telephones need a net such as 127.2.0.0/16, not “${net}”.`);
  for (let attempt = 0; attempt < 65_536; attempt++) {
    drawn = (drawn + 1) % 65_536;
    const address = `127.${first}.${drawn >> 8}.${drawn & 255}`;
    if (!socketsOf(address).includes(sipPort)) return address;
  }
  throw new Error(`Every address of ${net} is in use: end what uses them.`);
}

/** Until sipp listens, a call to it would be lost; until then, too, it may still say that it cannot. */
async function listening(child: ChildProcess, host: string, port: number): Promise<void> {
  while (child.exitCode === null && child.signalCode === null && !socketsOf(host).includes(port)) await sleep(10);
}

/** The UDP ports that are in use at an address, as Linux lists them. */
function socketsOf(address: string): readonly number[] {
  const name = Buffer.from(address.split('.').toReversed().map(Number)).toString('hex').toUpperCase();
  return Array.from(fs.readFileSync('/proc/net/udp', 'latin1').matchAll(new RegExp(`^ *\\d+: ${name}:([0-9A-F]{4}) `, 'gm')), ([, port = '']) => Number.parseInt(port, 16));
}
