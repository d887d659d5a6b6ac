import type { Callback } from '#domain/calls/callback.ts';
import type { Call } from '#domain/calls/call.ts';
import type { Case } from '#domain/cases/case.ts';
import type { Contact } from '#domain/contacts/contact.ts';
import type { Id } from '#domain/kernel/names.ts';
import { many, one, query } from '#domain/kernel/query.ts';
import type { QueueAlarm } from '#domain/telephony/queue-alarm.ts';
import type { Recorded } from '#domain/records/page.ts';
import * as z from 'zod';

/** Why a contact is thought to be the caller, the surest first. */
export const matchReasons = ['exact', 'extension', 'ending', 'household'] as const;

/** A contact who may be calling, with what is open of theirs. */
export interface CallerMatch extends Pick<Contact, 'fullName' | 'id' | 'jobTitle' | 'kind'> {
  readonly reason: (typeof matchReasons)[number];
  /** The number by which the contact was found, as it was written down. */
  readonly value: string;
  readonly label: string | null;
  /** How many others are reached at the same number. */
  readonly others: number;
  readonly cases: readonly Pick<Case, 'caseNumber' | 'id' | 'openedAt' | 'status' | 'title'>[];
  readonly lastCallAt: string | null;
}

/** Who may be calling: the contacts of a number in any form, and the case on which they probably call. */
export const matchCaller = query('calls.match', {
  args: z.strictObject({ number: z.string().max(255), e164: z.string().max(32).nullish() }),
  reads: ['contactPoints', 'contacts', 'cases', 'calls', 'householdMembers'],
  returns: many<CallerMatch>(),
});

/** A call that is or was on a line of this desk, with what it is linked to. */
export interface LineCall extends Call, Recorded {
  readonly contactName: string | null;
  readonly caseNumber: string | null;
  readonly caseTitle: string | null;
  readonly wrapUpTime: number | null;
  /** Whether the queue asks for an outcome before the next call. */
  readonly isOutcomeDue: boolean;
  readonly dispositionName: string | null;
  /** Whether somebody is to be called back, or something else was planned. */
  readonly isPlanned: boolean;
}

/** The row of a call by every name that a desk may have given it. */
export const callOnLine = query('calls.onLine', {
  args: z.strictObject({ pbx: z.string().max(255), sipCallId: z.string().max(255), linkedId: z.string().max(255).nullish() }),
  reads: ['calls', 'contacts', 'cases', 'queues', 'dispositions', 'callbacks', 'reminders', 'tasks'],
  returns: one<LineCall>(),
});

/** Own calls without an outcome; one that has no end yet was cut off, or is still on a line. */
export const openWrapUps = query('calls.toWrapUp', {
  args: z.strictObject({ since: z.iso.datetime({ precision: 3 }) }),
  reads: ['calls', 'contacts', 'cases', 'queues', 'dispositions', 'callbacks', 'reminders', 'tasks'],
  returns: many<LineCall>(),
});

/** A missed or abandoned call that nobody has taken care of. */
export interface MissedCall extends Pick<
  Call,
  'agentId' | 'callerName' | 'callerNumber' | 'callerNumberRaw' | 'contactId' | 'endedAt' | 'id' | 'queueId' | 'startedAt' | 'status'
> {
  readonly contactName: string | null;
  readonly queueName: string | null;
  /** How often the same number tried and was missed within the same days. */
  readonly tries: number;
}

/** What was missed until somebody owns it: no callback, no case, and nobody spoke with the number since. */
export const missedCalls = query('calls.missed', {
  args: z.strictObject({ since: z.iso.datetime({ precision: 3 }), queueId: z.string().max(60).nullish() }),
  reads: ['calls', 'callbacks', 'contacts', 'queues'],
  returns: many<MissedCall>(),
});

/** A promise to call somebody back that is not kept yet. */
export interface OpenCallback extends Pick<Callback, 'assignedTo' | 'attempts' | 'caseId' | 'contactId' | 'dueAt' | 'id' | 'phone' | 'reason' | 'status'> {
  readonly contactName: string | null;
  readonly caseNumber: string | null;
}

/** One's own callbacks and those that are nobody's yet, the first due first. */
export const openCallbacks = query('callbacks.open', {
  args: z.strictObject({}),
  reads: ['callbacks', 'contacts', 'cases'],
  returns: many<OpenCallback>(),
});

/** The stays and calls from which a queue's figures are computed, and the agents who serve it. */
export interface QueueNow {
  readonly id: Id<'queues'>;
  readonly name: string;
  readonly teamId: Id<'teams'> | null;
  readonly stays: readonly {
    readonly id: string;
    readonly callId: string;
    readonly joinedAt: string;
    readonly connectedAt: string | null;
    readonly leftAt: string | null;
    readonly result: string;
  }[];
  readonly handled: readonly { readonly callId: string; readonly answeredAt: string; readonly endedAt: string; readonly wrapUpSeconds: number }[];
  readonly agents: readonly AgentNow[];
  /** The limits that are set for this queue, or for every queue. */
  readonly alarms: readonly Pick<QueueAlarm, 'advice' | 'figure' | 'id' | 'name' | 'side' | 'threshold'>[];
  /** The newest change of any of these rows: how old the figures may be. */
  readonly changedAt: string | null;
}

/** What an agent of a queue does now. */
export interface AgentNow {
  readonly userId: Id<'users'>;
  readonly displayName: string;
  readonly membership: string;
  readonly state: string | null;
  readonly reason: string | null;
  readonly fromAt: string | null;
  readonly periods: readonly { readonly state: string; readonly fromAt: string; readonly untilAt: string | null }[];
}

/** All queues with what happened in them since a moment. */
export const queueBoard = query('queues.board', {
  args: z.strictObject({ since: z.iso.datetime({ precision: 3 }) }),
  reads: ['queues', 'queueAlarms', 'queueEntries', 'queueMembers', 'agentStates', 'agentStateReasons', 'calls', 'memberships'],
  returns: many<QueueNow>(),
});
