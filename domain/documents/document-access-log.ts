import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { boolean, choice, fallback, instant, ip, optional, ref, text } from '#domain/kernel/field.ts';

const personal = { sensitivity: 'personal' } as const;

/** Append-only access attempt. */
export const DocumentAccessLog = entity('documentAccessLog', {
  singular: 'Document access',
  plural: 'Document accesses',
  appendOnly: true,
  fields: {
    documentId: ref('documents'),
    contactId: optional(ref('contacts')),
    userId: optional(ref('users')),
    action: choice({ view: 'View', download: 'Download', upload: 'Upload', delete: 'Delete', unlock: 'Unlock' }),
    ipAddress: optional(ip()),
    userAgent: optional(text({ ...personal, max: 1000 })),
    success: fallback(boolean(), true),
    errorMessage: optional(text()),
    at: instant({ label: 'Time' }),
  },
  title: 'action',
  columns: ['at', 'documentId', 'userId', 'action', 'success', 'ipAddress'],
  visibility: { kind: 'restricted' },
  view: 'audit.view',
  indexes: [
    ['documentId', 'at'],
    ['userId', 'at'],
  ],
  retention: { months: 1 },
});
export interface DocumentAccessLog extends RowOf<typeof DocumentAccessLog> {}
