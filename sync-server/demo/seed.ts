import { formatNumber } from '#domain/cases/rules.ts';
import pg from 'pg';
import type { Log } from '../engine/log.ts';
import { createTenant, tenantRows, type NewTenant, type TenantRows } from '../people/create-tenant.ts';
import { hashPassword } from '../auth/password.ts';
import { demoPassword, harbour, names, other } from './people.ts';
import { phoneRows } from './phones.ts';
import { handovers, matters, remarks, resolutions } from './texts.ts';
import { createWork, workersOf, type Work, type Worker } from './work.ts';

const day = 86_400_000;
/** How many notices of the demo still wait for each member. */
const unread = 5;
/** How soon the others were read. */
const readAfter = 1_200_000;

/** Makes up the demo tenants once; a database that has them stays as it is. */
export async function seedDemo(databaseUrl: string, log: Pick<Log, 'info'>): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query('SET ROLE holdfast_migrate');
    await client.query(`BEGIN; SELECT set_config('app.tenant', '${harbour.id}', true)`);
    const { rowCount } = await client.query('SELECT 1 FROM tenants WHERE tenant_id = $1', [harbour.id]);
    if (rowCount === 0) {
      const passwordHash = await hashPassword(demoPassword);
      await seedTenant(client, harbour, { contacts: 500, cases: 800, seed: 20_260_101, passwordHash });
      await seedTenant(client, other, { contacts: 40, cases: 60, seed: 7, passwordHash });
      log.info({}, 'the demo tenants were made up');
    }
    await client.query('COMMIT');
  } finally {
    await client.end();
  }
}

interface Size {
  readonly contacts: number;
  readonly cases: number;
  readonly seed: number;
  readonly passwordHash: string;
}

async function seedTenant(client: pg.Client, { people, ...rest }: typeof harbour, size: Size): Promise<void> {
  const members = people.map(([name, fullName, role, teams]) => ({ email: `${name}@${rest.subdomain}.holdfast.test`, fullName, role, teams, passwordHash: size.passwordHash }));
  const tenant: NewTenant = { ...rest, members };
  const now = Date.now();
  const rows = tenantRows(tenant, new Date(now - 200 * day).toISOString());
  const random = mulberry(size.seed);
  const work = createWork(tenant.id, rows);
  const contactIds = addContacts(work, rows, random, size.contacts, now);
  addCases(work, tenant, rows, random, size.cases, contactIds, now);
  readNotices(work, rows, now);
  phoneRows(tenant, rows, new Date(now).toISOString());
  await createTenant(client, tenant, rows);
  // Numbers given here are never given again.
  const year = new Date(now).getUTCFullYear();
  for (const period of [year - 1, year])
    await client.query('INSERT INTO number_counters (tenant_id, series, period, last_seq) VALUES ($1, $2, $3, $4)', [tenant.id, tenant.kind.prefix, String(period), size.cases]);
}

function addContacts(work: Work, rows: TenantRows, random: Random, count: number, now: number): readonly string[] {
  const workers = workersOf(rows).filter(({ role }) => role !== 'viewer');
  return Array.from({ length: count }, (_, n) => {
    const [given = [], family = []] = random.one(names);
    const phone = `+2547${String(10_000_000 + n * 7919).slice(0, 8)}`;
    const points = [
      { kind: 'phone', value: phone, label: random.one(['Mobile', 'Home', 'Work']) },
      ...(random.chance(0.7) ? [{ kind: 'email', value: `contact${n}@example.org`, label: null }] : []),
      ...(random.chance(0.25) ? [{ kind: 'whatsapp', value: phone, label: null }] : []),
    ];
    const args = {
      firstName: random.one(given),
      lastName: random.one(family),
      kind: random.one(['client', 'client', 'client', 'lead', 'other', 'thirdParty', 'agency']),
      points,
      tags: random.chance(0.1) ? ['vip'] : [],
    };
    return work.run(random.one(workers), new Date(now - (200 - n * 0.2) * day), 'contacts.create', args);
  });
}

