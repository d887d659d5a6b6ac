import type { CommandName } from '#domain/bridge.ts';
import type { EntityName } from '#domain/kernel/names.ts';
import { inSentence } from '#domain/kernel/words.ts';
import { allCommands, allEntities } from '#domain/registry.ts';

/** What the audit records beside commands and looks at rows. */
const others = {
  'session.signIn': 'Sign in',
  'session.signOut': 'Sign out',
  'factors.enrol': 'Begin to add an authenticator app',
  'factors.confirm': 'Add an authenticator app',
  'factors.remove': 'Remove the second factors',
  'invitations.accept': 'Accept an invitation',
  'devices.wiped': 'Report that a device is wiped',
  'contacts.view360': 'Look at all of a contact',
  'inbox.view': 'Look at the inbox through the API',
  'search.view': 'Search through the API',
  'contacts.exported': 'Make the file of a contact export',
  'audit.exported': 'Make the file of an audit export',
  'contacts.lifecycle': 'Move a contact through its lifecycle',
  'notifications.send': 'Send a notification',
  'slaClocks.warn': 'Warn of a deadline',
  'retention.archive': 'Archive old records',
  'retention.purge': 'Purge old records',
  'retention.return': 'Bring archived records back',
  'platform.updateUser': 'Change the state of a user',
} as const;

/** What the audit may record, by its code. */
export type ActCode = CommandName | keyof typeof others | `${EntityName}.read`;

/** What people call each thing that the audit records. */
export const acts: Readonly<Record<string, string>> = {
  ...Object.fromEntries(allEntities.map(({ name, plural }) => [`${name}.read`, `Look at ${inSentence(plural)}`])),
  ...Object.fromEntries(allCommands.map(({ name, title }) => [name, title])),
  ...others,
};

/** The words for what the audit recorded; what was denied of the API is an address. */
export const wordsOfAct = (code: string): string => acts[code] ?? (/^[A-Z]+ \//.test(code) ? `Ask the hub for ${code}` : code);
