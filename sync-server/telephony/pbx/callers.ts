import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PbxPlan } from './plan.ts';
import type { PbxPrograms } from './programs.ts';
import { tone } from './tone.ts';

/** A call from outside. */
export interface CallerOptions {
  readonly to: string;
  readonly from: string;
  readonly name?: string;
  /** How long the caller stays once somebody or something has answered. */
  readonly seconds: number;
  /** How long the caller lets it ring before hanging up; without it, for ever. */
  readonly patience?: number;
  /** What the caller says: a pure tone, so that a test can tell who is heard. */
  readonly hertz?: number;
  /** Further header lines of the INVITE, such as forged ones. */
  readonly headers?: readonly string[];
  /** This many callers at a time, one after the other until stopped. */
  readonly crowd?: number;
}

/** How a call ended: answered and over, or refused with a SIP status (487 when the caller's patience ended). */
export type CallerEnd = { readonly isAnswered: true } | { readonly isAnswered: false; readonly status: number };

/** A caller on the line. */
export interface Caller {
  readonly pid: number;
  readonly ended: Promise<CallerEnd>;
  /** Hangs up now, answered or not. */
  readonly hangUp: () => Promise<void>;
}

/** Rings the PBX from its carrier's address with sipp. */
export async function placeCall(programs: PbxPrograms, plan: PbxPlan, options: CallerOptions): Promise<Caller> {
  const { to, from, crowd } = options;
  if (!/^[\w*#+.-]{0,255}$/.test(to)) throw new Error(`A caller can dial digits, letters, * # + . and -, not “${to}”.`);
  const folder = fs.mkdtempSync(path.join(plan.folder, 'run/caller-'));
  const file = (name: string) => path.join(folder, name);
  fs.writeFileSync(file('voice.ulaw'), tone([options.hertz ?? 700], 10, 0.3));
  fs.writeFileSync(file('call.xml'), scenario(options, file('voice.ulaw')));
  const [sip, control] = [await freeUdp(plan.carrier), await freeUdp('127.0.0.1')];
  const media = await freeUdp(plan.carrier);
  const many = crowd === undefined ? ['-m', '1'] : ['-l', String(crowd), '-r', '1', '-rp', '1500'];
  const ours = ['-i', plan.carrier, '-p', String(sip), '-cp', String(control), '-mi', plan.carrier, '-mp', String(media)];
  const log = ['-trace_err', '-error_file', file('errors'), '-trace_logs', '-log_file', file('log'), '-nostdin', '-default_behaviors', 'all,-bye'];
  const [program, args] = programs.command('sipp', ['-sf', file('call.xml'), ...ours, ...log, ...many, '-s', to, `127.0.0.1:${plan.ports.sip}`]);
  const child = spawn(program, args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, TERM: 'dumb' } });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const ended = once(child, 'close').then((): CallerEnd => {
    const errors = fs.existsSync(file('errors')) ? fs.readFileSync(file('errors'), 'latin1') : '';
    const isImpatient = fs.existsSync(file('log')) && fs.readFileSync(file('log'), 'utf8').includes('lost patience');
    fs.rmSync(folder, { recursive: true, force: true });
    const status = isImpatient ? '487' : /SIP\/2\.0 ([3-6]\d\d)/.exec(errors)?.[1];
    if (child.exitCode === 0 && !status) return { isAnswered: true };
    if (status) return { isAnswered: false, status: Number(status) };
    throw new Error(`The caller ${from} did not get through to ${to}: ${(errors || said).trim().split('\n').at(-1) ?? `sipp ended with ${child.exitCode}`}`);
  });
  // Whoever waits for it gets the failure; nobody has to.
  ended.catch(() => {});
  return { pid: child.pid ?? 0, ended, hangUp: () => quit(child.pid ?? 0, ended) };
}

/** Told once, sipp lets calls end; told again it ends them, and itself. */
async function quit(pid: number, ended: Promise<unknown>): Promise<void> {
  const over = ended.then(
    () => true,
    () => true,
  );
  for (let told = 0; told < 20; told++) {
    try {
      process.kill(pid, 'SIGUSR1');
    } catch {
      break;
    }
    if (await Promise.race([over, sleep(150, false)])) break;
  }
  await over;
}

function scenario({ from, name, seconds, patience, headers = [] }: CallerOptions, voice: string): string {
  const display = name === undefined ? '' : `"${name.replaceAll(/["\\]/g, '\\$&')}" `;
  const party = `From: ${display}<sip:${from}@[local_ip]:[local_port]>;tag=[pid]caller[call_number]`;
  const dialog = (method: string, to: string, transaction = 'invite') => `
${method} sip:[service]@[remote_ip]:[remote_port] SIP/2.0
Via: SIP/2.0/UDP [local_ip]:[local_port];branch=z9hG4bK[pid]-[call_number]-${transaction}
${party}
To: <sip:[service]@[remote_ip]:[remote_port]>${to}
Call-ID: [call_id]
Contact: <sip:${from}@[local_ip]:[local_port]>
Max-Forwards: 70`;
  const empty = 'Content-Length: 0\n';
  const invite = `${dialog('INVITE', '')}
CSeq: 1 INVITE
${headers.map((line) => `${line}\n`).join('')}Content-Type: application/sdp
Content-Length: [len]

v=0
o=caller 1 1 IN IP[local_ip_type] [local_ip]
s=-
c=IN IP[media_ip_type] [media_ip]
t=0 0
m=audio [media_port] RTP/AVP 0 101
a=rtpmap:0 PCMU/8000
a=rtpmap:101 telephone-event/8000
a=fmtp:101 0-15
`;
  const provisional = [100, 180, 181, 183].map((status) => `<recv response="${status}" optional="true"/>`).join('\n');
  return `<?xml version="1.0" encoding="UTF-8"?>
<scenario name="caller">
<send retrans="500"><![CDATA[${invite}]]></send>
${provisional}
<recv response="200" rrs="true"${patience === undefined ? '' : ` timeout="${Math.round(patience * 1000)}" ontimeout="impatient"`}/>
<send><![CDATA[${dialog('ACK', '[peer_tag_param]', 'ack')}
CSeq: 1 ACK
${empty}]]></send>
<nop><action><exec rtp_stream="${voice},-1,0,PCMU/8000"/></action></nop>
<recv request="BYE" timeout="${Math.round(seconds * 1000)}" ontimeout="over"/>
<send next="done"><![CDATA[
SIP/2.0 200 OK
[last_Via:]
[last_From:]
[last_To:]
[last_Call-ID:]
[last_CSeq:]
${empty}]]></send>
<label id="over"/>
<send retrans="500"><![CDATA[${dialog('BYE', '[peer_tag_param]', 'bye')}
CSeq: 2 BYE
${empty}]]></send>
<recv response="200" next="done"/>
<label id="impatient"/>
<nop><action><log message="lost patience"/></action></nop>
<send retrans="500"><![CDATA[${dialog('CANCEL', '')}
CSeq: 1 CANCEL
${empty}]]></send>
<recv response="200"/>
<recv response="487"/>
<send><![CDATA[${dialog('ACK', '[peer_tag_param]')}
CSeq: 1 ACK
${empty}]]></send>
<label id="done"/>
</scenario>
`;
}

async function freeUdp(host: string): Promise<number> {
  const socket = createSocket('udp4');
  socket.bind(0, host);
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  await once(socket, 'close');
  return port;
}
