import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { choice, fallback, instant, integer, json, optional, optionalMoney, ref, text } from '#domain/kernel/field.ts';
import { richText } from '#domain/kernel/schemas.ts';

/** A sales proposal sent to a client. */
export const Proposal = entity('proposals', {
  singular: 'Proposal',
  plural: 'Proposals',
  fields: {
    number: optional(text({ max: 60, search: 'A', computed: true })),
    title: text({ min: 1, search: 'A' }),
    opportunityId: optional(ref('opportunities', 'clear')),
    accountId: optional(ref('accounts', 'clear')),
    contactId: optional(ref('contacts', 'clear')),
    content: optional(json(richText)),
    ...optionalMoney('total'),
    status: fallback(choice({ draft: 'Draft', sent: 'Sent', viewed: 'Viewed', accepted: 'Accepted', rejected: 'Rejected', expired: 'Expired' }), 'draft'),
    sentAt: optional(instant()),
    viewedAt: optional(instant()),
    decidedAt: optional(instant()),
    expiresAt: optional(instant()),
    currentRevision: fallback(integer({ min: 1 }), 1),
  },
  title: 'title',
  columns: ['number', 'title', 'contactId', 'totalMinor', 'status', 'expiresAt'],
  visibility: { kind: 'parent', of: ['opportunityId'], users: ['createdBy'] },
  view: 'agreements.view',
  unique: [['number']],
  retention: { months: 24 },
  transitions: {
    status: { initial: ['draft'], draft: ['sent'], sent: ['viewed', 'expired'], viewed: ['accepted', 'rejected', 'expired'], accepted: [], rejected: [], expired: [] },
  },
  activity: { caseId: null },
});
export interface Proposal extends RowOf<typeof Proposal> {}
