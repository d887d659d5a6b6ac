import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { choice, fallback, instant, optional, ref, text } from '#domain/kernel/field.ts';

/** A desk that holds a replica. */
export const Device = entity('devices', {
  singular: 'Device',
  plural: 'Devices',
  fields: {
    userId: ref('users'),
    name: text(),
    platform: choice({ macos: 'macOS', windows: 'Windows', linux: 'Linux' }),
    appVersion: optional(text()),
    publicKey: text(),
    status: fallback(choice({ active: 'Active', locked: 'Locked', revoked: 'Revoked', wiped: 'Wiped' }), 'active'),
    lastSyncAt: optional(instant({ computed: true })),
    replicaCursor: optional(text({ computed: true })),
    leaseUntil: optional(instant({ computed: true })),
    wipeRequestedAt: optional(instant()),
  },
  title: 'name',
  columns: ['name', 'userId', 'platform', 'status', 'lastSyncAt'],
  visibility: { kind: 'keys', users: ['userId'] },
  view: 'devices.manage',
  unique: [['publicKey']],
  transitions: { status: { initial: ['active'], active: ['locked', 'revoked'], locked: ['active', 'revoked'], revoked: ['wiped'], wiped: [] } },
});
export interface Device extends RowOf<typeof Device> {}
