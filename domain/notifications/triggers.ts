import { SignaturePacket } from '#domain/agreements/signature-packet.ts';
import { Callback } from '#domain/calls/callback.ts';
import { Call } from '#domain/calls/call.ts';
import { Voicemail } from '#domain/calls/voicemail.ts';
import { Case } from '#domain/cases/case.ts';
import { Note } from '#domain/cases/note.ts';
import { SlaClock } from '#domain/cases/sla-clock.ts';
import { DocumentGrant } from '#domain/documents/document-grant.ts';
import { Connector } from '#domain/imports/connector.ts';
import { ImportBatch } from '#domain/imports/import-batch.ts';
import type { AnyEntity } from '#domain/kernel/entity.ts';
import type { Write } from '#domain/kernel/execute.ts';
import { Message } from '#domain/messages/message.ts';
import { Reminder } from '#domain/messages/reminder.ts';
import type { NotificationRule } from '#domain/notifications/notification-rule.ts';
import { Invoice } from '#domain/revenue/invoice.ts';
import { Task } from '#domain/tasks/task.ts';
import { Trunk } from '#domain/telephony/trunk.ts';
import { Approval } from '#domain/workflow/approval.ts';
import { ChangeProposal } from '#domain/workflow/change-proposal.ts';
import { Writeback } from '#domain/workflow/writeback.ts';

/** An event of which rules may tell. */
export type TriggerEvent = NotificationRule['triggerEvent'];
type Written = Pick<Write, 'after' | 'before' | 'changed'>;

/** The moment in a field, while another field has one of these values; `warns` is as long before it as the policy of a clock says. */
export interface Due {
  readonly at: string;
  readonly field: string;
  readonly in: readonly string[];
  readonly warns?: true;
}

/** What an event is in the rows of an entity. */
export interface Trigger {
  readonly entity: AnyEntity;
  /** The field that names the record it is about, where that is not the row itself. */
  readonly about?: string;
  /** The fields, of the row or of the record, that name the members to whom it falls. */
  readonly falls: readonly string[];
  /** Whether a write is the event. */
  readonly is?: (write: Written) => boolean;
  /** The moment whose passing is the event. */
  readonly due?: Due;
}

const isNew = ({ before }: Written) => before === null;
const given = (field: string) => (write: Written) => write.changed.includes(field) && typeof write.after[field] === 'string';
const becomes =
  (field: string, ...states: readonly string[]) =>
  ({ after, changed }: Written) =>
    changed.includes(field) && states.includes(String(after[field]));

const running = { field: 'state', in: ['running'] } as const;
const unpaid = { field: 'status', in: ['sent', 'viewed', 'overdue'] } as const;

/** Every event, and how it is known. */
export const triggers: Readonly<Record<TriggerEvent, Trigger>> = {
  caseCreated: { entity: Case, falls: ['assignedTo', 'coordinatorId'], is: isNew },
  caseAssigned: { entity: Case, falls: ['assignedTo'], is: given('assignedTo') },
  caseStageChanged: { entity: Case, falls: ['assignedTo', 'coordinatorId'], is: (write) => !isNew(write) && given('stage')(write) },
  slaWarning: { entity: SlaClock, about: 'caseId', falls: ['assignedTo'], due: { ...running, at: 'dueAt', warns: true } },
  slaBreached: { entity: SlaClock, about: 'caseId', falls: ['assignedTo'], due: { ...running, at: 'dueAt' } },
  taskAssigned: { entity: Task, falls: ['assignedTo'], is: given('assignedTo') },
  taskOverdue: { entity: Task, falls: ['assignedTo'], due: { at: 'dueAt', field: 'status', in: ['todo', 'inProgress', 'review'] } },
  // A caller who gave up in a queue was missed too.
  callMissed: { entity: Call, falls: ['agentId'], is: becomes('status', 'missed', 'abandoned') },
  callbackDue: { entity: Callback, falls: ['assignedTo'], due: { at: 'dueAt', field: 'status', in: ['pending', 'attempted'] } },
  voicemailLeft: { entity: Voicemail, falls: ['userId'], is: isNew },
  messageReceived: { entity: Message, about: 'conversationId', falls: ['assignedTo'], is: (write) => isNew(write) && write.after['direction'] === 'inbound' },
  mention: { entity: Note, falls: ['mentions'], is: ({ after, changed }) => changed.includes('mentions') && Array.isArray(after['mentions']) && after['mentions'].length > 0 },
  reminderDue: { entity: Reminder, falls: ['userId'], due: { at: 'remindAt', field: 'status', in: ['pending'] } },
  approvalRequested: { entity: Approval, falls: ['approverId'], is: isNew },
  proposalRaised: { entity: ChangeProposal, falls: [], is: isNew },
  writebackDecided: { entity: Writeback, falls: ['createdBy'], is: becomes('status', 'approved', 'rejected') },
  importFinished: { entity: ImportBatch, falls: ['submittedBy'], is: becomes('status', 'committed', 'failed') },
  documentShared: { entity: DocumentGrant, about: 'documentId', falls: ['userId'], is: isNew },
  signatureDone: { entity: SignaturePacket, about: 'contractId', falls: ['createdBy'], is: becomes('status', 'completed') },
  invoiceOverdue: { entity: Invoice, falls: ['createdBy'], due: { ...unpaid, at: 'dueOn' } },
  connectorFailed: { entity: Connector, falls: ['createdBy'], is: becomes('status', 'failed') },
  trunkDown: { entity: Trunk, falls: [], is: becomes('registration', 'failed', 'refused') },
  // A desk that had no numbers left gave a provisional one.
  numbersLow: { entity: Case, falls: ['createdBy'], is: (write) => isNew(write) && typeof write.after['provisionalNumber'] === 'string' },
};

/** The events that a write is. */
export function eventsOf(write: Write): readonly TriggerEvent[] {
  const events = Object.keys(triggers) as readonly TriggerEvent[];
  return events.filter((event) => triggers[event].entity === write.entity && triggers[event].is?.(write));
}
