import type { QueueNow } from '#domain/calls/queries.ts';
import { useState } from 'react';
import { useSession } from '../bridge/session.tsx';
import { useQuery } from '../bridge/use-query.ts';

/** When this day began here. */
export const useToday = (): string => useState(startOfDay)[0];

/** The queues of one's teams; who sees calls of the whole tenant sees all of them. */
export function useQueues(): readonly QueueNow[] {
  const { teamIds, grants } = useSession();
  const since = useToday();
  const queues = useQuery('queues.board', { since }).data ?? [];
  return grants['calls.view'] === 'tenant' ? queues : queues.filter(({ teamId }) => teamId === null || teamIds.includes(teamId));
}

function startOfDay(): string {
  const day = new Date();
  day.setHours(0, 0, 0, 0);
  return day.toISOString();
}
