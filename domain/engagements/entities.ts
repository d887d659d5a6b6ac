export { Engagement } from './engagement.ts';
export { PortalAccess } from './portal-access.ts';
export { ActivityEvent } from './activity-event.ts';
export { OutboxEvent } from './outbox-event.ts';
