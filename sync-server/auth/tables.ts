import { index, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';

const moment = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: 'string' });

/** What a user proves themselves with. Only the identity role reads these tables. */
export const authCredentials = pgTable('auth_credentials', {
  userId: uuid('user_id').primaryKey(),
  passwordHash: text('password_hash').notNull(),
  changedAt: moment('changed_at').notNull().defaultNow(),
});

/** A signed-in device of one user in one tenant; of the token only a hash is kept. */
export const authSessions = pgTable(
  'auth_sessions',
  {
    tokenHash: text('token_hash').primaryKey(),
    tenantId: uuid('tenant_id').notNull(),
    userId: uuid('user_id').notNull(),
    deviceId: uuid('device_id').notNull(),
    createdAt: moment('created_at').notNull().defaultNow(),
    expiresAt: moment('expires_at').notNull(),
  },
  (table) => [index('auth_sessions_device').on(table.tenantId, table.deviceId), index('auth_sessions_user').on(table.userId)],
);

/** What opens a device's vault after its user's password was reset. */
export const authRecovery = pgTable(
  'auth_recovery',
  {
    tenantId: uuid('tenant_id').notNull(),
    deviceId: uuid('device_id').notNull(),
    secret: text('secret').notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.deviceId] })],
);

/** The key pair to which the outboxes of revoked devices are sealed. */
export const authTenantKeys = pgTable('auth_tenant_keys', {
  tenantId: uuid('tenant_id').primaryKey(),
  publicKey: text('public_key').notNull(),
  privateKey: text('private_key').notNull(),
});

/** Sealed outboxes of revoked devices, for an administrator to look into. */
export const authQuarantine = pgTable(
  'auth_quarantine',
  {
    id: uuid('id').primaryKey(),
    tenantId: uuid('tenant_id').notNull(),
    userId: uuid('user_id').notNull(),
    deviceId: uuid('device_id').notNull(),
    receivedAt: moment('received_at').notNull().defaultNow(),
    sealed: text('sealed').notNull(),
  },
  (table) => [index('auth_quarantine_tenant').on(table.tenantId, table.receivedAt)],
);

/** What the hub remembers about this database as a whole; `restored` names the last restore. */
export const hubState = pgTable('hub_state', { name: text('name').primaryKey(), value: text('value').notNull() });
