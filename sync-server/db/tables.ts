import { CaseHistory } from '#domain/cases/case-history.ts';
import { CaseParticipant } from '#domain/cases/case-participant.ts';
import { Case } from '#domain/cases/case.ts';
import { Note } from '#domain/cases/note.ts';
import { NumberBlock } from '#domain/cases/number-block.ts';
import { ContactPoint } from '#domain/contacts/contact-point.ts';
import { Contact } from '#domain/contacts/contact.ts';
import { ActivityEvent } from '#domain/engagements/activity-event.ts';
import { Device } from '#domain/people/device.ts';
import { Membership } from '#domain/people/membership.ts';
import { RoleGrant } from '#domain/people/role-grant.ts';
import { Role } from '#domain/people/role.ts';
import { TeamMember } from '#domain/people/team-member.ts';
import { Team } from '#domain/people/team.ts';
import { Tenant } from '#domain/people/tenant.ts';
import { UserPreference } from '#domain/people/user-preference.ts';
import { User } from '#domain/people/user.ts';
import { AuditEvent } from '#domain/platform/audit-event.ts';
import { CaseCategory } from '#domain/reference/case-category.ts';
import { CaseKind } from '#domain/reference/case-kind.ts';
import { Priority } from '#domain/reference/priority.ts';
import { ReferenceItem } from '#domain/reference/reference-item.ts';
import { ReferenceList } from '#domain/reference/reference-list.ts';
import type { EntityName } from '#domain/kernel/names.ts';
import type { AnyPgTable } from 'drizzle-orm/pg-core';
import { table } from './table.ts';

const find = (name: EntityName): AnyPgTable => tables[name];

export const tenants = table(Tenant, find);
export const users = table(User, find);
export const memberships = table(Membership, find);
export const userPreferences = table(UserPreference, find);
export const roles = table(Role, find);
export const roleGrants = table(RoleGrant, find);
export const teams = table(Team, find);
export const teamMembers = table(TeamMember, find);
export const devices = table(Device, find);
export const caseKinds = table(CaseKind, find);
export const caseCategories = table(CaseCategory, find);
export const priorities = table(Priority, find);
export const referenceLists = table(ReferenceList, find);
export const referenceItems = table(ReferenceItem, find);
export const contacts = table(Contact, find);
export const contactPoints = table(ContactPoint, find);
export const activityEvents = table(ActivityEvent, find);
export const cases = table(Case, find);
export const caseParticipants = table(CaseParticipant, find);
export const notes = table(Note, find);
export const caseHistory = table(CaseHistory, find);
export const numberBlocks = table(NumberBlock, find);
export const auditEvents = table(AuditEvent, find);

/** Every table of an entity, by its name. */
export const tables: Readonly<Record<EntityName, AnyPgTable>> = {
  tenants,
  users,
  memberships,
  userPreferences,
  roles,
  roleGrants,
  teams,
  teamMembers,
  devices,
  caseKinds,
  caseCategories,
  priorities,
  referenceLists,
  referenceItems,
  contacts,
  contactPoints,
  activityEvents,
  cases,
  caseParticipants,
  notes,
  caseHistory,
  numberBlocks,
  auditEvents,
};
