/** The glossary: every entity of the product, one line each, in dependency order. */
export const entityNames = [
  'tenants',
  'users',
  'memberships',
  'userPreferences',
  'roles',
  'roleGrants',
  'teams',
  'teamMembers',
  'devices',
  'caseKinds',
  'caseCategories',
  'priorities',
  'referenceLists',
  'referenceItems',
  'contacts',
  'contactPoints',
  'cases',
  'caseParticipants',
  'notes',
  'caseHistory',
  'activityEvents',
  'numberBlocks',
  'auditEvents',
] as const;
export type EntityName = (typeof entityNames)[number];

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
