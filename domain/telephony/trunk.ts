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
    /** Told by the PBX, of a trunk that signs in with its carrier. */
    registration: fallback(choice({ unknown: 'Unknown', registered: 'Registered', refused: 'Refused: the user or the password is wrong', failed: 'No answer' }), 'unknown'),
    isActive: fallback(boolean({ label: 'Active' }), true),
  },
  title: 'name',
  columns: ['name', 'host', 'port', 'transport', 'registration', 'isActive'],
  visibility: { kind: 'restricted' },
  view: 'telephony.manage',
  unique: [['name']],
  standard: { capability: 'telephony.manage', mode: 'online' },
  transitions: {
    registration: {
      initial: ['unknown'],
      unknown: ['registered', 'refused', 'failed'],
      registered: ['refused', 'failed', 'unknown'],
      refused: ['registered', 'failed', 'unknown'],
      failed: ['registered', 'refused', 'unknown'],
    },
  },
});
export interface Trunk extends RowOf<typeof Trunk> {}
