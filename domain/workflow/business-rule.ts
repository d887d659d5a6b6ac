import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { boolean, choice, fallback, integer, json, longText, optional, text } from '#domain/kernel/field.ts';
import { actionSpecs, condition } from '#domain/kernel/schemas.ts';

/** A rule of condition and action that runs when a change is kept. */
export const BusinessRule = entity('businessRules', {
  singular: 'Business rule',
  plural: 'Business rules',
  fields: {
    name: text({ min: 1, search: 'A' }),
    description: optional(longText()),
    entityType: text({ max: 60, label: 'For' }),
    conditions: optional(json(condition)),
    actions: optional(json(actionSpecs)),
    runsOn: fallback(choice({ server: 'Server', both: 'Server and desk' }, { label: 'Runs on' }), 'server'),
    sortOrder: optional(integer()),
    isActive: fallback(boolean({ label: 'Active' }), true),
  },
  title: 'name',
  columns: ['name', 'entityType', 'runsOn', 'sortOrder', 'isActive'],
  visibility: { kind: 'keys', open: { field: 'runsOn', is: 'both' }, all: 'workflows.design' },
  view: 'people.view',
  standard: { capability: 'workflows.design', mode: 'online' },
});
export interface BusinessRule extends RowOf<typeof BusinessRule> {}
