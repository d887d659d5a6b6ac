import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { choice, integer, optional, phone, ref, text } from '#domain/kernel/field.ts';

const personal = { sensitivity: 'personal' } as const;

/** SMS delivery data. */
export const SmsDetail = entity('smsDetails', {
  singular: 'SMS',
  plural: 'SMS',
  fields: {
    messageId: ref('messages', 'cascade'),
    fromNumber: optional(phone()),
    /** A sender may be a word instead of a number. */
    fromNumberRaw: optional(text(personal)),
    toNumber: optional(phone()),
    toNumberRaw: optional(text(personal)),
    segments: optional(integer({ min: 1 })),
    encoding: optional(choice({ gsm7: 'GSM-7', ucs2: 'UCS-2' })),
    providerRef: optional(text({ label: 'Provider reference' })),
    deliveryCode: optional(text()),
  },
  title: 'fromNumber',
  columns: ['fromNumber', 'toNumber', 'segments', 'encoding', 'deliveryCode'],
  visibility: { kind: 'parent', of: ['messageId'] },
  view: 'messages.view',
  unique: [['messageId']],
  retention: { months: 3 },
});
export interface SmsDetail extends RowOf<typeof SmsDetail> {}
