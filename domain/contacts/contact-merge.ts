import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { choice, fallback, integer, json, looseId, optional, ref } from '#domain/kernel/field.ts';
import { fieldChoices, movedRefs, snapshot } from '#domain/kernel/schemas.ts';

/** Reversible record of a merge of two contacts, or of two accounts. */
export const ContactMerge = entity('contactMerges', {
  singular: 'Merge',
  plural: 'Merges',
  fields: {
    entityType: choice({ contacts: 'Contacts', accounts: 'Accounts' }, { label: 'Of' }),
    winnerId: looseId(),
    loserId: looseId(),
    loserSnapshot: optional(json(snapshot, { sensitivity: 'personal' })),
    movedRefs: json(movedRefs, { label: 'Moved references' }),
    fieldChoices: optional(json(fieldChoices, { sensitivity: 'personal' })),
    status: fallback(choice({ merged: 'Merged', unmerged: 'Unmerged' }), 'merged'),
    mergedBy: ref('users'),
    unmergedBy: optional(ref('users')),
    expectedWinnerVersion: integer({ min: 0 }),
    expectedLoserVersion: integer({ min: 0 }),
  },
  title: 'entityType',
  columns: ['createdAt', 'entityType', 'status', 'mergedBy', 'unmergedBy'],
  visibility: { kind: 'keys', users: ['mergedBy'] },
  view: 'contacts.merge',
  unique: [{ on: ['loserId'], when: { field: 'status', is: 'merged' } }],
  transitions: { status: { initial: ['merged'], merged: ['unmerged'], unmerged: [] } },
});
export interface ContactMerge extends RowOf<typeof ContactMerge> {}
