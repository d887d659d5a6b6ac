import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { choice, fallback, instant, integer, json, optional, ref } from '#domain/kernel/field.ts';
import { rowErrors } from '#domain/kernel/schemas.ts';

const count = () => fallback(integer({ min: 0 }), 0);

/** One run of an external sync. */
export const SyncLog = entity('syncLogs', {
  singular: 'Sync run',
  plural: 'Sync runs',
  fields: {
    connectorId: ref('connectors'),
    syncType: choice({ contacts: 'Contacts', matters: 'Matters', tasks: 'Tasks', documents: 'Documents', ledger: 'Ledger', calendar: 'Calendar', mail: 'Mail' }),
    status: fallback(choice({ running: 'Running', success: 'Success', failed: 'Failed' }), 'running'),
    recordsProcessed: count(),
    recordsCreated: count(),
    recordsUpdated: count(),
    errorsCount: count(),
    errorDetails: optional(json(rowErrors)),
    startedAt: instant(),
    completedAt: optional(instant()),
    triggeredBy: fallback(choice({ manual: 'By hand', scheduled: 'Scheduled' }), 'scheduled'),
  },
  title: 'syncType',
  columns: ['startedAt', 'connectorId', 'syncType', 'status', 'recordsProcessed', 'errorsCount'],
  visibility: { kind: 'restricted' },
  view: 'connectors.manage',
  indexes: [['syncType', 'startedAt']],
  retention: { months: 3 },
  transitions: { status: { initial: ['running'], running: ['success', 'failed'], success: [], failed: [] } },
});
export interface SyncLog extends RowOf<typeof SyncLog> {}
