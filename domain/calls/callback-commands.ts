import { Call } from '#domain/calls/call.ts';
import { Callback } from '#domain/calls/callback.ts';
import { Voicemail } from '#domain/calls/voicemail.ts';
import { Case } from '#domain/cases/case.ts';
import { Contact } from '#domain/contacts/contact.ts';
import { command, insert, update } from '#domain/kernel/command.ts';
import { idFrom } from '#domain/kernel/context.ts';
import { Refusal } from '#domain/kernel/failure.ts';
import { idOf } from '#domain/kernel/field.ts';
import { toRead, toWrite } from '#domain/kernel/rows.ts';
import { notify } from '#domain/notifications/notice.ts';
import { checkActive, memberNeed } from '#domain/people/rules.ts';
import { Queue } from '#domain/telephony/queue.ts';
import * as z from 'zod';

const number = z.strictObject({ raw: z.string().trim().min(1).max(255), e164: Callback.fields.phone.schema.nullish() });

/** Promises to call somebody back. */
export const scheduleCallback = command('callbacks.schedule', {
  title: 'Schedule a callback',
  args: z.strictObject({
    phone: number,
    dueAt: Callback.fields.dueAt.schema,
    callId: idOf('calls').nullish(),
    contactId: idOf('contacts').nullish(),
    caseId: idOf('cases').nullish(),
    queueId: idOf('queues').nullish(),
    assignedTo: idOf('users').nullish(),
    reason: z.string().max(255).nullish(),
  }),
  mode: 'offline',
  capability: 'calls.link',
  needs: ({ callId, contactId, caseId, queueId, assignedTo }) => [
    ...(callId ? [toRead(Call, { id: callId })] : []),
    ...(contactId ? [toRead(Contact, { id: contactId })] : []),
    ...(caseId ? [toRead(Case, { id: caseId })] : []),
    ...(queueId ? [toRead(Queue, { id: queueId })] : []),
    ...memberNeed(assignedTo),
  ],
  run: ({ args: { phone, ...args }, rows, context }) => {
    if (args.dueAt < context.at) throw new Refusal('callback.pastDue', 'dueAt', 'A callback cannot be due in the past.');
    checkActive(rows, args.assignedTo, 'assignedTo');
    const call = args.callId ? rows.get(Call, args.callId) : null;
    if (args.contactId) rows.get(Contact, args.contactId);
    if (args.caseId) rows.get(Case, args.caseId);
    const queue = args.queueId ? rows.get(Queue, args.queueId) : null;
    const e164 = phone.e164 ?? phone.raw.replace(/[^\d+]/g, '').replace(/(?!^)\+/g, '');
    if (!/^\+?\d{2,15}$/.test(e164)) throw new Refusal('field.invalid', 'phone', 'This is not a number that can be called.');
    const assignedTo = args.assignedTo ?? (queue ? null : context.userId);
    const id = idFrom<'callbacks'>(context, 0);
    return [
      insert(Callback, id, {
        ...args,
        assignedTo,
        contactId: args.contactId ?? call?.contactId,
        caseId: args.caseId ?? call?.caseId,
        phone: e164,
        phoneRaw: phone.raw,
        teamId: queue?.teamId ?? call?.teamId,
      }),
      ...notify({ to: assignedTo, type: 'callbackDue', title: 'A callback is yours', message: args.reason ?? '', subject: { type: 'callbacks', id } }, context),
    ];
  },
});

const callbackStep = <const Name extends string>(name: Name, title: string, to: 'attempted' | 'cancelled' | 'completed') =>
  command(name, {
    title,
    args: z.strictObject({ id: idOf('callbacks') }),
    mode: 'offline',
    capability: 'calls.link',
    needs: ({ id }) => [toWrite(Callback, { id })],
    on: ({ args, rows }) => [rows.get(Callback, args.id)],
    run: ({ args, rows, context }) => {
      const row = rows.get(Callback, args.id);
      if (to === 'attempted' && row.status === 'attempted') return [update(Callback, row.id, { attempts: row.attempts + 1 })];
      return [update(Callback, row.id, { status: to, assignedTo: row.assignedTo ?? context.userId, attempts: row.attempts + (to === 'cancelled' ? 0 : 1) })];
    },
  });

/** Says that nobody was reached yet. */
export const attemptCallback = callbackStep('callbacks.attempt', 'Note an attempt', 'attempted');
/** Says that the promise was kept. */
export const completeCallback = callbackStep('callbacks.complete', 'Complete the callback', 'completed');
/** Says that nobody waits for it any more. */
export const cancelCallback = callbackStep('callbacks.cancel', 'Cancel the callback', 'cancelled');

/** Says that a message in a mailbox was heard, or dealt with. */
export const handleVoicemail = command('voicemails.handle', {
  title: 'Handle the voicemail',
  args: z.strictObject({ id: idOf('voicemails'), outcome: z.enum(['heard', 'handled', 'deleted']) }),
  mode: 'offline',
  capability: 'calls.link',
  needs: ({ id }) => [toWrite(Voicemail, { id })],
  on: ({ args, rows }) => [rows.get(Voicemail, args.id)],
  run: ({ args, context }) => [update(Voicemail, args.id, { status: args.outcome, ...(args.outcome === 'handled' ? { handledBy: context.userId } : {}) })],
});
