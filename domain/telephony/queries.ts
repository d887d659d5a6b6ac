import { exactly, many, query } from '#domain/kernel/query.ts';
import type { AgentState } from '#domain/telephony/agent-state.ts';
import type { AgentStateReason } from '#domain/telephony/agent-state-reason.ts';
import type { Disposition } from '#domain/telephony/disposition.ts';
import type { Extension } from '#domain/telephony/extension.ts';
import type { Queue } from '#domain/telephony/queue.ts';
import type { QueueMember } from '#domain/telephony/queue-member.ts';
import type { TrunkState } from '#domain/telephony/trunk-state.ts';
import * as z from 'zod';

/** How whoever works here stands towards the telephone. */
export interface OwnTelephony {
  readonly state: Pick<AgentState, 'fromAt' | 'reasonId' | 'state'> | null;
  readonly reasons: readonly Pick<AgentStateReason, 'code' | 'id' | 'name'>[];
  readonly dispositions: readonly Pick<Disposition, 'category' | 'id' | 'name' | 'queueId' | 'requiresCaseCreation' | 'requiresFollowUp'>[];
  readonly queues: readonly (Pick<Queue, 'asteriskQueueName' | 'id' | 'name' | 'wrapUpTime'> & { readonly membership: QueueMember['state'] | null })[];
  readonly extension: Extension['number'] | null;
}

export const ownTelephony = query('telephony.own', {
  args: z.strictObject({}),
  reads: ['agentStates', 'agentStateReasons', 'dispositions', 'queues', 'queueMembers', 'extensions'],
  returns: exactly<OwnTelephony>(),
});

/** A trunk over which no call comes or goes, since when, and when the PBX last said so. */
export type TrunkAway = Pick<TrunkState, 'fromAt' | 'id' | 'name' | 'state' | 'teamId' | 'updatedAt'>;

export const trunksAway = query('telephony.trunksAway', {
  args: z.strictObject({}),
  reads: ['trunkStates'],
  returns: many<TrunkAway>(),
});
