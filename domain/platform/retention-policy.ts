import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { boolean, fallback, integer, optional, text } from '#domain/kernel/field.ts';

const months = () => optional(integer({ min: 0 }));

/** Age rules per entity. */
export const RetentionPolicy = entity('retentionPolicies', {
  singular: 'Retention policy',
  plural: 'Retention policies',
  fields: {
    entityType: text({ max: 60 }),
    hotMonths: months(),
    archiveMonths: months(),
    purgeMonths: months(),
    legalBasis: optional(text()),
    isActive: fallback(boolean({ label: 'Active' }), true),
  },
  title: 'entityType',
  columns: ['entityType', 'hotMonths', 'archiveMonths', 'purgeMonths', 'isActive'],
  visibility: { kind: 'tenant' },
  view: 'people.view',
  unique: [['entityType']],
});
export interface RetentionPolicy extends RowOf<typeof RetentionPolicy> {}
