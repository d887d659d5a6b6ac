import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { boolean, fallback, instant, looseId, optional, text } from '#domain/kernel/field.ts';

/** A host name that leads to a tenant. */
export const Domain = entity('domains', {
  singular: 'Domain',
  plural: 'Domains',
  global: true,
  fields: {
    ofTenantId: looseId({ label: 'Tenant' }),
    host: text(),
    isPrimary: fallback(boolean({ label: 'Primary' }), false),
    verifiedAt: optional(instant()),
  },
  title: 'host',
  columns: ['host', 'ofTenantId', 'isPrimary', 'verifiedAt'],
  visibility: { kind: 'server' },
  view: 'tenants.configure',
  unique: [['host']],
  indexes: [['ofTenantId']],
});
export interface Domain extends RowOf<typeof Domain> {}
