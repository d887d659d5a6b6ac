import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { boolean, fallback, json, optional, ref, text } from '#domain/kernel/field.ts';
import { richText, variableDefs } from '#domain/kernel/schemas.ts';

/** A file or text with variables for generation. */
export const DocumentTemplate = entity('documentTemplates', {
  singular: 'Document template',
  plural: 'Document templates',
  fields: {
    name: text({ min: 1, search: 'A' }),
    documentType: optional(text()),
    content: optional(json(richText)),
    blob: optional(ref('blobs', 'clear', { label: 'File' })),
    variables: json(variableDefs),
    caseKindId: optional(ref('caseKinds', 'clear')),
    isActive: fallback(boolean({ label: 'Active' }), true),
  },
  title: 'name',
  columns: ['name', 'documentType', 'caseKindId', 'isActive'],
  visibility: { kind: 'tenant' },
  view: 'people.view',
  unique: [['name']],
  standard: { capability: 'templates.manage', mode: 'online' },
});
export interface DocumentTemplate extends RowOf<typeof DocumentTemplate> {}
