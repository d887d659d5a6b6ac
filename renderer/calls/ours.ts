import type { QueueNow } from '#domain/calls/queries.ts';
import type { AgentAtWork } from '#domain/calls/supervision-queries.ts';
import type { Session } from '#domain/desk/queries.ts';

type Who = Pick<Session, 'grants' | 'teamIds' | 'userId'>;

/** The queues, or trunks, of one's teams and of everybody; who sees calls of the whole tenant sees all of them. */
export const queuesOf = <Row extends Pick<QueueNow, 'teamId'>>(queues: readonly Row[], { grants, teamIds }: Who): readonly Row[] =>
  grants['calls.view'] === 'tenant' ? queues : queues.filter(({ teamId }) => teamId === null || teamIds.includes(teamId));

/** The agents of one's teams but oneself; who may listen in the whole tenant sees all of them, who may listen to nobody sees none. */
export function agentsOf(agents: readonly AgentAtWork[], { grants, teamIds, userId }: Who): readonly AgentAtWork[] {
  const scope = grants['calls.monitor'];
  if (scope === undefined) return [];
  return agents.filter((agent) => agent.userId !== userId && (scope === 'tenant' || agent.teamIds.some((teamId) => teamIds.includes(teamId))));
}
