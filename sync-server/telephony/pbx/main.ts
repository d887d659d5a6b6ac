import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { placeCall, type Caller } from './callers.ts';
import { composeFiles } from './compose.ts';
import { celFile } from './files.ts';
import { startInstance, takePorts } from './instance.ts';
import type { PbxDatabase, PbxPlan, PbxPorts } from './plan.ts';
import { cacheFolder, findPrograms } from './programs.ts';
import { hubDatabase, preparePbxDatabase, tenantOf } from '../realtime/prepare.ts';

const usage = 'npm run pbx -- [--home DIR] [--port N] [--ami-port N] [--sip-port N] [--agents N] [--callers N] [--announcement SOUND] [--database [--tenant NAME]] [--docker]';

const port = z.coerce.number().int().min(0).max(65_535);
const settings = z.strictObject({
  home: z
    .string()
    .min(1)
    .default(path.join('.holdfast', 'pbx'))
    .transform((home) => path.resolve(home)),
  /** Where telephones connect, over WebSocket. */
  port: port.default(8088),
  'ami-port': port.default(5038),
  'sip-port': port.default(5062),
  agents: z.coerce.number().int().min(1).max(99).default(6),
  callers: z.coerce.number().int().min(0).max(500).default(0),
  docker: z.boolean().default(false),
  /** Telephones, queues and numbers come from the hub's database rather than from files. */
  database: z.boolean().default(false),
  tenant: z.string().min(1).default('demo'),
  /** What callers hear before they are recorded, as Asterisk names sounds: a file without its ending. */
  announcement: z
    .string()
    .regex(/^[\w./&-]+$/, 'it is the path of a sound without its ending, in letters, digits, . / _ & and -')
    .optional(),
});

/** The command line of the demo's PBX: agents 101 and on, the queue `support` at 500, an echo at 600, and callers on demand. */
async function main(): Promise<void> {
  const asked = settingsOf(process.argv.slice(2));
  const secrets = secretsIn(asked.home);
  const database = asked.database ? await databaseFor(asked.home, asked.tenant) : undefined;
  const agents = Array.from({ length: asked.agents }, (_, index) => ({ extension: String(101 + index), secret: secrets(`agent ${101 + index}`) }));
  const shared = {
    agents,
    queues: [{ name: 'support', number: '500', members: agents.map(({ extension }) => extension) }],
    ami: { user: 'holdfast', secret: secrets('ami') },
    carrier: '127.2.0.0/16',
    announces: true,
    ...(asked.announcement !== undefined && { announcement: asked.announcement }),
    ...(database && { database }),
  };
  const known = path.join(asked.home, 'pbx.json');
  /** Tells the hub beside this folder how the PBX is reached. */
  const tell = (ports: PbxPorts, seen: { readonly recordings?: string; readonly history?: string }) => {
    const place = { wsUrl: `ws://127.0.0.1:${ports.http}/ws`, httpUrl: `http://127.0.0.1:${ports.http}`, domain: '127.0.0.1' };
    const ami = { host: '127.0.0.1', port: ports.ami, ...shared.ami };
    fs.writeFileSync(known, JSON.stringify({ subdomain: asked.tenant, ...place, ami, database: asked.database, ...seen, agents: asked.database ? [] : agents }, null, 2), {
      mode: 0o600,
    });
  };
  if (asked.docker) {
    const ports = { http: asked.port, ami: asked['ami-port'], sip: asked['sip-port'] };
    composed(asked.home, { ...shared, ports });
    return tell(ports, {});
  }

  const programs = await findPrograms(cacheFolder(), (line) => console.error(`holdfast: ${line}`));
  const ports = await takePorts({ http: asked.port, ami: asked['ami-port'], sip: asked['sip-port'] });
  const instance = await startInstance(programs, { ...shared, folder: path.join(asked.home, 'asterisk'), programs, ports });
  tell(ports, { recordings: path.join(instance.plan.folder, 'spool/recording'), history: path.join(instance.plan.folder, 'log/cel-custom', celFile) });
  console.log(`pbx ready ws://127.0.0.1:${ports.http}/ws`);
  console.log(
    asked.database
      ? `telephones, queues and numbers of “${asked.tenant}” come from the database`
      : `agents ${agents[0]?.extension} to ${agents.at(-1)?.extension}, queue 500, echo 600; accounts in ${known}`,
  );
  const callers = { to: '500', from: '+4930901820', name: 'Simulated caller', seconds: 25, crowd: asked.callers };
  const crowd = asked.callers > 0 ? await placeCall(programs, instance.plan, callers).catch((error: unknown) => abandon(instance, known, error)) : null;
  if (crowd) console.log(`${asked.callers} callers keep ringing the queue 500`);
  untilStopped(instance, crowd, known);
}

