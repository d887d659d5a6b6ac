import { entity, type RowOf, withCase } from '#domain/kernel/entity.ts';
import { boolean, choice, fallback, instant, optional, ref, tags } from '#domain/kernel/field.ts';

/** A contact's role and rights on one case. */
export const CaseParticipant = entity('caseParticipants', {
  singular: 'Participant',
  plural: 'Participants',
  fields: {
    caseId: ref('cases', 'cascade'),
    contactId: ref('contacts', 'cascade'),
    userId: optional(ref('users', 'protect', { computed: true })),
    role: choice({
      client: 'Client',
      coordinator: 'Coordinator',
      thirdParty: 'Third party',
      agency: 'Agency',
      witness: 'Witness',
      subject: 'Subject',
      caller: 'Caller',
      other: 'Other',
    }),
    permissions: fallback(tags(), []),
    assignedBy: optional(ref('users')),
    assignedAt: instant(),
    isActive: fallback(boolean({ label: 'Active' }), true),
  },
  title: 'role',
  columns: ['contactId', 'role', 'isActive'],
  visibility: withCase,
  view: 'cases.view',
  unique: [['caseId', 'contactId', 'role']],
  retention: { as: 'caseId' },
  activity: { caseId: 'caseId' },
});
export interface CaseParticipant extends RowOf<typeof CaseParticipant> {}
