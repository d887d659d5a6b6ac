import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { instant, integer, optional, ref, text } from '#domain/kernel/field.ts';

/** One stored revision. */
export const DocumentVersion = entity('documentVersions', {
  singular: 'Document version',
  plural: 'Document versions',
  fields: {
    documentId: ref('documents', 'cascade'),
    revision: integer({ min: 1 }),
    blob: ref('blobs', 'protect', { label: 'File' }),
    note: optional(text()),
    uploadedAt: instant(),
  },
  title: 'revision',
  columns: ['revision', 'uploadedAt', 'createdBy', 'note'],
  visibility: { kind: 'parent', of: ['documentId'] },
  view: 'documents.view',
  sync: 'demand',
  unique: [['documentId', 'revision']],
});
export interface DocumentVersion extends RowOf<typeof DocumentVersion> {}
