import type { Block } from '#domain/contacts/view-queries.ts';
import type { AnyEntity, AnyRow } from '#domain/kernel/entity.ts';
import { snake } from '#domain/kernel/names.ts';
import { audienceOf, maySee } from '#domain/kernel/permission.ts';
import type { Recorded } from '#domain/records/page.ts';
import { isSynced } from '../../replica/synced.ts';
import type { Where } from './pages.ts';
import type { Read, Reader } from './read.ts';
import { toRow, wholeRow } from './rows.ts';

/** Which rows of an entity a block shows. */
export interface Asked {
  readonly entity: AnyEntity;
  readonly where: Where;
  readonly order?: string;
  readonly limit?: number;
}

/** Rows of one kind, as far as the member may see them and the desk holds them. */
export function blockOf(db: Read, reader: Reader, { entity, where, order = '+t.id DESC', limit = 200 }: Asked): Block {
  if (!isSynced(entity.name) || audienceOf(entity, reader) === undefined) return { rows: [], held: 'none' };
  const conditions = ['t.deleted_at IS NULL', ...where.sql].join(' AND ');
  const rows = db
    .all(`SELECT ${wholeRow(entity, 't')} FROM ${snake(entity.name)} t WHERE ${conditions} ORDER BY ${order} LIMIT ?`, ...where.values, limit)
    .map((stored) => toRow<AnyRow & Recorded>(entity, stored))
    .filter((row) => maySee(reader, entity, row));
  return { rows, held: entity.sync === 'demand' || (entity.retention ?? 'always') !== 'always' ? 'recent' : 'all' };
}

/** Rows where a column holds a value, and no other condition unless told. */
export const at = (column: string, value: string, ...more: readonly string[]): Where => ({ sql: [`t.${column} = ?`, ...more], values: [value] });
