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
