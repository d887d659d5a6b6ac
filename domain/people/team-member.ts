import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { boolean, fallback, instant, ref } from '#domain/kernel/field.ts';

/** Who belongs to which team. */
export const TeamMember = entity('teamMembers', {
  singular: 'Team member',
  plural: 'Team members',
  fields: {
    teamId: ref('teams', 'cascade'),
    userId: ref('users'),
    isLead: fallback(boolean({ label: 'Lead' }), false),
    joinedAt: instant(),
  },
  title: 'userId',
  columns: ['teamId', 'userId', 'isLead'],
  visibility: { kind: 'tenant' },
  view: 'people.view',
  unique: [['teamId', 'userId']],
});
export interface TeamMember extends RowOf<typeof TeamMember> {}
