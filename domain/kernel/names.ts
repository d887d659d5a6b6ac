/** Every module of the domain and its entities, in dependency order. This list is the glossary: names, references and ids come from it. */
export const modules = {
  people: [
    'tenants',
    'domains',
    'users',
    'authFactors',
    'memberships',
    'userPreferences',
    'roles',
    'roleGrants',
    'roleAssignments',
    'platformRoles',
    'teams',
    'teamMembers',
    'invitations',
    'devices',
    'sessions',
    'apiKeys',
  ],
  reference: ['caseKinds', 'customFields', 'caseCategories', 'priorities', 'locations', 'referenceLists', 'referenceItems', 'calendars'],
  storage: ['blobs', 'blobLinks'],
  contacts: [
    'accounts',
    'contacts',
    'contactPoints',
    'contactIdentifiers',
    'households',
    'householdMembers',
    'relationships',
    'contactGroups',
    'contactGroupMembers',
    'consents',
    'contactMerges',
  ],
  workflow: [
    'workflows',
    'workflowTriggers',
    'workflowInstances',
    'workflowActions',
    'workflowBranches',
    'businessRules',
    'changeProposals',
    'approvals',
    'writebacks',
    'agentRuns',
    'policyDecisions',
  ],
  inventory: ['inventoryProjects', 'inventoryUnits', 'pricingHistory', 'unitAvailability', 'inventoryMedia', 'inventoryLocations'],
  pipeline: ['leads', 'opportunities', 'stageHistory', 'propertyInterests'],
  agreements: ['proposals', 'proposalVersions', 'contracts', 'contractVersions', 'signaturePackets'],
  engagements: ['engagements', 'portalAccess', 'activityEvents', 'outboxEvents'],
  cases: ['cases', 'caseParticipants', 'caseLinks', 'notes', 'caseHistory', 'checklists', 'checklistItems', 'slaPolicies', 'slaClocks', 'numberBlocks'],
  telephony: ['queues', 'queueMembers', 'trunks', 'trunkStates', 'phoneNumbers', 'extensions', 'dispositions', 'agentStateReasons', 'agentStates', 'queueAlarms'],
  calls: ['calls', 'callLegs', 'queueEntries', 'callEvents', 'callTransfers', 'recordings', 'transcripts', 'callbacks', 'voicemails'],
  messages: ['channels', 'conversations', 'messages', 'messageReceipts', 'messageTemplates', 'messageDrafts', 'reminders', 'emailDetails', 'whatsappThreads', 'smsDetails'],
  documents: ['documents', 'documentVersions', 'documentTemplates', 'documentGrants', 'documentAccessLog'],
  tasks: ['projectTemplates', 'projects', 'milestones', 'tasks', 'taskComments', 'taskDependencies', 'appointments'],
  revenue: ['invoiceSchedules', 'invoices', 'payments', 'vendors', 'bills', 'ledgerMap'],
  interactions: ['interactions'],
  intelligence: ['visits', 'qdScores', 'qdTimeseries', 'vehicleEvents', 'perceptionEvents', 'cctvLinks'],
  imports: ['connectors', 'importBatches', 'importRows', 'importMappings', 'mergeCandidates', 'syncLogs', 'externalLinks'],
  notifications: ['notificationRules', 'notifications'],
  search: ['searchHistory', 'favourites', 'savedViews'],
  oracle: ['componentFamilies', 'componentChapters', 'componentTemplates', 'componentExamples', 'componentTags', 'componentLineage', 'canvases'],
  knowledge: ['knowledgeArticles', 'surveys', 'surveyResponses'],
  platform: ['auditEvents', 'systemHealth', 'tenantUsage', 'apiRequestLog', 'retentionPolicies', 'reports'],
} as const;
export type ModuleName = keyof typeof modules;
export type EntityName = (typeof modules)[ModuleName][number];

/** Every entity's name, in the order of the glossary. */
export const entityNames: readonly EntityName[] = Object.values(modules).flat();

/** The id of a row of `Name`, a UUIDv7 (RFC 9562). Ids of different entities never mix; the mark is a type only, in a form that declaration files can name. */
export type Id<Name extends EntityName = EntityName> = string & { readonly '~entity': Name };

/** The name that SQL uses for a camelCase name, in both databases. */
export function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** The camelCase name behind a name that SQL uses. */
export function camel(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
