import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { anyRef, choice, fallback, optional, ref, text } from '#domain/kernel/field.ts';

/** Ties a file to the record it is evidence of. */
export const BlobLink = entity('blobLinks', {
  singular: 'File link',
  plural: 'File links',
  fields: {
    blobId: ref('blobs', 'cascade', { label: 'File' }),
    ...anyRef('subject'),
    role: fallback(choice({ content: 'Content', attachment: 'Attachment', evidence: 'Evidence', thumbnail: 'Thumbnail' }), 'attachment'),
    note: optional(text({ sensitivity: 'personal' })),
  },
  title: 'blobId',
  columns: ['blobId', 'subjectType', 'subjectId', 'role', 'createdAt'],
  visibility: { kind: 'parent', of: ['subjectId'] },
  view: 'documents.view',
  sync: 'demand',
  unique: [['blobId', 'subjectType', 'subjectId', 'role']],
});
export interface BlobLink extends RowOf<typeof BlobLink> {}
