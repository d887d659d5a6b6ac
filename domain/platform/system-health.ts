import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { choice, instant, json, optional } from '#domain/kernel/field.ts';
import { metrics } from '#domain/kernel/schemas.ts';

/** Global health reading. */
export const SystemHealth = entity('systemHealth', {
  singular: 'Health reading',
  plural: 'Health readings',
  global: true,
  fields: {
    component: choice({ database: 'Database', cache: 'Cache', queue: 'Queue', sync: 'Sync', sip: 'Telephony', storage: 'Storage', search: 'Search' }),
    status: choice({ healthy: 'Healthy', warning: 'Warning', critical: 'Critical' }),
    metrics: optional(json(metrics)),
    checkedAt: instant(),
  },
  title: 'component',
  columns: ['checkedAt', 'component', 'status'],
  visibility: { kind: 'server' },
  view: 'platform.health',
  indexes: [['component', 'checkedAt']],
  retention: { months: 1 },
});
export interface SystemHealth extends RowOf<typeof SystemHealth> {}
