import { CallEvent } from '#domain/calls/call-event.ts';
import { CallTransfer } from '#domain/calls/call-transfer.ts';
import { Call } from '#domain/calls/call.ts';
import { Callback } from '#domain/calls/callback.ts';
import { transferOf } from '#domain/calls/rules.ts';
import { umbrella } from '#domain/calls/umbrella.ts';
import { Case } from '#domain/cases/case.ts';
import { Contact } from '#domain/contacts/contact.ts';
import { Interaction } from '#domain/interactions/interaction.ts';
import { command, insert, update } from '#domain/kernel/command.ts';
import { idFrom } from '#domain/kernel/context.ts';
import { Refusal } from '#domain/kernel/failure.ts';
import { idOf } from '#domain/kernel/field.ts';
import type { Id } from '#domain/kernel/names.ts';
import { toJoin, toRead, toWrite, type Rows } from '#domain/kernel/rows.ts';
import { Reminder } from '#domain/messages/reminder.ts';
import { notify } from '#domain/notifications/notice.ts';
import { checkActive, memberNeed } from '#domain/people/rules.ts';
import { Lead } from '#domain/pipeline/lead.ts';
import { Disposition } from '#domain/telephony/disposition.ts';
import { Extension } from '#domain/telephony/extension.ts';
import { PhoneNumber } from '#domain/telephony/phone-number.ts';
import { Queue } from '#domain/telephony/queue.ts';
import { Task } from '#domain/tasks/task.ts';
import * as z from 'zod';

const callToWrite = ({ id }: { readonly id: string }) => [toWrite(Call, { id })];
const own = ({ args, rows }: { readonly args: { readonly id: Call['id'] }; readonly rows: Rows }) => [rows.get(Call, args.id)];
const number = z.strictObject({ raw: z.string().trim().min(1).max(255), e164: Callback.fields.phone.schema.nullish() });

/** Says what a call was about: its contact, its case or its lead. Another case than the one it has is set only knowingly. */
export const linkCall = command('calls.link', {
  title: 'Link the call',
  args: z.strictObject({
    id: idOf('calls'),
    contactId: idOf('contacts').optional(),
    caseId: idOf('cases').optional(),
    leadId: idOf('leads').optional(),
    instead: z.boolean().default(false),
  }),
  mode: 'offline',
  capability: 'calls.link',
  needs: ({ id, contactId, caseId, leadId }) => [
    ...callToWrite({ id }),
    toWrite(Interaction, { sourceType: 'calls', sourceId: id }),
    ...(contactId ? [toRead(Contact, { id: contactId })] : []),
    ...(caseId ? [toRead(Case, { id: caseId })] : []),
    ...(leadId ? [toRead(Lead, { id: leadId })] : []),
  ],
  on: own,
  run: ({ args: { id, instead, ...links }, rows, context }) => {
    const call = rows.get(Call, id);
    if (!links.contactId && !links.caseId && !links.leadId) throw new Refusal('field.invalid', 'contactId', 'Name a contact, a case or a lead.');
    const linkedCase = links.caseId ? rows.get(Case, links.caseId) : null;
    const contactId = links.contactId ? rows.get(Contact, links.contactId).id : (call.contactId ?? linkedCase?.primaryContactId ?? null);
    if (links.leadId) rows.get(Lead, links.leadId);
    const elsewhere = (['contactId', 'caseId', 'leadId'] as const).find((key) => links[key] && call[key] && links[key] !== call[key]);
    if (elsewhere && !instead) throw new Refusal('call.linkedElsewhere', elsewhere, 'This call is linked to something else already.');
    const linked = { contactId, caseId: links.caseId ?? call.caseId };
    return [update(Call, id, { ...linked, ...(links.leadId ? { leadId: links.leadId } : {}) }), ...umbrella({ ...call, ...linked }, rows, context)];
  },
});

/** Takes a link from a call. */
export const unlinkCall = command('calls.unlink', {
  title: 'Unlink the call',
  args: z.strictObject({ id: idOf('calls'), from: z.enum(['contact', 'case', 'lead']) }),
  mode: 'offline',
  capability: 'calls.link',
  needs: ({ id }) => [...callToWrite({ id }), toWrite(Interaction, { sourceType: 'calls', sourceId: id })],
  on: own,
  run: ({ args, rows, context }) => {
    const gone = { [`${args.from}Id`]: null };
    return [update(Call, args.id, gone), ...umbrella({ ...rows.get(Call, args.id), ...gone }, rows, context)];
  },
});

