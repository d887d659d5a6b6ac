import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { choice, fallback, instant, json, optional, ref, text } from '#domain/kernel/field.ts';
import { signers } from '#domain/kernel/schemas.ts';

/** An e-signature envelope at a provider. */
export const SignaturePacket = entity('signaturePackets', {
  singular: 'Signature request',
  plural: 'Signature requests',
  fields: {
    contractId: ref('contracts', 'cascade'),
    provider: text(),
    providerRef: optional(text({ sensitivity: 'secret', label: 'Provider reference' })),
    signers: optional(json(signers, { sensitivity: 'personal' })),
    status: fallback(
      choice({ created: 'Created', sent: 'Sent', partiallySigned: 'Partially signed', completed: 'Completed', declined: 'Declined', voided: 'Voided', expired: 'Expired' }),
      'created',
    ),
    completedAt: optional(instant()),
  },
  title: 'provider',
  columns: ['contractId', 'provider', 'status', 'createdAt', 'completedAt'],
  visibility: { kind: 'parent', of: ['contractId'] },
  view: 'agreements.view',
  unique: [['provider', 'providerRef']],
  retention: { months: 24 },
  transitions: {
    status: {
      initial: ['created'],
      created: ['sent', 'voided'],
      sent: ['partiallySigned', 'completed', 'declined', 'voided', 'expired'],
      partiallySigned: ['completed', 'declined', 'voided', 'expired'],
      completed: [],
      declined: [],
      voided: [],
      expired: [],
    },
  },
  activity: { caseId: null },
});
export interface SignaturePacket extends RowOf<typeof SignaturePacket> {}
