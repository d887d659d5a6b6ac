import type { AnyEntity, AnyRow } from '#domain/kernel/entity.ts';
import { grantsOf, type RoleName } from '#domain/kernel/capability.ts';
import type { Defaulted, Field } from '#domain/kernel/field.ts';
import { snake, type Id } from '#domain/kernel/names.ts';
import { randomBytes } from 'node:crypto';
import { openWriter, type Place, type WriteDb } from '../replica/open.ts';
import { migrateReplica } from '../replica/migrate.ts';
import { createRowCodec } from '../replica/rows.ts';
import type { Reader } from '../records/parts/read.ts';

/** A replica filled by hand, for tests and measurements: what a sync would have left. */
export interface SeededReplica {
  readonly place: Place;
  readonly db: WriteDb;
  /** Adds rows; what is not given is as in a new row that the server has accepted. */
  readonly add: (entity: AnyEntity, rows: Iterable<AnyRow>) => void;
}

export const seedTenant = seedId<'tenants'>(1, 0);
const seedUser = seedId<'users'>(2, 0);
const seedAt = '2026-03-01T09:30:00.000Z';

/** An id that tells what it stands for: a UUIDv7 of a kind and a number. */
export function seedId<Name extends Id['~entity']>(kind: number, n: number): Id<Name> {
  // Ids of seeds have the form of ids; the brand exists in types only.
  return `0195${kind.toString(16).padStart(4, '0')}-0000-7000-8000-${n.toString(16).padStart(12, '0')}` as Id<Name>;
}

/** Somebody who reads, with the grants of a role. */
export const seedReader = (role: RoleName = 'admin'): Reader => ({ tenantId: seedTenant, userId: seedUser, teamIds: [], grants: grantsOf(role) });

export function createSeededReplica(file: string, key: string = randomBytes(32).toString('hex')): SeededReplica {
  const place = { file, key };
  const db = openWriter(place);
  migrateReplica(db);
  return {
    place,
    db,
    add: (entity, rows) => {
      const codec = createRowCodec(entity);
      const insert = db.prepare<unknown[]>(`INSERT INTO ${snake(entity.name)} (${codec.columns.join(', ')}) VALUES (${codec.columns.map(() => '?').join(', ')})`);
      const blank = Object.fromEntries(Object.entries<Field & Partial<Defaulted<unknown>>>(entity.fields).map(([key, field]) => [key, field.fallback ?? null]));
      const base = { ...blank, tenantId: seedTenant, createdAt: seedAt, createdBy: seedUser, updatedAt: seedAt, updatedBy: seedUser, version: 1, acceptedAt: seedAt };
      db.transaction(() => {
        for (const row of rows) {
          const stored = codec.toStored({ ...base, ...row });
          insert.run(...codec.columns.map((column) => stored[column] ?? null));
        }
      })();
    },
  };
}
