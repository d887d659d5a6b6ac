import { command, update } from '#domain/kernel/command.ts';
import { idOf } from '#domain/kernel/field.ts';
import { toWrite } from '#domain/kernel/rows.ts';
import { Notification } from '#domain/notifications/notification.ts';
import * as z from 'zod';

/** Marks notices as read. */
export const markNotificationsRead = command('notifications.markRead', {
  title: 'Mark as read',
  args: z.strictObject({ ids: z.array(idOf('notifications')).min(1).max(500) }),
  mode: 'offline',
  capability: 'self',
  needs: ({ ids }) => ids.map((id) => toWrite(Notification, { id })),
  run: ({ args, rows, context }) =>
    args.ids.flatMap((id) => {
      const row = rows.get(Notification, id);
      return row.isRead || row.userId !== context.userId ? [] : [update(Notification, id, { isRead: true, readAt: context.at })];
    }),
});

/** Marks all of one's notices as read. */
export const markAllRead = command('notifications.markAllRead', {
  title: 'Mark all as read',
  args: z.strictObject({}),
  mode: 'offline',
  capability: 'self',
  needs: (_, { userId }) => [toWrite(Notification, { userId })],
  run: ({ rows, context }) =>
    rows.find(Notification, { userId: context.userId }).flatMap((row) => (row.isRead ? [] : [update(Notification, row.id, { isRead: true, readAt: context.at })])),
});
