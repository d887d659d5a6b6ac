import * as fs from 'node:fs';
import * as path from 'node:path';
import { ContactPoint } from '#domain/contacts/contact-point.ts';
import { Contact } from '#domain/contacts/contact.ts';
import type { AnyRow } from '#domain/kernel/entity.ts';
import { createReaders } from '../../main/bridge/readers.ts';
import { createSeededReplica, seedId, seedReader } from '../../main/bridge/seeded-replica.ts';
import { openReader } from '../../main/replica/open.ts';
import { figure, percentile, type Bench } from './bench.ts';

const asks = 2000;
const perContact = 4;

/** Numbers of four countries, each contact with several; some are shared as those of a switchboard are. */
const numberOf = (n: number) => {
  const spread = n % 50 === 0 ? n % 5000 : n;
  return `${['+2547', '+4915', '+3361', '+4479'][n % 4]}${String((spread * 7919) % 100_000_000).padStart(8, '0')}`;
};

/** Forms in which a PBX gives the same number. */
const forms = [(number: string) => number, (number: string) => `00${number.slice(1)}`, (number: string) => `0${number.slice(4)}`, (number: string) => number.slice(1)];

/** Who calls, from the number of a ring, among a million numbers. */
export const benches: readonly Bench[] = [
  {
    names: ['pop'],
    run: async ({ rows, directory, say }) => {
      const points = Math.min(rows, 1_000_000);
      fs.mkdirSync(directory, { recursive: true });
      const { place, db, add } = createSeededReplica(path.join(directory, 'pop.db'));
      add(
        Contact,
        many(points / perContact, (n) => ({ id: seedId(8, n), firstName: 'Caller', fullName: `Caller ${n}`, normalizedName: `caller ${n}` })),
      );
      add(
        ContactPoint,
        many(points, (n) => ({ id: seedId(9, n), contactId: seedId(8, Math.floor(n / perContact)), kind: 'phone', value: numberOf(n), normalized: numberOf(n) })),
      );
      db.close();
      say(`${points} numbers, ${Math.round(fs.statSync(place.file).size / 1e6)} MB`);
      const readers = createReaders({ threads: 1, fault: (where, cause) => say(`${where}: ${String(cause)}`) });
      await readers.open(place, seedReader());
      const samples: number[] = [];
      let found = 0;
      for (let n = -50; n < asks; n++) {
        const number = numberOf(((n + 50) * 104_729) % points);
        const started = performance.now();
        const reply = await readers.run('calls.match', { number: forms[(n + 50) % forms.length]?.(number) ?? number, e164: null });
        const took = performance.now() - started;
        if (!reply.ok) throw new Error(reply.message);
        if (n >= 0) samples.push(took);
        if (reply.text !== '[]') found++;
      }
      await readers.stop();
      if (found < asks) throw new Error(`Only ${found} of ${asks + 50} callers were found`);
      say(`p50 ${percentile(samples, 0.5).toFixed(2)} ms, most ${Math.max(...samples).toFixed(1)} ms`);
      return [figure('pop', percentile(samples, 0.99), 'ms p99', plainRead(place), points, 'the same number read by index, without a thread')];
    },
  },
];

function plainRead(place: Parameters<typeof openReader>[0]): number {
  const db = openReader(place);
  const statement = db.prepare('SELECT contact_id FROM contact_points WHERE normalized = ? AND deleted_at IS NULL LIMIT 20');
  const samples = Array.from({ length: asks }, (_, n) => {
    const started = performance.now();
    statement.all(numberOf(n * 104_729));
    return performance.now() - started;
  });
  db.close();
  return percentile(samples, 0.99);
}

function* many(count: number, row: (n: number) => AnyRow): Iterable<AnyRow> {
  for (let n = 0; n < count; n++) yield row(n);
}
