import type { QueueNow } from '#domain/calls/queries.ts';
import { useState } from 'react';
import { useSession } from '../bridge/session.tsx';
import { useQuery } from '../bridge/use-query.ts';
import { queuesOf } from './ours.ts';

/** When this day began here. */
export const useToday = (): string => useState(startOfDay)[0];

/** The queues that are for whoever works here to see. */
export const useQueues = (): readonly QueueNow[] => queuesOf(useQuery('queues.board', { since: useToday() }).data ?? [], useSession());

function startOfDay(): string {
  const day = new Date();
  day.setHours(0, 0, 0, 0);
  return day.toISOString();
}
