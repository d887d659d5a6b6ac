import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { grantsOf } from '#domain/kernel/capability.ts';
import type { SignInAnswer } from '#domain/sync/wire.ts';
import { createReaders, type Readers } from '../../main/bridge/readers.ts';
import { seedId, seedReader, seedTenant } from '../../main/bridge/seeded-replica.ts';
import { openReader } from '../../main/replica/open.ts';
import { createFileKeychain } from '../../main/vault/keychain.ts';
import { createVaults, type OpenVault } from '../../main/vault/vaults.ts';
import { figure, percentile, type Bench, type Figure } from './bench.ts';
import { caseId, createLargeReplica, personId } from './support/large-replica.ts';

const password = 'a password of the bench';
const asks = 1000;

/** The desk's own reads in a replica of 200,000 cases (1 GB), through a reader thread. */
export const benches: readonly Bench[] = [
  {
    names: ['list', 'timeline', 'cold-start'],
    run: async ({ rows, directory, say }) => {
      const cases = Math.min(rows, 200_000);
      const home = path.join(directory, 'desk');
      const vault = await makeVault(home);
      const replica = createLargeReplica(vault.place.file, cases, vault.place.key);
      replica.db.close();
      say(`${cases} cases, ${Math.round(fs.statSync(vault.place.file).size / 1e6)} MB`);

      const readers = createReaders({ threads: 1, fault: (where, cause) => say(`${where}: ${String(cause)}`) });
      await readers.open(vault.place, seedReader());
      const plain = plainReads(vault, cases);
      const figures: Figure[] = [
        figure(
          'list',
          await p99(readers, 'cases.list', (n) => ({ sort: 'openedAt', descending: n % 2 === 0, limit: 50, ...filters[n % filters.length], after: cursor(n, cases) })),
          'ms p99',
          plain.page,
          cases,
          '50 rows by their ids, read without a thread',
        ),
        figure('timeline', await p99(readers, 'cases.timeline', () => ({ id: caseId(7), limit: 50 })), 'ms p99', plain.page, 5000, '50 rows by their ids, read without a thread'),
      ];
      await readers.stop();
      const cold = median(() => child('cold-desk.ts', [home, vault.id, password]));
      figures.push(
        figure(
          'cold-start',
          cold,
          'ms',
          median(() => child('cold-plain.ts', [vault.place.file, vault.place.key])),
          cases,
          'a bare program that reads 50 rows; the desk also derives its key from the password',
        ),
      );
      return figures;
    },
  },
];

const filters = [
  {},
  { status: ['open', 'onHold', 'pending'] },
  { assignedTo: personId(5), status: ['open'] },
  { teamId: seedId(20, 3), status: ['open', 'onHold'] },
  { status: ['closed'] },
];

const cursor = (n: number, cases: number) => Buffer.from(JSON.stringify([0, new Date(Date.UTC(2024, 0, 1, 0, (n * 7919) % cases)).toISOString(), caseId(n)])).toString('base64url');

async function p99(readers: Readers, name: string, args: (n: number) => object): Promise<number> {
  const samples: number[] = [];
  for (let n = -100; n < asks; n++) {
    const started = performance.now();
    const reply = await readers.run(name, args(n + 100));
    if (!reply.ok) throw new Error(reply.message);
    if (n >= 0) samples.push(performance.now() - started);
  }
  return percentile(samples, 0.99);
}

/** What SQLite alone takes for a page of rows whose ids are known. */
function plainReads({ place }: OpenVault, cases: number): { readonly page: number } {
  const db = openReader(place);
  const statement = db.prepare('SELECT id, case_number, title, status, due_at, opened_at FROM cases WHERE id = ?');
  const samples = Array.from({ length: asks }, (_, n) => {
    const started = performance.now();
    JSON.stringify(Array.from({ length: 50 }, (_unused, at) => statement.get(caseId((n * 7919 + at) % cases))));
    return performance.now() - started;
  });
  db.close();
  return { page: percentile(samples, 0.99) };
}

async function makeVault(home: string): Promise<OpenVault> {
  fs.mkdirSync(home, { recursive: true });
  const keychain = createFileKeychain(path.join(home, 'keychain.key'));
  const vaults = createVaults({ home, keychain, now: Date.now, damaged: (cause) => console.error(cause) });
  const session: SignInAnswer['session'] = {
    tenantId: seedTenant,
    tenantName: 'Bench',
    subdomain: 'bench',
    timeZone: 'UTC',
    settings: {},
    userId: personId(1),
    email: 'bench@demo.holdfast.test',
    displayName: 'Bench',
    roleName: 'Admin',
    teamIds: [],
    grants: grantsOf('admin'),
    audience: '',
    deviceId: seedId(30, 0),
    leaseUntil: '2999-01-01T00:00:00.000Z',
    serverTime: new Date().toISOString(),
    generation: 'bench',
  };
  const answer = { token: 'none', recoverySecret: Buffer.alloc(32).toString('base64'), session };
  const { vault } = await vaults.enter(answer, password, { publicKey: 'none', privateKey: 'none', certificate: null, clock: { offset: 0, latest: 0 } });
  return vault;
}

/** How many milliseconds a script says it took from the start of its process. */
function child(script: string, args: readonly string[]): number {
  const program = ['--disable-warning=ExperimentalWarning', path.join(import.meta.dirname, 'support', script), ...args];
  // With the cache of compiled code that `npm start` gives a desk.
  const env = { ...process.env, NODE_COMPILE_CACHE: path.resolve(import.meta.dirname, '../../node_modules/.cache/compile') };
  const done = spawnSync(process.execPath, program, { encoding: 'utf8', env });
  if (done.status !== 0) throw new Error(`${script} failed: ${done.stderr}`);
  return Number(done.stdout.trim());
}

const median = (measure: () => number) => percentile([0, 1, 2, 3, 4].map(measure), 0.5);
