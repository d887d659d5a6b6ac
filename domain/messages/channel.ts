import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { boolean, choice, fallback, json, optional, ref, text } from '#domain/kernel/field.ts';
import { channelConfig } from '#domain/kernel/schemas.ts';

const secret = { sensitivity: 'secret' } as const;

/** A configured messaging endpoint. */
export const Channel = entity('channels', {
  singular: 'Channel',
  plural: 'Channels',
  fields: {
    name: text({ min: 1, search: 'A' }),
    type: choice({
      sms: 'SMS',
      whatsapp: 'WhatsApp',
      email: 'Email',
      webchat: 'Web chat',
      facebook: 'Facebook',
      twitter: 'Twitter',
      instagram: 'Instagram',
      internal: 'Internal',
      portal: 'Portal',
    }),
    configuration: optional(json(channelConfig, secret)),
    credentialRef: optional(text({ ...secret, label: 'Credential' })),
    teamId: optional(ref('teams', 'clear')),
    phoneNumberId: optional(ref('phoneNumbers', 'clear')),
    isActive: fallback(boolean({ label: 'Active' }), true),
  },
  title: 'name',
  columns: ['name', 'type', 'teamId', 'phoneNumberId', 'isActive'],
  visibility: { kind: 'tenant' },
  view: 'people.view',
  unique: [['name']],
});
export interface Channel extends RowOf<typeof Channel> {}
