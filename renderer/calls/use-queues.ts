import type { QueueNow } from '#domain/calls/queries.ts';
import { useSyncExternalStore } from 'react';
import { useSession } from '../bridge/session.tsx';
import { useQuery } from '../bridge/use-query.ts';
import { tick } from '../softphone/parts/use-seconds.ts';
import { queuesOf } from './ours.ts';

/** When this day began here; a board on a wall is there the next day too. */
export const useToday = (): string => useSyncExternalStore(tick, startOfDay);

/** The queues that are for whoever works here to see. */
export const useQueues = (): readonly QueueNow[] => queuesOf(useQuery('queues.board', { since: useToday() }).data ?? [], useSession());

function startOfDay(): string {
  const day = new Date();
  day.setHours(0, 0, 0, 0);
  return day.toISOString();
}
