import type { Context } from '#domain/kernel/context.ts';
import type { Viewer } from '#domain/kernel/permission.ts';
import type Database from 'better-sqlite3';
import type { ReadDb } from '../../replica/open.ts';

/** A value as SQLite holds it. */
export type Stored = number | string | null;
export type StoredRow = Readonly<Record<string, Stored>>;

/** Who reads: what answers may need to know of the session. */
export type Reader = Viewer & Pick<Context, 'tenantId'>;

/** The replica as answers see it: it cannot write. */
export interface Read {
  readonly all: (sql: string, ...values: readonly Stored[]) => readonly StoredRow[];
  readonly first: (sql: string, ...values: readonly Stored[]) => StoredRow | null;
}

/** Wraps a read-only connection; each statement is prepared once. */
export function createRead(connection: ReadDb): Read {
  const statements = new Map<string, Database.Statement<unknown[], StoredRow>>();
  const prepared = (sql: string) => {
    const known = statements.get(sql);
    if (known) return known;
    if (statements.size > 500) statements.clear();
    const statement = connection.prepare<unknown[], StoredRow>(sql);
    statements.set(sql, statement);
    return statement;
  };
  return {
    all: (sql, ...values) => prepared(sql).all(...values),
    first: (sql, ...values) => prepared(sql).get(...values) ?? null,
  };
}
