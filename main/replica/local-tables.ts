import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** Commands that the server has not settled, in the order in which they were given. */
export const outbox = sqliteTable(
  'outbox',
  {
    seq: integer().primaryKey({ autoIncrement: true }),
    id: text().notNull().unique(),
    name: text().notNull(),
    args: text().notNull(),
    at: text().notNull(),
    drawn: text().notNull(),
    /** Ids of commands that made rows this one needs. */
    after: text().notNull(),
    /** `queued`, `sent` (its outcome is not known yet) or `accepted` (answered, not yet settled). */
    state: text().notNull(),
    attempts: integer().notNull().default(0),
    /** Its row is not visible here; the command still goes. */
    outOfSight: integer('out_of_sight').notNull().default(0),
    entity: text(),
    rowId: text('row_id'),
    /** Rows found by equality rather than by id: `[[entity, where], …]`. */
    lookups: text().notNull().default('[]'),
    /** Of an accepted command: the log position after which everything it did has been seen. */
    lsn: text(),
  },
  (self) => [index('outbox_state_idx').on(self.state, self.seq)],
);

/** The rows that a pending command read or wrote; of an accepted one, those that this desk has yet to see at `version`. */
export const outboxRows = sqliteTable(
  'outbox_rows',
  {
    commandId: text('command_id').notNull(),
    entity: text().notNull(),
    rowId: text('row_id').notNull(),
    wrote: integer().notNull(),
    made: integer().notNull(),
    version: integer(),
  },
  (self) => [primaryKey({ columns: [self.commandId, self.entity, self.rowId] }), index('outbox_rows_row_idx').on(self.entity, self.rowId)],
);

/** What the server last said of rows that pending commands or answers cover; `row` null where it had none. */
export const savedRows = sqliteTable('saved_rows', { entity: text().notNull(), rowId: text('row_id').notNull(), row: text() }, (self) => [
  primaryKey({ columns: [self.entity, self.rowId] }),
]);

/** Rows as the server answered them, shown until the replica holds them; `row` null where they are out of sight now. */
export const overlays = sqliteTable(
  'overlays',
  { entity: text().notNull(), rowId: text('row_id').notNull(), row: text(), version: integer().notNull(), lsn: text().notNull(), commandId: text('command_id').notNull() },
  (self) => [primaryKey({ columns: [self.entity, self.rowId] }), index('overlays_command_idx').on(self.commandId)],
);

/** Settled commands, kept for seven days: a hub restored from an older dump gets them again. */
export const settled = sqliteTable(
  'settled',
  {
    seq: integer().primaryKey(),
    id: text().notNull().unique(),
    name: text().notNull(),
    args: text().notNull(),
    at: text().notNull(),
    drawn: text().notNull(),
    after: text().notNull(),
    entity: text(),
    rowId: text('row_id'),
    settledAt: text('settled_at').notNull(),
  },
  (self) => [index('settled_at_idx').on(self.settledAt)],
);

/** Commands that the server refused, that met another's edit or that failed, until somebody decides. */
export const review = sqliteTable(
  'review',
  {
    id: text().primaryKey(),
    commandId: text('command_id').notNull(),
    name: text().notNull(),
    kind: text().notNull(),
    code: text().notNull(),
    message: text().notNull(),
    field: text(),
    at: text().notNull(),
    raisedAt: text('raised_at').notNull(),
    args: text().notNull(),
    entity: text(),
    rowId: text('row_id'),
    rowTitle: text('row_title'),
    clashes: text().notNull(),
    theirs: text(),
  },
  (self) => [index('review_command_idx').on(self.commandId), index('review_raised_idx').on(self.raisedAt)],
);

/** Texts begun and not sent. */
export const drafts = sqliteTable('drafts', { key: text().primaryKey(), value: text().notNull(), at: text().notNull() });

/** How far the replica follows each shape; committed with the rows that it stands for. */
export const shapes = sqliteTable('shapes', {
  entity: text().primaryKey(),
  handle: text().notNull(),
  offset: text().notNull(),
  /** The log position up to which the rows are complete. */
  lsn: text().notNull().default('0'),
  /** `loading` (first rows, no search yet), `indexing` or `ready`. */
  phase: text().notNull(),
  rows: integer().notNull().default(0),
  /** The hub's run of history in which the position holds. */
  generation: text().notNull().default(''),
  /** Indexes and triggers put off until the first rows are in: `[sql, …]`. */
  deferred: text().notNull().default('[]'),
  /** While indexing: the last rowid that search knows. */
  indexedTo: integer('indexed_to').notNull().default(0),
});

/** Case numbers that this desk has given out of its blocks. */
export const numbersUsed = sqliteTable('numbers_used', { series: text().notNull(), period: text().notNull(), seq: integer().notNull() }, (self) => [
  primaryKey({ columns: [self.series, self.period, self.seq] }),
]);

/** Single facts about the replica itself. */
export const meta = sqliteTable('meta', {
  key: text().primaryKey(),
  value: text()
    .notNull()
    .default(sql`''`),
});
