import { ActivityEvent } from '#domain/engagements/activity-event.ts';
import { CaseHistory } from '#domain/cases/case-history.ts';
import * as caseCommands from '#domain/cases/commands.ts';
import * as caseWorkCommands from '#domain/cases/case-work-commands.ts';
import * as statusCommands from '#domain/cases/status-commands.ts';
import * as noteCommands from '#domain/cases/note-commands.ts';
import * as participantCommands from '#domain/cases/participant-commands.ts';
import { caseTimeline, countCases, getCase, getCaseWork, listCases, slaBoard } from '#domain/cases/queries.ts';
import * as contactCommands from '#domain/contacts/commands.ts';
import { mergeCommands } from '#domain/contacts/merge-commands.ts';
import * as privacyCommands from '#domain/contacts/privacy-commands.ts';
import * as importCommands from '#domain/imports/commands.ts';
import { standardCustom } from '#domain/reference/custom-values.ts';
import * as referenceCommands from '#domain/reference/commands.ts';
import { storageCommands } from '#domain/storage/commands.ts';
import { filesOf, subjectsOf } from '#domain/storage/queries.ts';
import * as pointCommands from '#domain/contacts/point-commands.ts';
import { getContact, listContacts, lookupContacts } from '#domain/contacts/queries.ts';
import { client360, clientList, interactionTimeline, interestsOfContact, possibleTwins } from '#domain/contacts/view-queries.ts';
import { operatorInbox } from '#domain/notifications/queries.ts';
import { deskStatus, getDraft, listOutbox, listReview } from '#domain/desk/queries.ts';
import * as people from '#domain/people/entities.ts';
import * as reference from '#domain/reference/entities.ts';
import * as storage from '#domain/storage/entities.ts';
import * as contacts from '#domain/contacts/entities.ts';
import * as workflow from '#domain/workflow/entities.ts';
import * as inventory from '#domain/inventory/entities.ts';
import * as pipeline from '#domain/pipeline/entities.ts';
import * as agreements from '#domain/agreements/entities.ts';
import * as engagements from '#domain/engagements/entities.ts';
import * as cases from '#domain/cases/entities.ts';
import * as telephony from '#domain/telephony/entities.ts';
import * as calls from '#domain/calls/entities.ts';
import * as messages from '#domain/messages/entities.ts';
import * as documents from '#domain/documents/entities.ts';
import * as tasks from '#domain/tasks/entities.ts';
import * as revenue from '#domain/revenue/entities.ts';
import * as interactions from '#domain/interactions/entities.ts';
import * as intelligence from '#domain/intelligence/entities.ts';
import * as imports from '#domain/imports/entities.ts';
import * as notifications from '#domain/notifications/entities.ts';
import * as search from '#domain/search/entities.ts';
import * as oracle from '#domain/oracle/entities.ts';
import * as knowledge from '#domain/knowledge/entities.ts';
import * as platform from '#domain/platform/entities.ts';
import type { AnyCommand } from '#domain/kernel/command.ts';
import { baseFields, type AnyEntity } from '#domain/kernel/entity.ts';
import type { Ledger } from '#domain/kernel/execute.ts';
import { entityNames, type EntityName } from '#domain/kernel/names.ts';
import { standardCommands, type Dependent, type Registry } from '#domain/kernel/standard.ts';
import * as appointmentCommands from '#domain/tasks/appointment-commands.ts';
import * as projectCommands from '#domain/tasks/project-commands.ts';
import * as taskCommands from '#domain/tasks/commands.ts';
import * as reminderCommands from '#domain/messages/reminder-commands.ts';
import * as groupCommands from '#domain/contacts/group-commands.ts';
import * as notificationCommands from '#domain/notifications/commands.ts';
import * as searchCommands from '#domain/search/commands.ts';
import * as callbackCommands from '#domain/calls/callback-commands.ts';
import { platformCommands } from '#domain/platform/commands.ts';
import { decideApproval } from '#domain/workflow/approval-commands.ts';
import { callOnLine, matchCaller, missedCalls, openCallbacks, openWrapUps, queueBoard } from '#domain/calls/queries.ts';
import { ownTelephony, trunksAway } from '#domain/telephony/queries.ts';
import * as callCommands from '#domain/calls/commands.ts';
import * as recordingCommands from '#domain/calls/recording-commands.ts';
import * as voicemailCommands from '#domain/calls/voicemail-commands.ts';
import { audioOfCall } from '#domain/calls/recording-queries.ts';
import * as journalCommands from '#domain/calls/journal-commands.ts';
import * as supervisionCommands from '#domain/calls/supervision-commands.ts';
import { agentsAtWork, helpAsked } from '#domain/calls/supervision-queries.ts';
import * as telephonyCommands from '#domain/telephony/commands.ts';
import * as visitCommands from '#domain/intelligence/visit-commands.ts';
import * as interactionCommands from '#domain/interactions/commands.ts';
import * as inventoryCommands from '#domain/inventory/commands.ts';
import * as conversionCommands from '#domain/pipeline/conversion-commands.ts';
import * as leadCommands from '#domain/pipeline/lead-commands.ts';
import * as opportunityCommands from '#domain/pipeline/opportunity-commands.ts';
import * as peopleCommands from '#domain/people/commands.ts';
import * as deviceCommands from '#domain/people/device-commands.ts';
import { deactivateMember } from '#domain/people/hand-over.ts';
import * as roleCommands from '#domain/people/role-commands.ts';
import * as teamCommands from '#domain/people/team-commands.ts';
import * as tenantCommands from '#domain/people/tenant-commands.ts';
import { listMembers } from '#domain/people/queries.ts';
import { countRecords, getRecord, listRecords, searchRecords } from '#domain/records/queries.ts';