/** Says what came of a call; some outcomes ask for a case, or for something to be done later. */
export const setDisposition = command('calls.setDisposition', {
  title: 'Set the disposition',
  args: z.strictObject({ id: idOf('calls'), dispositionId: idOf('dispositions'), note: z.string().max(100_000).nullish() }),
  mode: 'offline',
  capability: 'calls.link',
  needs: ({ id, dispositionId }) => [...callToWrite({ id }), toRead(Disposition, { id: dispositionId }), toRead(Callback, { callId: id })],
  andThen: ({ args, rows, context }) => {
    const [call] = rows.find(Call, { id: args.id });
    return call?.caseId ? [toRead(Task, { caseId: call.caseId }), toRead(Reminder, { userId: context.userId })] : [toRead(Reminder, { userId: context.userId })];
  },
  on: own,
  run: ({ args, rows, context }) => {
    const call = rows.get(Call, args.id);
    const disposition = rows.get(Disposition, args.dispositionId);
    if (!disposition.isActive) throw new Refusal('field.invalid', 'dispositionId', 'This disposition is no longer used.');
    if (disposition.requiresCaseCreation && !call.caseId) throw new Refusal('disposition.needsCase', 'dispositionId', 'Link the call to a case, or open one, first.');
    const isPlanned =
      rows.find(Callback, { callId: call.id }).length > 0 ||
      (call.caseId !== null && rows.find(Task, { caseId: call.caseId }).some(({ createdAt }) => createdAt >= call.startedAt)) ||
      rows.find(Reminder, { userId: context.userId }).some(({ subjectId, contactId }) => subjectId === (call.id as string) || (contactId !== null && contactId === call.contactId));
    if (disposition.requiresFollowUp && !isPlanned) throw new Refusal('disposition.needsFollowUp', 'dispositionId', 'Plan a callback, a task or a reminder first.');
    return [update(Call, call.id, { dispositionId: disposition.id, ...(args.note === undefined ? {} : { wrapUpNote: args.note }) })];
  },
});

/** Writes down a call that no PBX saw. */
export const logCall = command('calls.logManual', {
  title: 'Log a call',
  args: z.strictObject({
    direction: z.enum(['inbound', 'outbound']),
    number,
    startedAt: Call.fields.startedAt.schema,
    seconds: z.int().min(0).max(86_400).default(0),
    contactId: idOf('contacts').nullish(),
    caseId: idOf('cases').nullish(),
    note: z.string().max(100_000).nullish(),
  }),
  mode: 'offline',
  capability: 'calls.make',
  needs: ({ contactId, caseId }) => [...(contactId ? [toRead(Contact, { id: contactId })] : []), ...(caseId ? [toRead(Case, { id: caseId })] : [])],
  on: ({ args, rows }) => (args.caseId ? [rows.get(Case, args.caseId)] : []),
  run: ({ args, rows, context }) => {
    const contactId = args.contactId ? rows.get(Contact, args.contactId).id : args.caseId ? rows.get(Case, args.caseId).primaryContactId : null;
    const id = idFrom<'calls'>(context, 0);
    const endedAt = new Date(Date.parse(args.startedAt) + args.seconds * 1000).toISOString();
    const party =
      args.direction === 'inbound' ? { callerNumber: args.number.e164, callerNumberRaw: args.number.raw } : { calledNumber: args.number.e164, calledNumberRaw: args.number.raw };
    const shared = { contactId, caseId: args.caseId ?? null, duration: args.seconds };
    return [
      insert(Call, id, {
        ...shared,
        ...party,
        pbx: 'manual',
        linkedId: context.commandId,
        direction: args.direction,
        status: args.seconds > 0 ? 'completed' : 'missed',
        agentId: context.userId,
        startedAt: args.startedAt,
        answeredAt: args.seconds > 0 ? args.startedAt : null,
        endedAt,
        wrapUpNote: args.note,
        deviceId: context.deviceId,
      }),
      ...umbrella({ ...shared, id, direction: args.direction, startedAt: args.startedAt, endedAt, agentId: context.userId, teamId: null }, rows, context),
    ];
  },
});

