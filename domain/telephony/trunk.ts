import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { boolean, choice, fallback, integer, optional, ref, tags, text } from '#domain/kernel/field.ts';

/** A SIP trunk to a carrier or PBX. */
export const Trunk = entity('trunks', {
  singular: 'Trunk',
  plural: 'Trunks',
  fields: {
    name: text({ min: 1, search: 'A' }),
    teamId: optional(ref('teams', 'clear')),
    host: text({ min: 1 }),
    port: fallback(integer({ min: 1, max: 65_535 }), 5061),
    transport: fallback(choice({ udp: 'UDP', tcp: 'TCP', tls: 'TLS', wss: 'WSS' }), 'tls'),
    sipUser: optional(text()),
    secret: optional(text({ sensitivity: 'secret' })),
    codecs: fallback(tags(), []),
    maxChannels: optional(integer({ min: 1 })),
    registration: fallback(choice({ unknown: 'Unknown', registered: 'Registered', failed: 'Failed' }), 'unknown'),
    isActive: fallback(boolean({ label: 'Active' }), true),
  },
  title: 'name',
  columns: ['name', 'host', 'port', 'transport', 'registration', 'isActive'],
  visibility: { kind: 'restricted' },
  view: 'telephony.manage',
  unique: [['name']],
  standard: { capability: 'telephony.manage', mode: 'online' },
  transitions: { registration: { initial: ['unknown'], unknown: ['registered', 'failed'], registered: ['failed'], failed: ['registered'] } },
});
export interface Trunk extends RowOf<typeof Trunk> {}
