import type { Certainty } from '#domain/contacts/duplicates.ts';
import type { Contact } from '#domain/contacts/contact.ts';
import { pointArgs } from '#domain/contacts/points.ts';
import { Interaction } from '#domain/interactions/interaction.ts';
import type { PropertyInterest } from '#domain/pipeline/property-interest.ts';
import type { AnyRow } from '#domain/kernel/entity.ts';
import { idOf } from '#domain/kernel/field.ts';
import { many, one, query } from '#domain/kernel/query.ts';
import { page, pageArgs, type Recorded } from '#domain/records/page.ts';
import * as z from 'zod';

/** A part of a read model: its rows, and how much of its kind this desk holds. */
export interface Block {
  readonly rows: readonly (AnyRow & Recorded)[];
  /** `all` there is, the `recent` of it, or `none` because the member may not see this kind. */
  readonly held: 'all' | 'none' | 'recent';
}

/** Everything about one contact (`domain.md` 6.1). */
export interface Client360 {
  readonly contact: AnyRow & Recorded;
  readonly documentCount: number | null;
  readonly blocks: Readonly<Record<ClientBlock, Block>>;
}
export type ClientBlock =
  | 'accounts'
  | 'cases'
  | 'consents'
  | 'groups'
  | 'households'
  | 'interactions'
  | 'interests'
  | 'invoices'
  | 'leads'
  | 'opportunities'
  | 'points'
  | 'relationships'
  | 'scores'
  | 'tasks';

export const client360 = query('contacts.client360', {
  args: z.strictObject({ id: idOf('contacts') }),
  reads: [
    'accounts',
    'cases',
    'consents',
    'contactGroupMembers',
    'contactPoints',
    'contacts',
    'documents',
    'engagements',
    'householdMembers',
    'interactions',
    'invoices',
    'leads',
    'opportunities',
    'propertyInterests',
    'qdScores',
    'relationships',
    'tasks',
  ],
  returns: one<Client360>(),
});

/** A line of the client list (6.3). */
export interface ClientListRow extends Pick<Contact, 'id' | 'fullName' | 'kind' | 'lifecycle' | 'ownerId' | 'primaryEmail' | 'primaryPhone'>, Recorded {
  readonly lastActivityAt: string | null;
  readonly activeOpportunityCount: number;
  readonly openCaseCount: number;
  readonly qdSummary: readonly { readonly type: string; readonly value: number; readonly trend: number | null }[];
}

export const clientList = query('contacts.clients', {
  args: z.strictObject({
    ...pageArgs,
    text: z.string().max(200).optional(),
    ownerId: idOf('users').optional(),
    groupId: idOf('contactGroups').optional(),
    sort: z.enum(['normalizedName', 'updatedAt']).default('normalizedName'),
    descending: z.boolean().default(false),
  }),
  reads: ['cases', 'contactGroupMembers', 'contactPoints', 'contacts', 'interactions', 'opportunities', 'qdScores', 'qdTimeseries'],
  returns: page<ClientListRow>(),
});

/** One thing that was said or done; `redacted` when its source is not the member's to see. */
export type InteractionLine = Interaction & Recorded & { readonly redacted: boolean };

/** What was said and done with a contact or on a case, the newest first (6.4). */
export const interactionTimeline = query('interactions.timeline', {
  args: z
    .strictObject({
      ...pageArgs,
      contactId: idOf('contacts').optional(),
      caseId: idOf('cases').optional(),
      channels: z.array(Interaction.fields.channel.schema).max(20).optional(),
      from: z.iso.datetime().optional(),
      to: z.iso.datetime().optional(),
    })
    .refine(({ contactId, caseId }) => (contactId === undefined) !== (caseId === undefined), { error: 'name a contact or a case', path: ['contactId'] }),
  reads: ['interactions'],
  returns: page<InteractionLine>(),
});

/** Who may be the person that is being typed in, the surest first. */
export const possibleTwins = query('contacts.duplicates', {
  args: z.strictObject({
    firstName: z.string().max(255).default(''),
    lastName: z.string().max(255).nullish(),
    dateOfBirth: z.string().max(10).nullish(),
    accountId: idOf('accounts').nullish(),
    locationId: idOf('locations').nullish(),
    points: z.array(pointArgs).max(20).default([]),
    /** The contact itself, where it exists already. */
    except: idOf('contacts').optional(),
  }),
  reads: ['contactPoints', 'contacts'],
  returns: many<{ readonly id: Contact['id']; readonly fullName: string; readonly certainty: Certainty }>(),
});

/** An interest with the state and price of what it is in (6.14). */
export type InterestLine = PropertyInterest &
  Recorded & {
    readonly projectName: string | null;
    readonly unitLabel: string | null;
    readonly unitStatus: string | null;
    readonly priceMinor: number | null;
    readonly priceCurrency: string | null;
  };

export const interestsOfContact = query('contacts.interests', {
  args: z.strictObject({ contactId: idOf('contacts') }),
  reads: ['inventoryProjects', 'inventoryUnits', 'propertyInterests'],
  returns: many<InterestLine>(),
});
