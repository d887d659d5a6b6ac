import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { boolean, fallback, optional, phone, ref, tags, text } from '#domain/kernel/field.ts';

/** A number owned by the tenant. */
export const PhoneNumber = entity('phoneNumbers', {
  singular: 'Phone number',
  plural: 'Phone numbers',
  fields: {
    number: phone({ search: 'A' }),
    label: optional(text({ search: 'B' })),
    trunkId: optional(ref('trunks', 'clear')),
    teamId: optional(ref('teams', 'clear')),
    queueId: optional(ref('queues', 'clear')),
    userId: optional(ref('users')),
    capabilities: fallback(tags(), []),
    isActive: fallback(boolean({ label: 'Active' }), true),
  },
  title: 'number',
  columns: ['number', 'label', 'queueId', 'teamId', 'userId', 'isActive'],
  visibility: { kind: 'tenant' },
  view: 'queues.view',
  unique: [['number']],
  standard: { capability: 'telephony.manage', mode: 'online' },
});
export interface PhoneNumber extends RowOf<typeof PhoneNumber> {}
