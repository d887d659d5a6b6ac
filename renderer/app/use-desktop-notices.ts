import { isQuiet } from '#domain/notifications/quiet.ts';
import { useEffect, useRef } from 'react';
import { useSession } from '../bridge/session.tsx';
import { useQuery } from '../bridge/use-query.ts';
import { useNotificationPrefs } from '../settings/parts/notification-prefs.ts';
import { useNow } from '../ui/use-now.ts';

/** Shows what a rule tells on the computer itself, outside the quiet hours of whoever works here; what was there before is not told again. */
export function useDesktopNotices(): void {
  const { userId } = useSession();
  const now = useNow();
  const { quietHours } = useNotificationPrefs();
  const rows = useQuery('records.list', { entity: 'notifications', where: { userId, channel: 'desktop', isRead: false }, sort: 'createdAt', descending: true, limit: 20 }).data
    ?.rows;
  const known = useRef<Set<string> | null>(null);
  const zone = quietHours?.timeZone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone;
  const isNight = quietHours ? isQuiet(quietHours, zone, now) : false;
  useEffect(() => {
    if (!rows) return;
    known.current ??= new Set(rows.map(({ id }) => id));
    if (isNight || !('Notification' in window) || Notification.permission !== 'granted') return;
    for (const { id, title, message } of rows) {
      if (known.current.has(id)) continue;
      known.current.add(id);
      // Two windows of one desk show one.
      new Notification(String(title), { body: String(message ?? ''), tag: id });
    }
  }, [rows, isNight]);
}
