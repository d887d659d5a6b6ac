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
  'activityEvents',
  'cases',
  'caseParticipants',
  'notes',
  'caseHistory',
  'numberBlocks',
  'auditEvents',
] as const;
export type EntityName = (typeof entityNames)[number];

declare const of: unique symbol;
/** The id of a row of `Name`, a UUIDv7 (RFC 9562). Ids of different entities never mix. */
export type Id<Name extends EntityName = EntityName> = string & { readonly [of]: Name };

/** The name that SQL uses for a camelCase name, in both databases. */
export function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** The camelCase name behind a name that SQL uses. */
export function camel(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
