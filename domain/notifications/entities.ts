export { NotificationRule } from './notification-rule.ts';
export { Notification } from './notification.ts';
