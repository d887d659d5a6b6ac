import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { choice, longText, optional, ref } from '#domain/kernel/field.ts';

/** A directed link between two contacts; its inverse is shown, not stored. */
export const Relationship = entity('relationships', {
  singular: 'Relationship',
  plural: 'Relationships',
  fields: {
    fromContactId: ref('contacts', 'cascade'),
    toContactId: ref('contacts', 'cascade'),
    type: choice({
      parent: 'Parent',
      child: 'Child',
      spouse: 'Spouse',
      guardian: 'Guardian',
      ward: 'Ward',
      sibling: 'Sibling',
      colleague: 'Colleague',
      employer: 'Employer',
      employee: 'Employee',
      referrer: 'Referrer',
      agent: 'Agent',
      attorney: 'Attorney',
      other: 'Other',
    }),
    description: optional(longText({ sensitivity: 'personal' })),
  },
  title: 'type',
  columns: ['fromContactId', 'type', 'toContactId', 'description'],
  visibility: { kind: 'tenant' },
  view: 'contacts.view',
  unique: [['fromContactId', 'toContactId', 'type']],
  checks: [{ that: 'differ', of: ['fromContactId', 'toContactId'] }],
  standard: { capability: 'contacts.edit', mode: 'offline' },
});
export interface Relationship extends RowOf<typeof Relationship> {}
