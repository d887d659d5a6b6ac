import type { AgentAtWork } from '#domain/calls/supervision-queries.ts';
import { useSession } from '../bridge/session.tsx';
import { useQuery } from '../bridge/use-query.ts';
import { agentsOf } from './ours.ts';
import { useToday } from './use-queues.ts';

/** Everybody's work today, one's own among them. */
export const useAgents = (): readonly AgentAtWork[] => useQuery('supervision.agents', { since: useToday() }).data ?? [];

/** The agents whom whoever works here looks after. */
export const useOwnAgents = (): readonly AgentAtWork[] => agentsOf(useAgents(), useSession());

/** Whether whoever works here looks after agents at all. */
export const useSupervises = (): boolean => useSession().grants['calls.monitor'] !== undefined;
