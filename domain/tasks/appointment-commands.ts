import { Case } from '#domain/cases/case.ts';
import { Contact } from '#domain/contacts/contact.ts';
import { command, insert, update } from '#domain/kernel/command.ts';
import { idFrom } from '#domain/kernel/context.ts';
import { Refusal } from '#domain/kernel/failure.ts';
import { idOf } from '#domain/kernel/field.ts';
import { toRead, toWrite } from '#domain/kernel/rows.ts';
import { notify } from '#domain/notifications/notice.ts';
import { checkActive, memberNeed } from '#domain/people/rules.ts';
import { Appointment } from '#domain/tasks/appointment.ts';
import * as z from 'zod';

/** Books a meeting; one that overlaps another of its host is booked only when the person has seen that. */
export const bookAppointment = command('appointments.book', {
  title: 'Book an appointment',
  args: z.strictObject({
    title: z.string().trim().min(1).max(255),
    startsAt: Appointment.fields.startsAt.schema,
    endsAt: Appointment.fields.endsAt.schema,
    hostId: idOf('users').optional(),
    contactId: idOf('contacts').nullish(),
    caseId: idOf('cases').nullish(),
    place: z.string().max(255).nullish(),
    despiteOverlap: z.boolean().default(false),
  }),
  mode: 'offline',
  capability: 'appointments.manage',
  needs: ({ hostId, contactId, caseId }, context) => [
    ...memberNeed(hostId),
    toRead(Appointment, { hostId: hostId ?? context.userId }),
    ...(contactId ? [toRead(Contact, { id: contactId })] : []),
    ...(caseId ? [toRead(Case, { id: caseId })] : []),
  ],
  on: ({ args, rows }) => (args.caseId ? [rows.get(Case, args.caseId)] : []),
  run: ({ args: { despiteOverlap, ...args }, rows, context }) => {
    const hostId = args.hostId ?? context.userId;
    checkActive(rows, args.hostId, 'hostId');
    if (args.contactId) rows.get(Contact, args.contactId);
    if (args.endsAt <= args.startsAt) throw new Refusal('field.invalid', 'endsAt', 'An appointment ends after it begins.');
    const overlaps = rows
      .find(Appointment, { hostId })
      .some((other) => (other.status === 'proposed' || other.status === 'confirmed') && other.startsAt < args.endsAt && other.endsAt > args.startsAt);
    if (overlaps && !despiteOverlap) throw new Refusal('appointment.overlap', 'startsAt', 'The host has another appointment then.');
    const id = idFrom<'appointments'>(context, 0);
    return [insert(Appointment, id, { ...args, hostId }), ...notify({ to: hostId, type: 'appointmentBooked', title: args.title, subject: { type: 'appointments', id } }, context)];
  },
});

/** Says that a meeting will take place. */
export const confirmAppointment = command('appointments.confirm', {
  title: 'Confirm the appointment',
  args: z.strictObject({ id: idOf('appointments') }),
  mode: 'offline',
  capability: 'appointments.manage',
  needs: ({ id }) => [toWrite(Appointment, { id })],
  on: ({ args, rows }) => [rows.get(Appointment, args.id)],
  run: ({ args }) => [update(Appointment, args.id, { status: 'confirmed' })],
});

/** Says what came of a meeting. */
export const finishAppointment = command('appointments.finish', {
  title: 'Finish the appointment',
  args: z.strictObject({ id: idOf('appointments'), outcome: z.enum(['completed', 'cancelled', 'noShow']) }),
  mode: 'offline',
  capability: 'appointments.manage',
  needs: ({ id }) => [toWrite(Appointment, { id })],
  on: ({ args, rows }) => [rows.get(Appointment, args.id)],
  run: ({ args }) => [update(Appointment, args.id, { status: args.outcome })],
});
