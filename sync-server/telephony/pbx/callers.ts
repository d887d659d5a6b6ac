import type { PbxPlan } from './plan.ts';
import type { PbxPrograms } from './programs.ts';
import { media, ownAddress, speak, startSipp } from './sipp.ts';

/** A call from outside. */
export interface CallerOptions {
  readonly to: string;
  readonly from: string;
  readonly name?: string;
  /** How long the caller stays once somebody or something has answered. */
  readonly seconds: number;
  /** How long the caller lets it ring before hanging up; without it, for ever. */
  readonly patience?: number;
  /** What the caller says: a pure tone, so that a test can tell who is heard; with null nothing, which spares the computer. */
  readonly hertz?: number | null;
  /** Further header lines of the INVITE, such as forged ones. */
  readonly headers?: readonly string[];
  /** This many callers at a time until stopped, all of them within fifteen seconds. */
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

/** Rings the PBX from an address of its carrier's net with sipp. */
export async function placeCall(programs: PbxPrograms, plan: PbxPlan, options: CallerOptions): Promise<Caller> {
  const { to, from, crowd, hertz = 700 } = options;
  if (!/^[\w*#+.-]{0,255}$/.test(to)) throw new Error(`A caller can dial digits, letters, * # + . and -, not “${to}”.`);
  const many = crowd === undefined ? ['-m', '1'] : ['-l', String(crowd), '-r', '1', '-rp', String(Math.ceil(15_000 / crowd))];
  const args = [...many, '-s', to, `127.0.0.1:${plan.ports.sip}`];
  const sipp = await startSipp(programs, {
    folder: plan.folder,
    host: ownAddress(plan.carrier),
    hertz: hertz ?? 0,
    scenario: (voice) => scenario(options, hertz === null ? '' : speak(voice)),
    args,
  });
  const ended = sipp.ended.then(({ code, errors, log }): CallerEnd => {
    const status = log.includes('lost patience') ? '487' : /SIP\/2\.0 ([3-6]\d\d)/.exec(errors)?.[1];
    if (status) return { isAnswered: false, status: Number(status) };
    if (code === 0) return { isAnswered: true };
    throw new Error(`The caller ${from} did not get through to ${to}: ${errors.trim().split('\n').at(-1) ?? `sipp ended with ${code}`}`);
  });
  // Whoever waits for it gets the failure; nobody has to.
  ended.catch(() => {});
  return { pid: sipp.pid, ended, hangUp: sipp.quit };
}

function scenario({ from, name, seconds, patience, headers = [] }: CallerOptions, voice: string): string {
  const display = name === undefined ? '' : `"${name.replaceAll(/["\\]/g, '\\$&')}" `;
  const dialog = (method: string, to: string, transaction = 'invite') => `
${method} sip:[service]@[remote_ip]:[remote_port] SIP/2.0
Via: SIP/2.0/UDP [local_ip]:[local_port];branch=z9hG4bK[pid]-[call_number]-${transaction}
From: ${display}<sip:${from}@[local_ip]:[local_port]>;tag=[pid]caller[call_number]
To: <sip:[service]@[remote_ip]:[remote_port]>${to}
Call-ID: [call_id]
Contact: <sip:${from}@[local_ip]:[local_port]>
Max-Forwards: 70`;
  const empty = 'Content-Length: 0\n';
  const invite = `${dialog('INVITE', '')}
CSeq: 1 INVITE
${headers.map((line) => `${line}\n`).join('')}Content-Type: application/sdp
Content-Length: [len]

${media}`;
  const provisional = [100, 180, 181, 183].map((status) => `<recv response="${status}" optional="true"/>`).join('\n');
  return `<?xml version="1.0" encoding="UTF-8"?>
<scenario name="caller">
<send retrans="500"><![CDATA[${invite}]]></send>
${provisional}
<recv response="200" rrs="true"${patience === undefined ? '' : ` timeout="${Math.round(patience * 1000)}" ontimeout="impatient"`}/>
<send><![CDATA[${dialog('ACK', '[peer_tag_param]', 'ack')}
CSeq: 1 ACK
${empty}]]></send>
${voice}
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
