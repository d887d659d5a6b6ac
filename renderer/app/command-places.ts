import type { Commands } from '#domain/bridge.ts';
import type { MessageKey } from '../ui/text.ts';

interface Place {
  readonly path: string;
  readonly isNew?: boolean;
  readonly hint?: MessageKey & ('palette.onRecord' | 'palette.onSettings');
}

/**
 * Where the palette leads for each command: `null` are those it offers on the record in sight, or that a record's own
 * screen offers where the thing to change is in sight. A command that is missing here does not compile.
 */
export const elsewhere: Readonly<Record<keyof Commands, Place | null>> = {
  'cases.open': { path: '/cases/new', isNew: true },
  'contacts.create': { path: '/contacts/new', isNew: true },
  'members.update': { path: '/records/memberships', hint: 'palette.onRecord' },
  'teams.addMember': { path: '/records/teams', hint: 'palette.onRecord' },
  'teams.removeMember': { path: '/records/teams', hint: 'palette.onRecord' },
  'devices.revoke': { path: '/records/devices', hint: 'palette.onRecord' },
  'preferences.set': { path: '/settings', hint: 'palette.onSettings' },
  'contacts.update': { path: '/contacts', hint: 'palette.onRecord' },
  'contacts.addPoint': { path: '/contacts', hint: 'palette.onRecord' },
  'contacts.removePoint': { path: '/contacts', hint: 'palette.onRecord' },
  'units.setPrice': { path: '/records/inventoryUnits', hint: 'palette.onRecord' },
  'units.hold': { path: '/records/inventoryUnits', hint: 'palette.onRecord' },
  'units.release': { path: '/records/inventoryUnits', hint: 'palette.onRecord' },
  'units.setStatus': { path: '/records/inventoryUnits', hint: 'palette.onRecord' },
  'leads.create': { path: '/records/leads', hint: 'palette.onRecord' },
  'leads.update': { path: '/records/leads', hint: 'palette.onRecord' },
  'leads.assign': { path: '/records/leads', hint: 'palette.onRecord' },
  'leads.qualify': { path: '/records/leads', hint: 'palette.onRecord' },
  'leads.unqualify': { path: '/records/leads', hint: 'palette.onRecord' },
  'leads.disqualify': { path: '/records/leads', hint: 'palette.onRecord' },
  'leads.reopen': { path: '/records/leads', hint: 'palette.onRecord' },
  'leads.convert': { path: '/records/leads', hint: 'palette.onRecord' },
  'leads.revert': { path: '/records/leads', hint: 'palette.onRecord' },
  'opportunities.create': { path: '/records/opportunities', hint: 'palette.onRecord' },
  'opportunities.update': { path: '/records/opportunities', hint: 'palette.onRecord' },
  'opportunities.moveStage': { path: '/records/opportunities', hint: 'palette.onRecord' },
  'opportunities.win': { path: '/records/opportunities', hint: 'palette.onRecord' },
  'opportunities.lose': { path: '/records/opportunities', hint: 'palette.onRecord' },
  'opportunities.reopen': { path: '/records/opportunities', hint: 'palette.onRecord' },
  'interests.set': { path: '/records/propertyInterests', hint: 'palette.onRecord' },
  'tasks.create': { path: '/records/tasks', hint: 'palette.onRecord' },
  'tasks.update': { path: '/records/tasks', hint: 'palette.onRecord' },
  'tasks.assign': { path: '/records/tasks', hint: 'palette.onRecord' },
  'tasks.setStatus': { path: '/records/tasks', hint: 'palette.onRecord' },
  'tasks.comment': { path: '/records/tasks', hint: 'palette.onRecord' },
  'tasks.addDependency': { path: '/records/tasks', hint: 'palette.onRecord' },
  'tasks.removeDependency': { path: '/records/tasks', hint: 'palette.onRecord' },
  'projects.create': { path: '/records/projects', hint: 'palette.onRecord' },
  'projects.setStatus': { path: '/records/projects', hint: 'palette.onRecord' },
  'milestones.reach': { path: '/records/milestones', hint: 'palette.onRecord' },
  'appointments.book': { path: '/records/appointments', hint: 'palette.onRecord' },
  'appointments.confirm': { path: '/records/appointments', hint: 'palette.onRecord' },
  'appointments.finish': { path: '/records/appointments', hint: 'palette.onRecord' },
  'reminders.set': { path: '/records/reminders', hint: 'palette.onRecord' },
  'reminders.snooze': { path: '/records/reminders', hint: 'palette.onRecord' },
  'reminders.finish': { path: '/records/reminders', hint: 'palette.onRecord' },
  'cases.update': { path: '/cases', hint: 'palette.onRecord' },
  'cases.assign': null,
  'cases.hold': null,
  'cases.resume': null,
  'cases.resolve': null,
  'cases.close': null,
  'cases.reopen': null,
  'cases.cancel': null,
  'participants.add': { path: '/cases', hint: 'palette.onRecord' },
  'participants.update': { path: '/cases', hint: 'palette.onRecord' },
  'participants.remove': { path: '/cases', hint: 'palette.onRecord' },
  'notes.add': { path: '/cases', hint: 'palette.onRecord' },
  'notes.edit': { path: '/cases', hint: 'palette.onRecord' },
  'notes.remove': { path: '/cases', hint: 'palette.onRecord' },
};
