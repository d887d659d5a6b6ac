import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { boolean, email, fallback, isStorable, optional, ref, tags, text } from '#domain/kernel/field.ts';
import * as z from 'zod';

const personal = { sensitivity: 'personal' } as const;

/** The longest line of a message header (RFC 5322), and so the longest Message-ID. */
const longest = 998;
const header = z.array(z.string().max(longest).refine(isStorable)).max(1000).readonly();
const addresses = { ...tags(personal), schema: header };

/** Email envelope. */
export const EmailDetail = entity('emailDetails', {
  singular: 'Email',
  plural: 'Emails',
  fields: {
    messageId: ref('messages', 'cascade'),
    fromAddress: email({ label: 'From' }),
    toAddresses: fallback(addresses, []),
    ccAddresses: fallback(addresses, []),
    bccAddresses: fallback(addresses, []),
    headerMessageId: optional(text({ max: longest, label: 'Message-ID' })),
    inReplyTo: optional(text({ max: longest })),
    referenceIds: fallback({ ...tags(), schema: header }, []),
    snippet: optional(text({ ...personal, search: 'C' })),
    bodyArchived: fallback(boolean(), false),
    providerRef: optional(text({ label: 'Provider reference' })),
  },
  title: 'snippet',
  columns: ['fromAddress', 'toAddresses', 'ccAddresses', 'snippet', 'bodyArchived'],
  visibility: { kind: 'parent', of: ['messageId'] },
  view: 'messages.view',
  unique: [['messageId'], ['headerMessageId']],
  retention: { months: 3 },
});
export interface EmailDetail extends RowOf<typeof EmailDetail> {}
