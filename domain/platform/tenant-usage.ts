import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { date, fallback, integer, long } from '#domain/kernel/field.ts';

const count = () => fallback(integer({ min: 0 }), 0);

/** Daily usage of a tenant. */
export const TenantUsage = entity('tenantUsage', {
  singular: 'Usage',
  plural: 'Usage',
  fields: {
    date: date(),
    activeUsers: count(),
    apiRequests: fallback(integer({ min: 0, label: 'API requests' }), 0),
    storageUsed: fallback(long({ min: 0, unit: 'bytes' }), 0),
    casesCreated: count(),
    callMinutes: fallback(integer({ min: 0, unit: 'minutes' }), 0),
  },
  title: 'date',
  columns: ['date', 'activeUsers', 'apiRequests', 'storageUsed', 'casesCreated', 'callMinutes'],
  visibility: { kind: 'server' },
  view: 'platform.usage',
  unique: [['date']],
  retention: { months: 24 },
});
export interface TenantUsage extends RowOf<typeof TenantUsage> {}
