import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { boolean, fallback, instant, integer, json, optional, text } from '#domain/kernel/field.ts';
import { capabilityList } from '#domain/kernel/schemas.ts';

/** The credential of a machine. */
export const ApiKey = entity('apiKeys', {
  singular: 'API key',
  plural: 'API keys',
  fields: {
    name: text(),
    prefix: text(),
    keyHash: text({ sensitivity: 'secret' }),
    permissions: optional(json(capabilityList)),
    rateLimit: fallback(integer({ min: 0, label: 'Calls per hour' }), 1000),
    isActive: fallback(boolean({ label: 'Active' }), true),
    lastUsedAt: optional(instant({ computed: true })),
    expiresAt: optional(instant()),
  },
  title: 'name',
  columns: ['name', 'prefix', 'rateLimit', 'isActive', 'lastUsedAt', 'expiresAt'],
  visibility: { kind: 'server' },
  view: 'apiKeys.manage',
  unique: [{ on: ['keyHash'], global: true }, ['prefix']],
});
export interface ApiKey extends RowOf<typeof ApiKey> {}
