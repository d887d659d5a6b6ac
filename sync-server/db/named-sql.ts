/** A named, idempotent piece of SQL that drizzle cannot express; the migration generator writes it out when it is new or has changed. */
export interface NamedSql {
  readonly name: string;
  readonly sql: string;
}
