import { NotificationRule } from '#domain/notifications/notification-rule.ts';

/** What people call each kind of notice: those that rules tell of, and those that commands tell of themselves. */
export const noticeTypes: Readonly<Record<string, string>> = {
  ...NotificationRule.fields.triggerEvent.choices,
  appointmentBooked: 'Appointment booked',
  approvalDecided: 'Approval decided',
  callDisconnected: 'Call ended by a supervisor',
  callTransferred: 'Call handed on',
  'device.revoked': 'Device revoked',
  'export.failed': 'Export failed',
  'export.ready': 'Export ready',
  helpWanted: 'Help wanted',
  'invitation.accepted': 'Invitation accepted',
  leadAssigned: 'Lead assigned',
  merged: 'Records merged',
  'role.assigned': 'Role given',
  'role.unassigned': 'Role taken',
  'tenant.owner': 'Ownership handed on',
  'tenants.suspend': 'Tenant suspended or let in again',
  'work.handedOver': 'Work handed over',
};
