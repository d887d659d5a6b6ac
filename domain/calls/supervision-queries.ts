import type { Call } from '#domain/calls/call.ts';
import type { AgentNow } from '#domain/calls/queries.ts';
import type { Id } from '#domain/kernel/names.ts';
import { many, query } from '#domain/kernel/query.ts';
import * as z from 'zod';

/** What an agent does now, on which call, and what their day was so far; each number with its calls. */
export interface AgentAtWork extends Pick<AgentNow, 'displayName' | 'fromAt' | 'reason' | 'state' | 'userId'> {
  readonly teamIds: readonly Id<'teams'>[];
  readonly extension: string | null;
  readonly call:
    | (Pick<Call, 'answeredAt' | 'caseId' | 'contactId' | 'direction' | 'id' | 'status'> & {
        readonly number: string | null;
        readonly contactName: string | null;
        readonly caseNumber: string | null;
        readonly queueName: string | null;
      })
    | null;
  readonly handledIds: readonly string[];
  readonly missedIds: readonly string[];
  readonly talkSeconds: number;
  readonly wrapUpSeconds: number;
}

/** Everybody who has a telephone, with their work since a moment. */
export const agentsAtWork = query('supervision.agents', {
  args: z.strictObject({ since: z.iso.datetime({ precision: 3 }) }),
  reads: ['memberships', 'teamMembers', 'extensions', 'agentStates', 'agentStateReasons', 'calls', 'callLegs', 'contacts', 'cases', 'queues'],
  returns: many<AgentAtWork>(),
});

/** An agent who asks whoever looks for help, until it is marked as read. */
export interface HelpAsked {
  readonly id: Id<'notifications'>;
  readonly title: string;
  readonly message: string;
  readonly at: string;
  readonly userId: Id<'users'>;
  /** The call in which it was asked, as long as it is up. */
  readonly callId: Id<'calls'> | null;
}

export const helpAsked = query('supervision.help', {
  args: z.strictObject({}),
  reads: ['notifications', 'calls'],
  returns: many<HelpAsked>(),
});
