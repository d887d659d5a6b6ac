import { accessExtras } from '../auth/extras.ts';
import { authCredentials, authQuarantine, authRecovery, authSessions, authTenantKeys, hubState } from '../auth/tables.ts';
import { extras } from './extras.ts';
import type { NamedSql } from './named-sql.ts';
import { auditSeals, commandLog, numberCounters, syncBeats, visibilityJobs } from './server-tables.ts';
import { tables } from './tables.ts';

/** Everything that the migrations of Postgres are generated from. */
export function postgresSchema(): { readonly tables: Readonly<Record<string, unknown>>; readonly extras: readonly NamedSql[] } {
  const ofServer = { auditSeals, commandLog, numberCounters, syncBeats, visibilityJobs };
  const ofIdentity = { authCredentials, authQuarantine, authRecovery, authSessions, authTenantKeys, hubState };
  return { tables: { ...tables, ...ofServer, ...ofIdentity }, extras: [...extras, ...accessExtras] };
}
