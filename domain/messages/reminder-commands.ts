import { Contact } from '#domain/contacts/contact.ts';
import { command, insert, update } from '#domain/kernel/command.ts';
import { idFrom } from '#domain/kernel/context.ts';
import { Refusal } from '#domain/kernel/failure.ts';
import { idOf } from '#domain/kernel/field.ts';
import { entityNames, type Id } from '#domain/kernel/names.ts';
import { toRead, toWrite } from '#domain/kernel/rows.ts';
import { Reminder } from '#domain/messages/reminder.ts';
import { checkActive, memberNeed } from '#domain/people/rules.ts';
import * as z from 'zod';

/** Sets a prompt for oneself, or for a colleague. */
export const setReminder = command('reminders.set', {
  title: 'Set a reminder',
  args: z.strictObject({
    text: z.string().trim().min(1).max(255),
    remindAt: Reminder.fields.remindAt.schema,
    userId: idOf('users').optional(),
    subject: z.strictObject({ type: z.enum(entityNames), id: z.uuid() }).nullish(),
    contactId: idOf('contacts').nullish(),
  }),
  mode: 'offline',
  capability: 'self',
  needs: ({ userId, contactId }) => [...memberNeed(userId), ...(contactId ? [toRead(Contact, { id: contactId })] : [])],
  run: ({ args, rows, context }) => {
    checkActive(rows, args.userId);
    if (args.contactId) rows.get(Contact, args.contactId);
    return [
      insert(Reminder, idFrom(context, 0), {
        userId: args.userId ?? context.userId,
        text: args.text,
        remindAt: args.remindAt,
        subjectType: args.subject?.type ?? null,
        subjectId: (args.subject?.id ?? null) as Id | null,
        contactId: args.contactId ?? null,
      }),
    ];
  },
});

/** Asks again later. */
export const snoozeReminder = command('reminders.snooze', {
  title: 'Remind me later',
  args: z.strictObject({ id: idOf('reminders'), remindAt: Reminder.fields.remindAt.schema }),
  mode: 'offline',
  capability: 'self',
  needs: ({ id }) => [toWrite(Reminder, { id })],
  run: ({ args, rows, context }) => {
    const row = mine(rows.get(Reminder, args.id), context.userId);
    if (row.status === 'done' || row.status === 'dismissed') throw new Refusal('state.forbidden', 'status', 'This reminder is over.');
    return [update(Reminder, row.id, { remindAt: args.remindAt, ...(row.status === 'shown' ? { status: 'pending' } : {}) })];
  },
});

/** Says that a reminder was shown, is done, or is not wanted. */
export const finishReminder = command('reminders.finish', {
  title: 'Finish the reminder',
  args: z.strictObject({ id: idOf('reminders'), outcome: z.enum(['shown', 'done', 'dismissed']).default('done') }),
  mode: 'offline',
  capability: 'self',
  needs: ({ id }) => [toWrite(Reminder, { id })],
  run: ({ args, rows, context }) => {
    const row = mine(rows.get(Reminder, args.id), context.userId);
    // A reminder that is done before it was shown has been seen all the same.
    if (args.outcome === 'done' && row.status === 'pending') return [update(Reminder, row.id, { status: 'dismissed' })];
    return [update(Reminder, row.id, { status: args.outcome })];
  },
});

function mine(row: Reminder, userId: string): Reminder {
  if (row.userId !== userId) throw new Refusal('auth.denied', 'id', 'This reminder is somebody else’s.');
  return row;
}
