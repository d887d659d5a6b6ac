import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { choice, fallback, instant, optional, optionalRef, ref, text } from '#domain/kernel/field.ts';

/** A scheduled meeting. */
export const Appointment = entity('appointments', {
  singular: 'Appointment',
  plural: 'Appointments',
  fields: {
    title: text({ min: 1, search: 'A' }),
    ...optionalRef('subject'),
    contactId: optional(ref('contacts', 'clear')),
    caseId: optional(ref('cases', 'clear')),
    hostId: ref('users'),
    startsAt: instant(),
    endsAt: instant(),
    place: optional(text({ sensitivity: 'personal' })),
    status: fallback(choice({ proposed: 'Proposed', confirmed: 'Confirmed', completed: 'Completed', cancelled: 'Cancelled', noShow: 'No-show' }), 'proposed'),
    externalCalendar: optional(text()),
    externalEventId: optional(text()),
  },
  title: 'title',
  columns: ['title', 'startsAt', 'endsAt', 'hostId', 'contactId', 'status'],
  visibility: { kind: 'parent', of: ['caseId'], users: ['hostId', 'createdBy'] },
  view: 'tasks.view',
  unique: [['externalCalendar', 'externalEventId']],
  indexes: [['hostId', 'startsAt'], ['startsAt']],
  retention: { months: 6 },
  transitions: {
    status: {
      initial: ['proposed', 'confirmed'],
      proposed: ['confirmed', 'cancelled'],
      confirmed: ['completed', 'cancelled', 'noShow'],
      completed: [],
      cancelled: [],
      noShow: [],
    },
  },
  activity: { caseId: 'caseId' },
});
export interface Appointment extends RowOf<typeof Appointment> {}
