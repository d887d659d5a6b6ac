import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { boolean, fallback, instant, ip, optional, ref, text } from '#domain/kernel/field.ts';

/** A signed-in session. */
export const Session = entity('sessions', {
  singular: 'Session',
  plural: 'Sessions',
  fields: {
    userId: ref('users', 'cascade'),
    deviceId: optional(ref('devices', 'clear')),
    tokenHash: text({ sensitivity: 'secret' }),
    expiresAt: instant(),
    ipAddress: optional(ip()),
    userAgent: optional(text({ max: 1000, sensitivity: 'personal' })),
    isActive: fallback(boolean({ label: 'Active' }), true),
    revokedAt: optional(instant()),
  },
  title: 'userId',
  columns: ['userId', 'deviceId', 'ipAddress', 'isActive', 'createdAt', 'expiresAt'],
  visibility: { kind: 'server' },
  view: 'sessions.revoke',
  unique: [{ on: ['tokenHash'], global: true }],
  indexes: [['userId', 'expiresAt']],
  retention: { months: 3 },
});
export interface Session extends RowOf<typeof Session> {}