function addCases(work: Work, tenant: NewTenant, rows: TenantRows, random: Random, count: number, contactIds: readonly string[], now: number): void {
  const workers = workersOf(rows);
  const lead = workers.find(({ role }) => role === 'owner' || role === 'admin');
  if (!lead) throw new Error('A tenant needs an owner');
  const categories = (rows.caseCategories ?? []).filter(({ name }) => matters[String(name)]);
  const priorities = [...(rows.priorities ?? [])].toSorted((one, next) => Number(one['level']) - Number(next['level']));
  const kindId = rows.caseKinds?.[0]?.id;
  for (let n = 0; n < count; n += 1) {
    // The newest cases are minutes old, the oldest half a year.
    const age = 180 * day * ((count - n) / count) ** 2;
    const opened = new Date(now - age - 60_000);
    const category = random.one(categories);
    const [title, description] = random.one(matters[String(category['name'])] ?? []);
    const agent = random.one(workers.filter(({ teamIds }) => teamIds.length > 0));
    const priority = priorities[random.one([0, 1, 1, 1, 1, 2, 2, 3])];
    const dueAt = random.chance(0.6) ? new Date(opened.getTime() + Number(priority?.['slaHours']) * 3_600_000).toISOString() : null;
    const number = formatNumber('{prefix}-{yyyy}-{seq:6}', tenant.kind.prefix, String(opened.getUTCFullYear()), n + 1);
    const id = work.run(
      agent,
      opened,
      'cases.open',
      {
        kindId,
        title,
        description,
        priorityId: priority?.id,
        categoryId: category.id,
        contactId: random.one(contactIds),
        teamId: random.one(agent.teamIds),
        dueAt,
        tags: random.chance(0.15) ? [random.one(['insured', 'press', 'elderly', 'repeat caller'])] : [],
      },
      number,
    );
    let at = opened.getTime();
    const later = () => new Date((at = Math.min(now - 1000, at + random.whole(10, 60 * 30) * 60_000 * Math.min(1, age / (5 * day)))));
    if (random.chance(0.75)) work.run(lead, later(), 'cases.assign', { id, userId: colleague(random, workers, rows, id), note: handovers[n % handovers.length] });
    for (let m = random.one([0, 0, 1, 1, 2, 3]); m > 0; m -= 1) work.run(lead, later(), 'notes.add', { subject: { caseId: id }, body: random.one(remarks) });
    finish(work, random, lead, id, age, later);
  }
}

/** Somebody of the case's team. */
function colleague(random: Random, workers: readonly Worker[], rows: TenantRows, id: string): string {
  const teamId = rows.cases?.find((row) => row.id === id)?.['teamId'];
  return random.one(workers.filter(({ teamIds }) => teamIds.includes(String(teamId)))).userId;
}

/** Everybody has read what they were told, but for the last few things. */
function readNotices(work: Work, rows: TenantRows, now: number): void {
  for (const worker of workersOf(rows)) {
    const own = (rows.notifications ?? [])
      .filter(({ userId }) => userId === worker.userId)
      .toSorted((one, next) => String(next['createdAt']).localeCompare(String(one['createdAt'])));
    for (const { id, createdAt } of own.slice(unread))
      work.run(worker, new Date(Math.min(now - 1000, Date.parse(String(createdAt)) + readAfter)), 'notifications.markRead', { ids: [id] });
  }
}

/** What became of a case: the older it is, the likelier it is done. */
function finish(work: Work, random: Random, lead: Worker, id: string, age: number, later: () => Date): void {
  const done = random.chance(Math.min(0.9, age / (30 * day)));
  if (!done && random.chance(0.2)) work.run(lead, later(), 'cases.hold', { id, reason: 'Waiting for documents' });
  if (!done) return;
  if (random.chance(0.08)) {
    work.run(lead, later(), 'cases.cancel', { id, reason: 'Opened twice' });
    return;
  }
  work.run(lead, later(), 'cases.resolve', { id, resolution: random.one(resolutions) });
  if (random.chance(0.8)) work.run(lead, later(), 'cases.close', { id });
}

interface Random {
  readonly one: <Item>(items: readonly Item[]) => Item;
  readonly chance: (share: number) => boolean;
  readonly whole: (from: number, to: number) => number;
}

/** Mulberry32: the same tenant every time. */
function mulberry(seed: number): Random {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    one: (items) => {
      const item = items[Math.floor(next() * items.length)];
      if (item === undefined) throw new Error('Nothing to choose from');
      return item;
    },
    chance: (share) => next() < share,
    whole: (from, to) => from + Math.floor(next() * (to - from + 1)),
  };
}