/** Writes down that a call was handed on; the PBX does it. */
export const transferCall = command('calls.transfer', {
  title: 'Transfer the call',
  args: z.strictObject({
    id: idOf('calls'),
    /** The leg that hands it on, by which the PBX's word of it is the same row. */
    sipCallId: z.string().min(1).max(255).nullish(),
    transferType: CallTransfer.fields.transferType.schema,
    toAgentId: idOf('users').nullish(),
    toQueueId: idOf('queues').nullish(),
    to: number.nullish(),
    status: z.enum(['initiated', 'completed', 'failed']).default('initiated'),
    reason: z.string().max(1000).nullish(),
  }),
  mode: 'offline',
  capability: 'calls.make',
  needs: ({ id, sipCallId, toAgentId, toQueueId, to }) => [
    toRead(Call, { id }),
    ...(sipCallId ? [toJoin(CallTransfer, { id: transferOf(id, sipCallId) })] : []),
    ...memberNeed(toAgentId),
    ...(toQueueId ? [toRead(Queue, { id: toQueueId })] : []),
    // A telephone knows numbers only: whose they are the rows say.
    ...(to ? [toRead(Extension, { number: to.raw }), toRead(PhoneNumber, { number: to.raw })] : []),
  ],
  run: ({ args, rows, context }) => {
    const call = rows.get(Call, args.id);
    checkActive(rows, args.toAgentId, 'toAgentId');
    if (!args.toAgentId && !args.toQueueId && !args.to) throw new Refusal('field.invalid', 'to', 'Say to whom the call goes.');
    const toAgentId = args.toAgentId ?? (args.to ? rows.find(Extension, { number: args.to.raw })[0]?.userId : null);
    const toQueueId = args.toQueueId ?? (args.to ? rows.find(PhoneNumber, { number: args.to.raw })[0]?.queueId : null);
    const party = { toAgentId, toQueueId, toNumber: args.to?.e164, toNumberRaw: args.to?.raw };
    const transfer = { ...party, transferType: args.transferType, reason: args.reason, status: args.status };
    const id: Id<'callTransfers'> = args.sipCallId ? transferOf(call.id, args.sipCallId) : idFrom(context, 0);
    const known = args.sipCallId ? rows.find(CallTransfer, { id })[0] : undefined;
    const isNews = known?.status === 'initiated' || (known?.status === 'failed' && args.status === 'completed');
    return [
      ...(known ? [] : [insert(CallTransfer, id, { ...transfer, callId: call.id, fromAgentId: context.userId })]),
      ...(known && isNews ? [update(CallTransfer, id, transfer)] : []),
      insert(CallEvent, idFrom(context, 1), {
        callId: call.id,
        eventType: 'transferred',
        at: context.at,
        userId: context.userId,
        details: { to: args.to?.raw, status: args.status },
      }),
      ...notify({ to: toAgentId, type: 'callTransferred', title: 'A call is handed to you', message: args.reason ?? '', subject: { type: 'calls', id: call.id } }, context),
    ];
  },
});

/** Says whether a call that was handed on was taken. */
export const answerTransfer = command('calls.answerTransfer', {
  title: 'Take the transferred call',
  args: z.strictObject({ id: idOf('callTransfers'), accept: z.boolean() }),
  mode: 'offline',
  capability: 'calls.make',
  needs: ({ id }) => [toWrite(CallTransfer, { id })],
  andThen: ({ args, rows }) => rows.find(CallTransfer, { id: args.id }).map(({ callId }) => toJoin(Call, { id: callId })),
  run: ({ args, rows, context }) => {
    const transfer = rows.get(CallTransfer, args.id);
    if (transfer.status !== 'initiated') throw new Refusal('transfer.closed', 'status', 'This transfer is over.');
    if (transfer.toAgentId !== null && transfer.toAgentId !== context.userId) throw new Refusal('auth.denied', 'id', 'This call is handed to somebody else.');
    return [
      update(CallTransfer, transfer.id, { status: args.accept ? 'accepted' : 'declined' }),
      ...(args.accept ? [update(Call, transfer.callId, { agentId: context.userId })] : []),
    ];
  },
});
