import type { AnyEntity } from '#domain/kernel/entity.ts';
import { snake } from '#domain/kernel/names.ts';

const weights = { A: 10, B: 5, C: 2, D: 1 } as const;

/** The full-text index of an entity: its table, its columns in order and their weights for `bm25`. */
export interface SearchIndex {
  readonly table: string;
  readonly columns: readonly string[];
  readonly weights: readonly number[];
}

/** The full-text index of an entity; null where no field is searchable. */
export function searchIndexOf({ name, fields }: AnyEntity): SearchIndex | null {
  const searched = Object.entries(fields).flatMap(([key, { search }]) => (search ? [[snake(key), weights[search]] as const] : []));
  if (searched.length === 0) return null;
  return { table: `${snake(name)}_search`, columns: searched.map(([column]) => column), weights: searched.map(([, weight]) => weight) };
}

/** The statement that makes the index. Its text lies in the entity's own table; accents and case do not matter. */
export function searchTableSql(entity: AnyEntity, { table, columns }: SearchIndex): string {
  return `CREATE VIRTUAL TABLE ${table} USING fts5(${columns.join(', ')}, content='${snake(entity.name)}', tokenize='unicode61 remove_diacritics 2')`;
}

/**
 * The triggers that keep the index current. With `upTo`, rows beyond that rowid are left alone:
 * the index is being built in steps and has not reached them.
 */
export function searchTriggers(entity: AnyEntity, { table, columns }: SearchIndex, upTo?: string): readonly { readonly name: string; readonly sql: string }[] {
  const list = columns.join(', ');
  const values = (row: string) => columns.map((column) => `${row}.${column}`).join(', ');
  const forget = `INSERT INTO ${table}(${table}, rowid, ${list}) VALUES ('delete', old.rowid, ${values('old')});`;
  const learn = `INSERT INTO ${table}(rowid, ${list}) VALUES (new.rowid, ${values('new')});`;
  const differs = columns.map((column) => `old.${column} IS NOT new.${column}`).join(' OR ');
  const reached = (row: string) => (upTo ? `${row}.rowid <= (${upTo})` : '1');
  const trigger = (event: string, on: string, when: string, body: string) => {
    const name = `${table}_${event}`;
    return { name, sql: `CREATE TRIGGER ${name} AFTER ${on} ON ${snake(entity.name)} WHEN ${when} BEGIN ${body} END` };
  };
  return [
    trigger('insert', 'INSERT', reached('new'), learn),
    // Most updates leave the text alone: the index is touched only when it must be.
    trigger('update', `UPDATE OF ${list}`, `(${differs}) AND ${reached('old')}`, `${forget} ${learn}`),
    trigger('delete', 'DELETE', reached('old'), forget),
  ];
}
