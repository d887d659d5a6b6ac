import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { boolean, choice, choices, fallback, json, longText, optional, text } from '#domain/kernel/field.ts';
import { condition, recipients } from '#domain/kernel/schemas.ts';
import { channels } from '#domain/notifications/notification.ts';

/** When to tell whom. */
export const NotificationRule = entity('notificationRules', {
  singular: 'Notification rule',
  plural: 'Notification rules',
  fields: {
    name: text({ min: 1, search: 'A' }),
    triggerEvent: choice({
      caseCreated: 'Case created',
      caseAssigned: 'Case assigned',
      caseStageChanged: 'Case stage changed',
      slaWarning: 'SLA warning',
      slaBreached: 'SLA breached',
      taskAssigned: 'Task assigned',
      taskOverdue: 'Task overdue',
      callMissed: 'Call missed',
      callbackDue: 'Callback due',
      voicemailLeft: 'Voicemail left',
      messageReceived: 'Message received',
      mention: 'Mention',
      reminderDue: 'Reminder due',
      approvalRequested: 'Approval requested',
      proposalRaised: 'Proposal raised',
      writebackDecided: 'Writeback decided',
      importFinished: 'Import finished',
      documentShared: 'Document shared',
      signatureDone: 'Signature done',
      invoiceOverdue: 'Invoice overdue',
      connectorFailed: 'Connector failed',
      trunkDown: 'Trunk down',
      numbersLow: 'Case numbers low',
    }),
    conditions: optional(json(condition)),
    recipients: json(recipients),
    channels: choices(channels),
    template: longText({ min: 1 }),
    isActive: fallback(boolean({ label: 'Active' }), true),
  },
  title: 'name',
  columns: ['name', 'triggerEvent', 'channels', 'isActive'],
  visibility: { kind: 'restricted' },
  view: 'notifications.manageRules',
  unique: [['name']],
  indexes: [['triggerEvent', 'isActive']],
  standard: { capability: 'notifications.manageRules', mode: 'online' },
});
export interface NotificationRule extends RowOf<typeof NotificationRule> {}
