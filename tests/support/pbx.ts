import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { parse } from 'csv-parse/sync';
import { placeCall, type Caller, type CallerOptions } from '../../sync-server/telephony/pbx/callers.ts';
import { placeDeskPhone, placePhone, type DeskPhoneOptions } from '../../sync-server/telephony/pbx/desk-phone.ts';
import { cdrColumns, celFile } from '../../sync-server/telephony/pbx/files.ts';
import { startInstance, takePorts } from '../../sync-server/telephony/pbx/instance.ts';
import type { PbxAgent, PbxDatabase, PbxQueue } from '../../sync-server/telephony/pbx/plan.ts';
import { ownAddress, type Sipp } from '../../sync-server/telephony/pbx/sipp.ts';
import { cacheFolder, findPrograms, NoPbx, type PbxPrograms } from '../../sync-server/telephony/pbx/programs.ts';

let found: Promise<PbxPrograms> | null = null;
const programs = () => (found ??= findPrograms(cacheFolder(), (line) => console.log(`pbx: ${line}`)));

/** Why tests cannot have a real Asterisk here; null where they can. Said aloud, so that a skip is not overlooked. */
export async function whyNoPbx(): Promise<string | null> {
  try {
    await programs();
    return null;
  } catch (error) {
    if (!(error instanceof NoPbx)) throw error;
    console.warn(`SKIPPED, no PBX: ${error.message}`);
    return error.message;
  }
}

/** What a test wants of a PBX. */
export interface TestPbxOptions {
  readonly agents: readonly PbxAgent[];
  readonly queues?: readonly PbxQueue[];
  /** Endpoints and queues are read from here rather than from files. */
  readonly database?: PbxDatabase;
  /** Where it speaks SIP, other than at 127.0.0.1. */
  readonly host?: string;
}

/** Where a plain telephone stands that nobody else uses. */
export const deskPlace = (): string => `${ownAddress('127.3.0.0/16')}:5060`;

/** One call in the PBX's own record. */
export type CallRecord = Readonly<Record<(typeof cdrColumns)[number], string>>;

export type TestPbx = Awaited<ReturnType<typeof startPbx>>;

/** A real Asterisk with these agents and queues, in a folder and on ports of its own. */
export async function startPbx({ agents, queues = [], database, host }: TestPbxOptions) {
  const found = await programs();
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'holdfast-pbx-'));
  const ports = await takePorts({ http: 0, ami: 0, sip: 0 });
  const ami = { user: 'holdfast', secret: randomBytes(12).toString('hex') };
  const instance = await startInstance(found, {
    folder,
    programs: found,
    ports,
    agents,
    queues,
    ami,
    carrier: '127.2.0.0/16',
    ...(database && { database }),
    ...(host && { host }),
  });
  const callers = new Set<Caller>();
  const phones = new Set<Sipp>();
  const kept = async (placed: Promise<Sipp>): Promise<Sipp> => {
    const phone = await placed;
    phones.add(phone);
    void phone.ended.then(() => phones.delete(phone));
    return phone;
  };
  return {
    wsUrl: `ws://127.0.0.1:${ports.http}/ws`,
    domain: '127.0.0.1',
    sipUrl: `sip:127.0.0.1:${ports.sip}`,
    sipPort: ports.sip,
    httpUrl: `http://127.0.0.1:${ports.http}`,
    ami: { host: '127.0.0.1', port: ports.ami, ...ami },
    folder,
    pid: instance.pid,
    /** What a telephone needs to register as this agent. */
    credentials: (extension: string) => {
      const agent = agents.find((each) => each.extension === extension);
      if (!agent) throw new Error(`The test's PBX has no agent ${extension}`);
      return { uri: `sip:${extension}@127.0.0.1`, user: extension, secret: agent.secret, wsUrl: `ws://127.0.0.1:${ports.http}/ws`, iceServers: [] };
    },
    /** A caller from outside, who says a tone. */
    call: async (options: CallerOptions): Promise<Caller> => {
      const caller = await placeCall(found, instance.plan, options);
      callers.add(caller);
      void caller.ended.catch(() => {}).finally(() => callers.delete(caller));
      return caller;
    },
    /** Puts a plain telephone on the table of an agent whose plan has one. */
    deskPhone: (extension: string, options: DeskPhoneOptions): Promise<Sipp> => kept(placeDeskPhone(found, instance.plan, extension, options)),
    /** Whoever answers at the other end of a trunk that leads to this place. */
    carrier: (place: string, options: DeskPhoneOptions): Promise<Sipp> => kept(placePhone(found, folder, place, options)),
    /** The PBX's own record of finished calls. */
    cdr: (): readonly CallRecord[] => {
      const file = path.join(folder, 'log/cdr-custom/calls.csv');
      return fs.existsSync(file) ? parse(fs.readFileSync(file), { columns: [...cdrColumns] }) : [];
    },
    /** The file of its history of channels. */
    history: path.join(folder, 'log/cel-custom', celFile),
    console: instance.console,
    /** As a power cut. */
    kill: instance.kill,
    /** After `kill` or `end`: the same folder and ports. */
    start: instance.start,
    end: instance.stop,
    /** Alive, and answering nothing. */
    freeze: () => instance.signal('SIGSTOP'),
    thaw: () => instance.signal('SIGCONT'),
    stop: async () => {
      await Promise.all([...[...callers].map(({ hangUp }) => hangUp()), ...[...phones].map(({ quit }) => quit())]);
      instance.signal('SIGCONT');
      await instance.stop();
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}
