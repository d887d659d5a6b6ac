import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { fallback, integer, json, optional, ref, text } from '#domain/kernel/field.ts';
import { columnMap } from '#domain/kernel/schemas.ts';

/** Reusable column mapping. */
export const ImportMapping = entity('importMappings', {
  singular: 'Import mapping',
  plural: 'Import mappings',
  fields: {
    name: text({ min: 1, search: 'A' }),
    kind: text({ min: 1 }),
    columns: json(columnMap),
    revision: fallback(integer({ min: 1 }), 1),
    approvedBy: optional(ref('users')),
  },
  title: 'name',
  columns: ['name', 'kind', 'revision', 'approvedBy'],
  visibility: { kind: 'restricted' },
  view: 'imports.run',
  unique: [['name', 'revision']],
});
export interface ImportMapping extends RowOf<typeof ImportMapping> {}
