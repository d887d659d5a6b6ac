import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { choice, fallback, instant, json, long, optional, text } from '#domain/kernel/field.ts';
import { blobMeta } from '#domain/kernel/schemas.ts';

/** One stored binary object and where it lies. */
export const Blob = entity('blobs', {
  singular: 'File',
  plural: 'Files',
  fields: {
    sha256: text({ label: 'SHA-256' }),
    size: long({ min: 0, unit: 'bytes' }),
    mimeType: text(),
    storageProvider: fallback(choice({ local: 'Local', s3: 'S3', gcp: 'Google Cloud', device: 'Device' }), 'local'),
    storagePath: text({ max: 1000 }),
    originalName: optional(text({ sensitivity: 'personal' })),
    evidenceKind: choice({
      document: 'Document',
      recording: 'Recording',
      voicemail: 'Voicemail',
      attachment: 'Attachment',
      image: 'Image',
      video: 'Video',
      cctvClip: 'CCTV clip',
      vaultAsset: 'Vault asset',
      sceneMap: 'Scene map',
      export: 'Export',
    }),
    encryptionKeyRef: optional(text({ sensitivity: 'secret' })),
    uploadState: fallback(choice({ local: 'On this device', uploading: 'Uploading', stored: 'Stored', failed: 'Failed', purged: 'Purged' }), 'local'),
    scanState: fallback(choice({ pending: 'Pending', clean: 'Clean', infected: 'Infected', skipped: 'Skipped' }), 'pending'),
    capturedAt: optional(instant()),
    metadata: optional(json(blobMeta)),
  },
  title: 'originalName',
  columns: ['originalName', 'evidenceKind', 'mimeType', 'size', 'uploadState', 'scanState'],
  visibility: { kind: 'keys', users: ['createdBy'], members: { entity: 'blobLinks', by: 'blobId', audience: true } },
  view: 'documents.view',
  sync: 'demand',
  unique: [['sha256', 'size', 'evidenceKind']],
  transitions: { uploadState: { initial: ['local', 'stored'], local: ['uploading'], uploading: ['stored', 'failed'], failed: ['uploading'], stored: ['purged'], purged: [] } },
});
export interface Blob extends RowOf<typeof Blob> {}
