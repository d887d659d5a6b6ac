import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { boolean, choice, colour, fallback, longText, looseId, optional, ref, text } from '#domain/kernel/field.ts';

/** A group of members that owns queues, numbers and cases. */
export const Team = entity('teams', {
  singular: 'Team',
  plural: 'Teams',
  fields: {
    name: text({ search: 'A' }),
    kind: fallback(choice({ standard: 'Standard', followUp: 'Follow-up', escalation: 'Escalation' }), 'standard'),
    description: optional(longText()),
    parentTeamId: optional(ref('teams', 'clear')),
    defaultCalendarId: optional(looseId()),
    colour: optional(colour()),
    isActive: fallback(boolean({ label: 'Active' }), true),
  },
  title: 'name',
  columns: ['name', 'kind', 'isActive'],
  visibility: { kind: 'tenant' },
  view: 'people.view',
  unique: [['name']],
});
export interface Team extends RowOf<typeof Team> {}
