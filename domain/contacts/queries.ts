import type { Contact } from '#domain/contacts/contact.ts';
import type { ContactPoint } from '#domain/contacts/contact-point.ts';
import { idOf } from '#domain/kernel/field.ts';
import { many, one, query } from '#domain/kernel/query.ts';
import { page, pageArgs, type Recorded } from '#domain/records/page.ts';
import * as z from 'zod';

/** A line of the contact list. */
export interface ContactListRow extends Pick<Contact, 'id' | 'fullName' | 'kind' | 'jobTitle' | 'primaryEmail' | 'primaryPhone' | 'tags'>, Recorded {
  readonly openCases: number;
}

export const listContacts = query('contacts.list', {
  args: z.strictObject({ ...pageArgs, kind: z.string().optional(), text: z.string().max(200).optional(), descending: z.boolean().default(false) }),
  reads: ['contacts', 'cases'],
  returns: page<ContactListRow>(),
});

/** A contact with its addresses. */
export interface ContactView extends Contact, Recorded {
  readonly ownerName: string | null;
  readonly points: readonly (ContactPoint & Recorded)[];
}

export const getContact = query('contacts.get', {
  args: z.strictObject({ id: idOf('contacts') }),
  reads: ['contacts', 'contactPoints', 'memberships'],
  returns: one<ContactView>(),
});

/** Who is reached at a number or address, for the ring. */
export const lookupContacts = query('contacts.lookup', {
  args: z.strictObject({ address: z.string().min(2).max(255) }),
  reads: ['contactPoints', 'contacts'],
  returns: many<{ readonly id: Contact['id']; readonly fullName: string; readonly kind: string; readonly value: string }>(),
});
