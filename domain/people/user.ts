import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { boolean, choice, email, fallback, instant, integer, ip, optional, phone, text } from '#domain/kernel/field.ts';

/** A person's global sign-in identity, independent of tenants. */
export const User = entity('users', {
  singular: 'User',
  plural: 'Users',
  global: true,
  fields: {
    email: email(),
    phone: optional(phone()),
    fullName: text({ sensitivity: 'personal' }),
    externalProvider: optional(text()),
    externalSubject: optional(text()),
    isPlatformAdmin: fallback(boolean(), false),
    status: fallback(choice({ active: 'Active', locked: 'Locked', disabled: 'Disabled' }), 'active'),
    loginAttempts: fallback(integer(), 0),
    lockedUntil: optional(instant()),
    lastLoginAt: optional(instant()),
    lastLoginIp: optional(ip()),
  },
  title: 'fullName',
  columns: ['fullName', 'email', 'status'],
  visibility: { kind: 'server' },
  view: 'people.manage',
  unique: [['email'], ['externalProvider', 'externalSubject']],
  transitions: { status: { initial: ['active'], active: ['locked', 'disabled'], locked: ['active', 'disabled'], disabled: ['active'] } },
});
export interface User extends RowOf<typeof User> {}
