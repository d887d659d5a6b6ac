import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { choice, fallback, instant, json, optional, text } from '#domain/kernel/field.ts';
import { free } from '#domain/kernel/schemas.ts';

/** Configuration of an external system. */
export const Connector = entity('connectors', {
  singular: 'Connector',
  plural: 'Connectors',
  fields: {
    kind: choice({
      practicePanther: 'PracticePanther',
      quickbooks: 'QuickBooks',
      xero: 'Xero',
      google: 'Google',
      microsoft: 'Microsoft',
      webhook: 'Webhook',
      csv: 'CSV',
      other: 'Other',
    }),
    name: text({ min: 1, search: 'A' }),
    settings: optional(json(free)),
    tokenVaultRef: optional(text({ sensitivity: 'secret' })),
    status: fallback(choice({ active: 'Active', paused: 'Paused', failed: 'Failed', revoked: 'Revoked' }), 'active'),
    lastSyncAt: optional(instant()),
  },
  title: 'name',
  columns: ['name', 'kind', 'status', 'lastSyncAt'],
  visibility: { kind: 'server' },
  view: 'connectors.manage',
  unique: [['kind', 'name']],
  transitions: { status: { initial: ['active'], active: ['paused', 'failed', 'revoked'], paused: ['active'], failed: ['active', 'revoked'], revoked: [] } },
});
export interface Connector extends RowOf<typeof Connector> {}