const declared: readonly AnyEntity[] = [
  people,
  reference,
  storage,
  contacts,
  workflow,
  inventory,
  pipeline,
  agreements,
  engagements,
  cases,
  telephony,
  calls,
  messages,
  documents,
  tasks,
  revenue,
  interactions,
  intelligence,
  imports,
  notifications,
  search,
  oracle,
  knowledge,
  platform,
].flatMap((module): readonly AnyEntity[] => Object.values(module));

/** Every entity of the product, by name. */
export const entityOf = Object.fromEntries(declared.map((entity) => [entity.name, entity])) as unknown as Readonly<Record<EntityName, AnyEntity>>;

/** Every entity, in the order of the glossary. */
export const allEntities: readonly AnyEntity[] = entityNames.map((name) => entityOf[name]);

const followsAny = ({ visibility, fields }: AnyEntity): boolean => visibility.kind === 'parent' && visibility.of.some((field) => fields[field]?.typedBy);

const refersTo = ({ name, fields }: AnyEntity): readonly AnyEntity[] =>
  Object.entries(fields).flatMap(([key, { target }]) => (target && target !== name && !baseFields.has(key) ? [entityOf[target]] : []));

/** The entities that follow the audience of any row, or refer to one that does. */
const late = new Set(allEntities.filter(followsAny));
for (let before = 0; before < late.size;) {
  before = late.size;
  for (const entity of allEntities) if (refersTo(entity).some((other) => late.has(other))) late.add(entity);
}

/** The record of what happened to any row comes after all that it may tell of. */
const lateness = (entity: AnyEntity): number => (followsAny(entity) && entity.appendOnly ? 1 : 0);

/** Every entity in the order in which one transaction writes and locks rows: after all that it refers to, and what may follow any row last. */
export const writeOrder: readonly AnyEntity[] = [false, true].flatMap((isLate) =>
  inOrder(allEntities.filter((entity) => late.has(entity) === isLate)).toSorted((one, other) => lateness(one) - lateness(other)),
);

function inOrder(entities: readonly AnyEntity[]): readonly AnyEntity[] {
  const placed = new Set<AnyEntity>();
  const begun = new Set<AnyEntity>();
  const place = (entity: AnyEntity) => {
    if (begun.has(entity)) return;
    begun.add(entity);
    for (const other of refersTo(entity)) if (entities.includes(other)) place(other);
    placed.add(entity);
  };
  for (const entity of entities) place(entity);
  return [...placed];
}

const dependents = Map.groupBy(
  allEntities.flatMap((entity) =>
    Object.entries(entity.fields).flatMap(([field, { target, onDelete = 'protect' }]) => (target && !baseFields.has(field) ? [{ target, entity, field, rule: onDelete }] : [])),
  ),
  ({ target }) => target,
);

/** What the standard commands know of all entities. */
export const registry: Registry = {
  entityOf: (name) => entityOf[name],
  dependentsOf: (name): readonly Dependent[] => dependents.get(name) ?? [],
  custom: standardCustom,
};

/** Every command that is written by hand, in the order of its module. */
export const commands = [
  ...Object.values(peopleCommands),
  deactivateMember(registry),
  ...Object.values(roleCommands),
  ...Object.values(teamCommands),
  ...Object.values(deviceCommands),
  ...Object.values(tenantCommands),
  ...Object.values(contactCommands),
  ...Object.values(pointCommands),
  ...Object.values(mergeCommands(registry)),
  ...Object.values(privacyCommands),
  ...Object.values(referenceCommands),
  ...Object.values(storageCommands(registry)),
  ...Object.values(importCommands),
  ...Object.values(groupCommands),
  ...Object.values(notificationCommands),
  ...Object.values(searchCommands),
  ...Object.values(journalCommands),
  ...Object.values(callCommands),
  ...Object.values(recordingCommands),
  ...Object.values(voicemailCommands),
  ...Object.values(callbackCommands),
  ...Object.values(supervisionCommands),
  ...Object.values(telephonyCommands),
  ...Object.values(interactionCommands),
  ...Object.values(visitCommands),
  ...Object.values(inventoryCommands),
  ...Object.values(taskCommands),
  ...Object.values(projectCommands),
  ...Object.values(appointmentCommands),
  ...Object.values(reminderCommands),
  ...Object.values(leadCommands),
  ...Object.values(conversionCommands),
  ...Object.values(opportunityCommands),
  ...Object.values(caseCommands),
  ...Object.values(statusCommands),
  ...Object.values(caseWorkCommands),
  ...Object.values(participantCommands),
  ...Object.values(noteCommands),
  ...Object.values(platformCommands(registry)),
  decideApproval,
] as const;

/** Every command: those written by hand, and the standard ones that entities declare. */
export const allCommands: readonly AnyCommand[] = [...commands, ...allEntities.flatMap((entity) => standardCommands(entity, registry))];

/** A command by its name; undefined where this version of the product has none. */
export const commandOf: ReadonlyMap<string, AnyCommand> = new Map(allCommands.map((command) => [command.name, command]));

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
  client360,
  clientList,
  interactionTimeline,
  possibleTwins,
  interestsOfContact,
  operatorInbox,
  listCases,
  getCase,
  caseTimeline,
  countCases,
  getCaseWork,
  slaBoard,
  matchCaller,
  callOnLine,
  openWrapUps,
  missedCalls,
  queueBoard,
  audioOfCall,
  filesOf,
  subjectsOf,
  agentsAtWork,
  helpAsked,
  openCallbacks,
  ownTelephony,
  trunksAway,
] as const;

/** What the executor itself writes. */
export const ledger: Ledger = { history: CaseHistory, activity: ActivityEvent };
