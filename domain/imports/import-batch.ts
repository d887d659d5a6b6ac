import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { choice, fallback, instant, integer, json, longText, looseId, optional, ref, text } from '#domain/kernel/field.ts';
import { importCounts } from '#domain/kernel/schemas.ts';

/** One submitted file or pull. */
export const ImportBatch = entity('importBatches', {
  singular: 'Import',
  plural: 'Imports',
  fields: {
    kind: choice({
      contacts: 'Contacts',
      accounts: 'Accounts',
      leads: 'Leads',
      cases: 'Cases',
      tasks: 'Tasks',
      interactions: 'Interactions',
      inventory: 'Inventory',
      documents: 'Documents',
    }),
    source: choice({ file: 'File', connector: 'Connector', api: 'API' }),
    connectorId: optional(ref('connectors', 'clear')),
    blob: optional(ref('blobs', 'clear', { label: 'File' })),
    fileSha256: text({ max: 64, pattern: /^[0-9a-f]{64}$/, label: 'Checksum' }),
    status: fallback(
      choice({
        uploaded: 'Uploaded',
        parsed: 'Parsed',
        mapped: 'Mapped',
        proposed: 'Proposed',
        approved: 'Approved',
        committed: 'Committed',
        failed: 'Failed',
        rolledBack: 'Rolled back',
      }),
      'uploaded',
    ),
    failedStep: optional(text()),
    mappingId: optional(looseId()),
    counts: optional(json(importCounts, { computed: true })),
    submittedBy: ref('users'),
    approvedBy: optional(ref('users')),
    committedAt: optional(instant()),
    error: optional(longText()),
    attempt: fallback(integer({ min: 1 }), 1),
  },
  title: 'kind',
  columns: ['createdAt', 'kind', 'source', 'status', 'submittedBy', 'committedAt'],
  visibility: { kind: 'keys', users: ['submittedBy'] },
  view: 'imports.run',
  path: 'imports',
  unique: [['kind', 'fileSha256']],
  indexes: [['createdAt']],
  retention: { months: 6 },
  transitions: {
    status: {
      initial: ['uploaded'],
      uploaded: ['parsed', 'failed'],
      parsed: ['mapped', 'failed'],
      mapped: ['proposed', 'failed'],
      proposed: ['approved', 'failed'],
      approved: ['committed', 'failed'],
      committed: ['rolledBack'],
      failed: ['uploaded', 'parsed', 'mapped', 'proposed', 'approved'],
      rolledBack: [],
    },
  },
});
export interface ImportBatch extends RowOf<typeof ImportBatch> {}
