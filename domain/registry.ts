import { AuditEvent } from '#domain/platform/audit-event.ts';
import { CaseHistory } from '#domain/cases/case-history.ts';
import { CaseParticipant } from '#domain/cases/case-participant.ts';
import { Case } from '#domain/cases/case.ts';
import * as caseCommands from '#domain/cases/commands.ts';
import * as noteCommands from '#domain/cases/note-commands.ts';
import { Note } from '#domain/cases/note.ts';
import { NumberBlock } from '#domain/cases/number-block.ts';
import * as participantCommands from '#domain/cases/participant-commands.ts';
import { caseTimeline, countCases, getCase, listCases } from '#domain/cases/queries.ts';
import * as contactCommands from '#domain/contacts/commands.ts';
import { ContactPoint } from '#domain/contacts/contact-point.ts';
import { Contact } from '#domain/contacts/contact.ts';
import { getContact, listContacts, lookupContacts } from '#domain/contacts/queries.ts';
import { deskStatus, getDraft, listOutbox, listReview } from '#domain/desk/queries.ts';
import { ActivityEvent } from '#domain/engagements/activity-event.ts';
import type { AnyCommand } from '#domain/kernel/command.ts';
import type { AnyEntity } from '#domain/kernel/entity.ts';
import type { Ledger } from '#domain/kernel/execute.ts';
import type { EntityName } from '#domain/kernel/names.ts';
import * as peopleCommands from '#domain/people/commands.ts';
import { Device } from '#domain/people/device.ts';
import { Membership } from '#domain/people/membership.ts';
import { listMembers } from '#domain/people/queries.ts';
import { RoleGrant } from '#domain/people/role-grant.ts';
import { Role } from '#domain/people/role.ts';
import { TeamMember } from '#domain/people/team-member.ts';
import { Team } from '#domain/people/team.ts';
import { Tenant } from '#domain/people/tenant.ts';
import { UserPreference } from '#domain/people/user-preference.ts';
import { User } from '#domain/people/user.ts';
import { countRecords, getRecord, listRecords, searchRecords } from '#domain/records/queries.ts';
import { CaseCategory } from '#domain/reference/case-category.ts';
import { CaseKind } from '#domain/reference/case-kind.ts';
import { Priority } from '#domain/reference/priority.ts';
import { ReferenceItem } from '#domain/reference/reference-item.ts';
import { ReferenceList } from '#domain/reference/reference-list.ts';

/** Every entity of the product, by name. */
export const entities = {
  tenants: Tenant,
  users: User,
  memberships: Membership,
  userPreferences: UserPreference,
  roles: Role,
  roleGrants: RoleGrant,
  teams: Team,
  teamMembers: TeamMember,
  devices: Device,
  caseKinds: CaseKind,
  caseCategories: CaseCategory,
  priorities: Priority,
  referenceLists: ReferenceList,
  referenceItems: ReferenceItem,
  contacts: Contact,
  contactPoints: ContactPoint,
  activityEvents: ActivityEvent,
  cases: Case,
  caseParticipants: CaseParticipant,
  notes: Note,
  caseHistory: CaseHistory,
  numberBlocks: NumberBlock,
  auditEvents: AuditEvent,
} as const satisfies { readonly [Name in EntityName]: { readonly name: Name } };

/** The same entities, for code that works on all of them. */
export const entityOf: Readonly<Record<EntityName, AnyEntity>> = entities;

/** Every command, in the order of its module. */
export const commands = [
  ...Object.values(peopleCommands),
  ...Object.values(contactCommands),
  ...Object.values(caseCommands),
  ...Object.values(participantCommands),
  ...Object.values(noteCommands),
] as const;

/** A command by its name; undefined where this version of the product has none. */
export const commandOf: ReadonlyMap<string, AnyCommand> = new Map(commands.map((command): [string, AnyCommand] => [command.name, command]));

/** Every query that a desk answers. */
export const queries = [
  deskStatus,
  listOutbox,
  listReview,
  getDraft,
  getRecord,
  listRecords,
  searchRecords,
  countRecords,
  listMembers,
  listContacts,
  getContact,
  lookupContacts,
  listCases,
  getCase,
  caseTimeline,
  countCases,
] as const;

/** What the executor itself writes. */
export const ledger: Ledger = { history: CaseHistory, activity: ActivityEvent };
