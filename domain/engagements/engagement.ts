import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { choice, fallback, instant, optional, ref, text } from '#domain/kernel/field.ts';

/** Hub tying deal, contract, projects, invoices, conversations and timeline. */
export const Engagement = entity('engagements', {
  singular: 'Engagement',
  plural: 'Engagements',
  fields: {
    name: text({ min: 1, search: 'A' }),
    contractId: optional(ref('contracts', 'clear')),
    opportunityId: optional(ref('opportunities', 'clear')),
    accountId: optional(ref('accounts', 'clear')),
    contactId: optional(ref('contacts', 'clear')),
    status: fallback(choice({ active: 'Active', onHold: 'On hold', completed: 'Completed', cancelled: 'Cancelled' }), 'active'),
    ownerId: optional(ref('users')),
    teamId: optional(ref('teams', 'clear')),
    startedAt: optional(instant()),
    endedAt: optional(instant()),
  },
  title: 'name',
  columns: ['name', 'status', 'accountId', 'contactId', 'ownerId', 'startedAt'],
  visibility: { kind: 'keys', users: ['ownerId'], teams: ['teamId'] },
  view: 'engagements.view',
  retention: { months: 24, after: 'endedAt' },
  transitions: {
    status: {
      initial: ['active'],
      active: ['onHold', 'completed', 'cancelled'],
      onHold: ['active', 'cancelled'],
      completed: [],
      cancelled: [],
    },
  },
});
export interface Engagement extends RowOf<typeof Engagement> {}
