import pg from 'pg';
import type { RoleName } from '#domain/kernel/capability.ts';
import type { AnyCommand } from '#domain/kernel/command.ts';
import type { Id } from '#domain/kernel/names.ts';
import { commandEnvelope, type CommandAnswer, type CommandEnvelope } from '#domain/sync/wire.ts';
import { drawCaseNumber } from '../../sync-server/cases/draw.ts';
import { createNumbers, type Numbers } from '../../sync-server/cases/numbers.ts';
import type { Effect } from '../../sync-server/commands/decide.ts';
import { createCommandService, type CommandService } from '../../sync-server/commands/service.ts';
import type { Caller } from '../../sync-server/commands/standing.ts';
import { newId } from '../../sync-server/db/new-id.ts';
import { roleUrl } from '../../sync-server/db/roles.ts';
import { silentLog } from '../../sync-server/engine/log.ts';
import { migratedDatabase } from './postgres.ts';
import { createWorld, type Person, type World } from './world.ts';

/** A tenant at work without HTTP: the command service on a database of its own, and people who use it. */
export interface Office {
  readonly url: string;
  readonly world: World;
  readonly service: CommandService;
  readonly numbers: Numbers;
  /** The administrator's connections, past every wall. */
  readonly admin: pg.Pool;
  /** The serving role's pool. */
  readonly pool: pg.Pool;
  readonly as: (name: string, device?: string) => Promise<Caller>;
  readonly run: (name: string, command: string, args: unknown, rest?: Partial<CommandEnvelope>) => Promise<CommandAnswer>;
  /** Opens a case of a team and answers its id. */
  readonly openCase: (name: string, team: string, more?: Readonly<Record<string, unknown>>) => Promise<string>;
  readonly caseArgs: (more?: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;
  readonly rows: (sql: string, values?: readonly unknown[]) => Promise<readonly Record<string, unknown>[]>;
  readonly close: () => Promise<void>;
}

/** One of each who matter: agents of both teams, those above them, and one who only looks. */
export const everybody: readonly Person[] = [
  { name: 'owner', role: 'owner', teams: [] },
  { name: 'admin', role: 'admin', teams: [] },
  { name: 'manager', role: 'manager', teams: [] },
  { name: 'supervisor', role: 'supervisor', teams: ['North'] },
  { name: 'lead', role: 'teamLead', teams: ['North'] },
  { name: 'agent', role: 'agent', teams: ['North'] },
  { name: 'second', role: 'agent', teams: ['North'] },
  { name: 'southerner', role: 'agent', teams: ['South'] },
  { name: 'viewer', role: 'viewer', teams: ['North'] },
] satisfies readonly (Person & { readonly role: RoleName })[];

interface Options {
  readonly people?: readonly Person[];
  readonly now?: () => number;
  readonly commands?: ReadonlyMap<string, AnyCommand>;
  readonly effects?: readonly Effect[];
}

/** Opens an office; `close` takes its database away. */
export async function openOffice({ people = everybody, now = Date.now, commands, effects = [] }: Options = {}): Promise<Office> {
  const database = await migratedDatabase();
  const world = await createWorld(database.url, people);
  const admin = new pg.Pool({ connectionString: database.url, max: 4 });
  const pool = new pg.Pool({ connectionString: roleUrl(database.url, 'serve'), max: 12, pipeline: true });
  // Dropping the database may cut off connections that have not quite ended; that is no failure of a test.
  for (const each of [admin, pool]) each.on('error', () => {});
  const service = createCommandService({ pool, log: silentLog, now, draw: drawCaseNumber, effects, ...(commands ? { commands } : {}) });
  const devices = new Map<string, Promise<Id<'devices'>>>();

  const enrol = async (userId: Id<'users'>, device: string): Promise<Id<'devices'>> => {
    const id = newId<'devices'>(Date.now());
    await admin.query(
      `INSERT INTO devices (id, tenant_id, user_id, name, platform, public_key, status, created_at, updated_at, version) VALUES ($1, $2, $3, $4, 'linux', $5, 'active', now(), now(), 1)`,
      [id, world.tenantId, userId, device, `the public key of ${device}`],
    );
    return id;
  };
  const as = async (name: string, device = name): Promise<Caller> => {
    const userId = world.idOf('users', 'email', world.email(name)) as Id<'users'>;
    const enrolled = devices.get(device) ?? enrol(userId, device);
    devices.set(device, enrolled);
    return { tenantId: world.tenantId as Id<'tenants'>, userId, deviceId: await enrolled };
  };
  const caseArgs: Office['caseArgs'] = (more = {}) => ({
    kindId: world.rows.caseKinds?.[0]?.id,
    priorityId: world.rows.priorities?.[0]?.id,
    categoryId: world.rows.caseCategories?.[0]?.id,
    title: 'A matter',
    ...more,
  });
  const run: Office['run'] = async (name, command, args, rest = {}) => service.run(await as(name), envelope(command, args, { at: new Date(now()).toISOString(), ...rest }));
  return {
    url: database.url,
    world,
    service,
    numbers: createNumbers({ pool, now }),
    admin,
    pool,
    as,
    run,
    caseArgs,
    openCase: async (name, team, more = {}) => {
      const answer = await run(name, 'cases.open', caseArgs({ teamId: world.idOf('teams', 'name', team), ...more }));
      if (answer.status !== 'accepted') throw new Error(`The case was not opened: ${JSON.stringify(answer)}`);
      return idIn(answer, 'cases');
    },
    rows: async (sql, values = []) => (await admin.query(sql, [...values])).rows,
    close: async () => {
      await service.stop();
      await pool.end();
      await admin.end();
      await database.drop();
    },
  };
}

/** A command as a desk sends it. */
export function envelope(name: string, args: unknown, rest: Partial<CommandEnvelope> = {}): CommandEnvelope {
  return commandEnvelope.parse({ id: newId(Date.now()), name, args, at: new Date().toISOString(), ...rest });
}

/** The id of the row of an entity that an accepted command wrote. */
export function idIn(answer: CommandAnswer, entity: string): string {
  const found =
    answer.status === 'accepted' ? [...answer.rows.map((one) => ({ entity: one.entity, id: one.row['id'] })), ...answer.hidden].find((one) => one.entity === entity) : undefined;
  if (typeof found?.id !== 'string') throw new Error(`No ${entity} in ${JSON.stringify(answer).slice(0, 300)}`);
  return found.id;
}

/** What was said against a command. */
export const problemIn = (answer: CommandAnswer): string => ('problem' in answer ? answer.problem.code : answer.status);
