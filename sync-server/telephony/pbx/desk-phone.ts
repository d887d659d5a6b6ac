import type { PbxPlan } from './plan.ts';
import type { PbxPrograms } from './programs.ts';
import { media, speak, startSipp, type Sipp } from './sipp.ts';

/** What stands on an agent's table, and what the agent does when it rings. */
export interface DeskPhoneOptions {
  /** Seconds that it rings before the agent does something. */
  readonly rings: number;
  /** Seconds that the agent talks before hanging up; without them until the other does. */
  readonly talks?: number;
  /** The SIP status by which the agent refuses, such as 486; without it the call is answered. */
  readonly refuses?: number;
  /** What the agent says; with null nothing. */
  readonly hertz?: number | null;
}

/** A plain SIP telephone of sipp for the agent of this extension; one call after the other until it is taken away. */
export async function placeDeskPhone(programs: PbxPrograms, plan: PbxPlan, extension: string, options: DeskPhoneOptions): Promise<Sipp> {
  const place = plan.agents.find((agent) => agent.extension === extension)?.deskPhone;
  if (place === undefined) throw new Error(`The agent ${extension} has no desk phone in the plan.`);
  return placePhone(programs, plan.folder, place, options);
}

/** The same where nobody's desk is: whoever answers at the end of a trunk. */
export async function placePhone(programs: PbxPrograms, folder: string, place: string, options: DeskPhoneOptions): Promise<Sipp> {
  const [host = '', port] = place.split(':');
  return startSipp(programs, {
    folder,
    host,
    port: Number(port),
    hertz: options.hertz ?? 500,
    scenario: (voice) => scenarioOf(options, options.hertz === null ? '' : speak(voice)),
    args: [],
  });
}

function scenarioOf({ rings, talks, refuses }: DeskPhoneOptions, voice: string): string {
  const answer = (status: string, tag = ';tag=[pid]desk[call_number]') => `
SIP/2.0 ${status}
[last_Via:]
[last_Record-Route:]
[last_From:]
[last_To:]${tag}
[last_Call-ID:]
[last_CSeq:]
Contact: <sip:desk@[local_ip]:[local_port]>`;
  const empty = '\nContent-Length: 0\n';
  const accept =
    refuses === undefined
      ? `<send retrans="500"><![CDATA[${answer('200 OK')}
Content-Type: application/sdp
Content-Length: [len]

${media}]]></send>
<recv request="ACK"/>
${voice}
<recv request="BYE"${talks === undefined ? '' : ` timeout="${Math.round(talks * 1000)}" ontimeout="over"`}/>
<send next="done"><![CDATA[${answer('200 OK', '')}${empty}]]></send>
<label id="over"/>
<send retrans="500"><![CDATA[
BYE [next_url] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
From[$to]
To[$from]
Call-ID: [call_id]
CSeq: 1 BYE
Max-Forwards: 70${empty}]]></send>
<recv response="200" next="done"/>`
      : `<send retrans="500"><![CDATA[${answer(`${refuses} Refused`)}${empty}]]></send>
<recv request="ACK" next="done"/>`;
  // Only one who may hang up needs to know both parties; sipp refuses a name that is given and not used.
  const parties =
    refuses === undefined
      ? `<action>
  <ereg regexp=":.*" search_in="hdr" header="From" assign_to="from"/>
  <ereg regexp=":.*" search_in="hdr" header="To" assign_to="bare"/>
  <assignstr assign_to="to" value="[$bare];tag=[pid]desk[call_number]"/>
</action>`
      : '';
  return `<?xml version="1.0" encoding="UTF-8"?>
<scenario name="desk phone">
<recv request="INVITE" rrs="true">${parties}</recv>
<send><![CDATA[${answer('180 Ringing')}${empty}]]></send>
<recv request="CANCEL" timeout="${Math.round(rings * 1000)}" ontimeout="act"/>
<send><![CDATA[${answer('200 OK', '')}${empty}]]></send>
<send retrans="500"><![CDATA[
SIP/2.0 487 Request Terminated
[last_Via:]
[last_From:]
[last_To:];tag=[pid]desk[call_number]
[last_Call-ID:]
CSeq: [last_cseq_number] INVITE${empty}]]></send>
<recv request="ACK" next="done"/>
<label id="act"/>
${accept}
<label id="done"/>
</scenario>
`;
}
