import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { instant, optional, ref, text } from '#domain/kernel/field.ts';
import { Trunk } from '#domain/telephony/trunk.ts';

/** How a trunk stands, for those who watch the queues and need not know how it is reached; the hub keeps one of each. */
export const TrunkState = entity('trunkStates', {
  singular: 'Trunk state',
  plural: 'Trunk states',
  fields: {
    trunkId: ref('trunks', 'cascade'),
    teamId: optional(ref('teams', 'clear')),
    name: text({ min: 1 }),
    state: Trunk.fields.registration,
    fromAt: instant({ label: 'Since' }),
  },
  title: 'name',
  columns: ['name', 'state', 'fromAt'],
  visibility: { kind: 'tenant' },
  view: 'queues.view',
  unique: [['trunkId']],
});
export interface TrunkState extends RowOf<typeof TrunkState> {}
