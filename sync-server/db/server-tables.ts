import { sql } from 'drizzle-orm';
import { bigint, index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { instant } from './table.ts';

/** What became of each command: the same id is answered with the same outcome, whoever repeats it. */
export const commandLog = pgTable(
  'command_log',
  {
    tenantId: uuid('tenant_id').notNull(),
    id: uuid('id').notNull(),
    userId: uuid('user_id').notNull(),
    deviceId: uuid('device_id'),
    name: text('name').notNull(),
    /** `accepted`, `refused`, `conflict` or `fault`; `retry` while the hub has failed on it less than three times. */
    status: text('status').notNull(),
    outcome: jsonb('outcome').notNull(),
    attempts: integer('attempts').notNull().default(0),
    acceptedAt: instant('accepted_at').notNull(),
  },
  (self) => [primaryKey({ name: 'command_log_pk', columns: [self.tenantId, self.id] })],
);

/** One row that the hub touches after commands, so that a quiet database still moves the mark by which desks settle. */
export const syncBeats = pgTable('sync_beats', { id: integer('id').primaryKey(), beatAt: instant('beat_at').notNull(), count: bigint('count', { mode: 'number' }).notNull() });

/** The last number given or leased in each series and period of a tenant. */
export const numberCounters = pgTable(
  'number_counters',
  {
    tenantId: uuid('tenant_id').notNull(),
    series: text('series').notNull(),
    period: text('period').notNull(),
    lastSeq: integer('last_seq').notNull(),
  },
  (self) => [primaryKey({ name: 'number_counters_pk', columns: [self.tenantId, self.series, self.period] })],
);

/** How many audit rows of each tenant are in its chain, and the hash it ends in. */
export const auditSeals = pgTable('audit_seals', {
  tenantId: uuid('tenant_id').primaryKey(),
  sealed: bigint('sealed', { mode: 'number' }).notNull(),
  hash: text('hash').notNull(),
});

/** Rows whose many children were hidden when their audience changed, and wait for a job to be shown to the new one. */
export const visibilityJobs = pgTable(
  'visibility_jobs',
  {
    tenantId: uuid('tenant_id').notNull(),
    parent: text('parent').notNull(),
    rowId: uuid('row_id').notNull(),
    askedAt: instant('asked_at')
      .notNull()
      .default(sql`now()`),
  },
  (self) => [primaryKey({ name: 'visibility_jobs_pk', columns: [self.tenantId, self.parent, self.rowId] }), index('visibility_jobs_asked_at_idx').on(self.askedAt)],
);
