import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { boolean, fallback, json, looseId, optional, ref, text } from '#domain/kernel/field.ts';
import { labels } from '#domain/kernel/schemas.ts';

/** A family of cases with its own numbering and defaults. */
export const CaseKind = entity('caseKinds', {
  singular: 'Case kind',
  plural: 'Case kinds',
  fields: {
    code: text({ max: 40 }),
    name: text({ search: 'A' }),
    numberPrefix: text({ max: 12, pattern: /^[A-Z0-9]{1,12}$/ }),
    numberPattern: fallback(text(), '{prefix}-{yyyy}-{seq:6}'),
    defaultWorkflowId: optional(looseId()),
    defaultPriorityId: optional(ref('priorities', 'clear')),
    statusLabels: optional(json(labels)),
    isActive: fallback(boolean({ label: 'Active' }), true),
  },
  title: 'name',
  columns: ['name', 'code', 'numberPrefix', 'isActive'],
  visibility: { kind: 'tenant' },
  view: 'people.view',
  unique: [['code'], ['numberPrefix']],
  standard: { capability: 'reference.manage', mode: 'online' },
  path: 'reference/case-kinds',
});
export interface CaseKind extends RowOf<typeof CaseKind> {}
