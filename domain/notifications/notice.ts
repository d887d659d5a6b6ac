import { insert, type Change } from '#domain/kernel/command.ts';
import { idFrom, type Context } from '#domain/kernel/context.ts';
import type { EntityName, Id } from '#domain/kernel/names.ts';
import { Notification } from '#domain/notifications/notification.ts';

interface Notice {
  readonly to: string | null | undefined;
  readonly type: string;
  readonly title: string;
  readonly message?: string;
  readonly subject: { readonly type: EntityName; readonly id: string };
  /** Tells apart several notices of one command. */
  readonly place?: number;
}

/** Tells a member in the app what a command did; nobody is told of their own doing. */
export function notify({ to, type, title, message = '', subject, place = 0 }: Notice, context: Context): readonly Change[] {
  if (!to || to === context.userId) return [];
  return [
    insert(Notification, idFrom(context, 500 + place), {
      userId: to as Id<'users'>,
      title: title.slice(0, 255),
      message,
      notificationType: type,
      subjectType: subject.type,
      subjectId: subject.id as Id,
      channel: 'inApp',
      deliveryStatus: 'sent',
      dedupeKey: `${context.commandId}:${place}`,
    }),
  ];
}
