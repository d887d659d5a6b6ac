import { notificationPrefs } from '#domain/kernel/schemas.ts';
import { useSession } from '../../bridge/session.tsx';
import { useQuery } from '../../bridge/use-query.ts';
import type * as z from 'zod';

export type NotificationPrefs = z.output<typeof notificationPrefs>;

/** When whoever works here wants to be told of what; what nobody chose is absent. */
export function useNotificationPrefs(): NotificationPrefs {
  const { userId } = useSession();
  const row = useQuery('records.list', { entity: 'userPreferences', where: { userId }, limit: 1 }).data?.rows[0];
  return notificationPrefs.safeParse(row?.['notificationPrefs'] ?? {}).data ?? {};
}
