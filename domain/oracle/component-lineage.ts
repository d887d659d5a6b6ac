import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { choice, ref } from '#domain/kernel/field.ts';

/** Which template derives from which. */
export const ComponentLineage = entity('componentLineage', {
  singular: 'Lineage',
  plural: 'Lineage',
  fields: {
    childId: ref('componentTemplates', 'cascade'),
    parentId: ref('componentTemplates'),
    relation: choice({ derived: 'Derived from', forked: 'Forked from', replaces: 'Replaces' }),
  },
  title: 'relation',
  columns: ['childId', 'relation', 'parentId', 'createdAt'],
  visibility: { kind: 'tenant' },
  view: 'oracle.view',
  path: 'oracle/lineage',
  unique: [['childId', 'parentId', 'relation']],
  checks: [{ that: 'differ', of: ['childId', 'parentId'] }],
});
export interface ComponentLineage extends RowOf<typeof ComponentLineage> {}
