import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { choice, instant, optional, ref, text } from '#domain/kernel/field.ts';

/** A second factor or recovery method. */
export const AuthFactor = entity('authFactors', {
  singular: 'Sign-in factor',
  plural: 'Sign-in factors',
  global: true,
  fields: {
    userId: ref('users', 'cascade'),
    kind: choice({ totp: 'Authenticator app', webauthn: 'Security key', recoveryCode: 'Recovery code', sms: 'SMS' }),
    label: optional(text()),
    secret: optional(text({ max: 4000, sensitivity: 'secret' })),
    lastUsedAt: optional(instant()),
    confirmedAt: optional(instant()),
  },
  title: 'kind',
  columns: ['kind', 'label', 'confirmedAt', 'lastUsedAt'],
  visibility: { kind: 'server' },
  view: 'self',
  unique: [['userId', 'kind', 'label']],
});
export interface AuthFactor extends RowOf<typeof AuthFactor> {}
