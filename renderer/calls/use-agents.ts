import type { AgentAtWork } from '#domain/calls/supervision-queries.ts';
import { useSession } from '../bridge/session.tsx';
import { useQuery } from '../bridge/use-query.ts';
import { useToday } from './use-queues.ts';

/** Everybody's work today, one's own among them. */
export const useAgents = (): readonly AgentAtWork[] => useQuery('supervision.agents', { since: useToday() }).data ?? [];

/** The agents of one's teams; who may listen in the whole tenant sees all of them. */
export function useOwnAgents(): readonly AgentAtWork[] {
  const { teamIds, grants, userId } = useSession();
  const isWide = grants['calls.monitor'] === 'tenant';
  return useAgents().filter((agent) => agent.userId !== userId && (isWide || agent.teamIds.some((teamId) => teamIds.includes(teamId))));
}

/** Whether whoever works here looks after agents at all. */
export const useSupervises = (): boolean => useSession().grants['calls.monitor'] !== undefined;
