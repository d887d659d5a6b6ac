import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { choice, fallback, instant, integer, json, optional, ref, text } from '#domain/kernel/field.ts';
import { richText, signature } from '#domain/kernel/schemas.ts';

/** A legal agreement. */
export const Contract = entity('contracts', {
  singular: 'Contract',
  plural: 'Contracts',
  fields: {
    number: optional(text({ max: 60, search: 'A', computed: true })),
    title: text({ min: 1, search: 'A' }),
    proposalId: optional(ref('proposals', 'clear')),
    opportunityId: optional(ref('opportunities', 'clear')),
    accountId: optional(ref('accounts', 'clear')),
    contactId: optional(ref('contacts', 'clear')),
    content: optional(json(richText)),
    status: fallback(choice({ draft: 'Draft', sent: 'Sent', signed: 'Signed', expired: 'Expired', cancelled: 'Cancelled' }), 'draft'),
    sentAt: optional(instant()),
    signedAt: optional(instant()),
    expiresAt: optional(instant()),
    signatureData: optional(json(signature, { sensitivity: 'secret', label: 'Signature' })),
    signedBlob: optional(ref('blobs', 'clear', { label: 'Signed file' })),
    currentRevision: fallback(integer({ min: 1 }), 1),
  },
  title: 'title',
  columns: ['number', 'title', 'contactId', 'status', 'signedAt', 'expiresAt'],
  visibility: { kind: 'parent', of: ['opportunityId', 'proposalId'], users: ['createdBy'] },
  view: 'agreements.view',
  unique: [['number']],
  retention: { months: 24 },
  transitions: {
    status: { initial: ['draft'], draft: ['sent', 'cancelled'], sent: ['signed', 'expired', 'cancelled'], signed: [], expired: [], cancelled: [] },
  },
  activity: { caseId: null },
});
export interface Contract extends RowOf<typeof Contract> {}
