import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { choice, fallback, instant, optional, optionalRef, text } from '#domain/kernel/field.ts';

/** Our account or document and its counterpart in an external ledger. */
export const LedgerMap = entity('ledgerMap', {
  singular: 'Ledger link',
  plural: 'Ledger links',
  fields: {
    provider: choice({ quickbooks: 'QuickBooks', xero: 'Xero', other: 'Other' }),
    ...optionalRef('local'),
    localCode: optional(text()),
    externalId: text({ min: 1, label: 'External ID' }),
    lastSyncAt: optional(instant()),
    status: fallback(choice({ linked: 'Linked', stale: 'Stale', failed: 'Failed' }), 'linked'),
  },
  title: 'externalId',
  columns: ['provider', 'localCode', 'externalId', 'status', 'lastSyncAt'],
  visibility: { kind: 'server' },
  view: 'revenue.view',
  unique: [['provider', 'externalId']],
  transitions: { status: { initial: ['linked'], linked: ['stale', 'failed'], stale: ['linked', 'failed'], failed: ['linked'] } },
});
export interface LedgerMap extends RowOf<typeof LedgerMap> {}