/** The views of a tenant in the hub's database: that of DATABASE_URL, else the one that the hub beside this folder runs. */
async function databaseFor(home: string, subdomain: string): Promise<PbxDatabase> {
  const url = process.env['DATABASE_URL'] || hubDatabase(path.join(home, '..', 'hub', 'postgres'));
  if (url === null) throw new Error('No hub runs beside this folder: start it with npm start, or name its database in DATABASE_URL.');
  const tenantId = await tenantOf(url, subdomain);
  if (tenantId === null) throw new Error(`The hub has no tenant “${subdomain}”: choose one with --tenant.`);
  return preparePbxDatabase(url, tenantId);
}

/** A PBX whose callers could not be had is not left running. */
async function abandon(instance: Awaited<ReturnType<typeof startInstance>>, known: string, error: unknown): Promise<never> {
  fs.rmSync(known, { force: true });
  await instance.stop();
  throw error;
}

/** Callers first, the PBX after them; a PBX that ends by itself ends this with a line that says so. */
function untilStopped(instance: Awaited<ReturnType<typeof startInstance>>, crowd: Caller | null, known: string): void {
  let isStopping = false;
  const stop = async (code: number) => {
    // Asked twice means now.
    if (isStopping) process.exit(1);
    isStopping = true;
    fs.rmSync(known, { force: true });
    await crowd?.hangUp();
    await instance.stop();
    process.exit(code);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop(0));
  process.on('disconnect', () => void stop(0));
  void instance.ended().then(() => {
    if (isStopping) return;
    console.error(`holdfast: Asterisk ended by itself: see ${instance.plan.folder}/log/full`);
    void stop(1);
  });
}

function composed(home: string, plan: Omit<PbxPlan, 'folder' | 'programs'>): void {
  for (const [name, text] of Object.entries(composeFiles(plan))) {
    fs.mkdirSync(path.dirname(path.join(home, name)), { recursive: true, mode: 0o700 });
    fs.writeFileSync(path.join(home, name), text, { mode: 0o600 });
  }
  console.log(`wrote ${path.join(home, 'compose.yaml')}: start it with docker compose -f ${path.join(home, 'compose.yaml')} up --build`);
}

function settingsOf(args: readonly string[]): z.output<typeof settings> {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      home: text,
      port: text,
      'ami-port': text,
      'sip-port': text,
      agents: text,
      callers: text,
      docker: { type: 'boolean' },
      database: { type: 'boolean' },
      tenant: text,
      announcement: text,
    },
  });
  const { data, error } = settings.safeParse(values);
  if (data === undefined) throw new Error(`The setting --${String(error.issues[0]?.path[0])} is not valid: ${error.issues[0]?.message}. Usage: ${usage}`);
  return data;
}

/** Secrets drawn once and kept beside the PBX, so that telephones keep theirs when it starts again. */
function secretsIn(home: string): (name: string) => string {
  fs.mkdirSync(home, { recursive: true, mode: 0o700 });
  const file = path.join(home, 'secrets.json');
  const kept: Record<string, string> = fs.existsSync(file) ? z.record(z.string(), z.string()).parse(JSON.parse(fs.readFileSync(file, 'utf8'))) : {};
  return (name) => {
    if (kept[name] === undefined) {
      kept[name] = randomBytes(16).toString('hex');
      fs.writeFileSync(file, JSON.stringify(kept, null, 2), { mode: 0o600 });
    }
    return kept[name];
  };
}

main().catch((error: unknown) => {
  console.error(`holdfast: ${(error instanceof Error ? error.message : String(error)).replaceAll(/\s*\n\s*/g, ' ')}`);
  process.exit(1);
});
