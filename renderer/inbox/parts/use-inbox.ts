import { useQuery } from '../../bridge/use-query.ts';
import { useNow } from '../../ui/use-now.ts';

/** How many things are counted and shown at once. */
export const inboxMost = 100;

/** What waits for whoever works here, as of this minute. */
export const useInbox = () => useQuery('inbox.list', { now: new Date(useNow()).toISOString(), limit: inboxMost });
