import { Account } from '#domain/contacts/account.ts';
import { Consent } from '#domain/contacts/consent.ts';
import { allows } from '#domain/contacts/consent-rules.ts';
import { Contact } from '#domain/contacts/contact.ts';
import { ContactPoint } from '#domain/contacts/contact-point.ts';
import { certaintyOf, comparedOf } from '#domain/contacts/duplicates.ts';
import { pointArgs, shown, uniquePoints, type GivenPoint } from '#domain/contacts/points.ts';
import { fullNameOf, normalizeName, normalizePoint } from '#domain/contacts/rules.ts';
import { command, insert, update, type Change } from '#domain/kernel/command.ts';
import { idFrom } from '#domain/kernel/context.ts';
import { Refusal } from '#domain/kernel/failure.ts';
import { idOf } from '#domain/kernel/field.ts';
import { edit } from '#domain/kernel/merge.ts';
import { patchOf } from '#domain/kernel/patch.ts';
import { toRead, toWrite, type Need, type Rows } from '#domain/kernel/rows.ts';
import { checkActive, memberNeed } from '#domain/people/rules.ts';
import { checkCustomFields, customFieldNeed } from '#domain/reference/custom-values.ts';
import { Location } from '#domain/reference/location.ts';
import * as z from 'zod';

const more = [
  'kind',
  'accountId',
  'jobTitle',
  'linkedinUrl',
  'address',
  'locationId',
  'dateOfBirth',
  'preferredLanguage',
  'preferredContactMethod',
  'personaLabels',
  'sourceSystem',
  'sourceConfidence',
  'ownerId',
  'tags',
  'customFields',
] as const;
const editable = ['firstName', 'lastName', ...more] as const;

const said = z.strictObject({
  purpose: Consent.fields.purpose.schema,
  channelKind: Consent.fields.channelKind.schema.default('any'),
  action: Consent.fields.action.schema,
  source: Consent.fields.source.schema,
  wording: z.string().max(100_000).nullish(),
});

/** Adds a person with the addresses by which they are reached and what they allow. */
export const createContact = command('contacts.create', {
  title: 'Add a contact',
  args: z.strictObject({
    firstName: z.string().trim().min(1).max(255),
    lastName: z.string().trim().max(255).nullish(),
    kind: Contact.fields.kind.schema.optional(),
    accountId: idOf('accounts').nullish(),
    jobTitle: Contact.fields.jobTitle.schema.nullish(),
    linkedinUrl: Contact.fields.linkedinUrl.schema.nullish(),
    address: Contact.fields.address.schema.nullish(),
    locationId: idOf('locations').nullish(),
    dateOfBirth: Contact.fields.dateOfBirth.schema.nullish(),
    preferredLanguage: Contact.fields.preferredLanguage.schema.optional(),
    preferredContactMethod: Contact.fields.preferredContactMethod.schema.nullish(),
    personaLabels: Contact.fields.personaLabels.schema.optional(),
    sourceSystem: Contact.fields.sourceSystem.schema.nullish(),
    sourceConfidence: Contact.fields.sourceConfidence.schema.nullish(),
    ownerId: idOf('users').nullish(),
    tags: Contact.fields.tags.schema.optional(),
    customFields: Contact.fields.customFields.schema.optional(),
    points: z.array(pointArgs).max(20).default([]),
    consents: z.array(said).max(20).default([]),
    /** The person has seen the likely twins and wants a new contact all the same. */
    despiteDuplicates: z.boolean().default(false),
  }),
  mode: 'offline',
  capability: 'contacts.edit',
  needs: (args) => [
    ...args.points.map(({ kind, value }) => toRead(ContactPoint, { kind, normalized: normalizePoint(kind, value) })),
    ...(args.dateOfBirth || args.accountId ? [toRead(Contact, { normalizedName: normalizeName(fullNameOf(args.firstName, args.lastName)) })] : []),
    ...namedBy(args),
    ...customFieldNeed('contacts', args.customFields),
  ],
  run: ({ args, rows, context }) => {
    const { firstName, lastName = null, points, consents, despiteDuplicates, ...rest } = args;
    checkNamed(args, rows);
    checkCustomFields(rows, 'contacts', args.customFields);
    const fullName = fullNameOf(firstName, lastName);
    const named = { firstName, lastName, fullName, normalizedName: normalizeName(fullName) };
    if (!despiteDuplicates) checkTwins({ ...rest, ...named }, points, rows);
    const id = idFrom<'contacts'>(context, 0);
    const kept = uniquePoints(points);
    const first = (kinds: readonly string[]) => kept.find(({ kind }) => kinds.includes(kind));
    const ledger = consents.map((entry) => ({ ...entry, happenedAt: context.at }));
    const contact = insert(Contact, id, {
      ...rest,
      ...named,
      primaryEmail: shown(first(['email'])),
      primaryPhone: shown(first(['phone']) ?? first(['whatsapp'])),
      doNotContact: !allows(ledger, 'contact', 'any'),
    });
    return [
      contact,
      ...kept.map(({ kind, value, normalized, label = null }, place): Change =>
        insert(ContactPoint, idFrom(context, place + 1), { contactId: id, kind, value, normalized, label, isPrimary: first([kind])?.normalized === normalized }),
      ),
      ...ledger.map((entry, place) => insert(Consent, idFrom(context, 40 + place), { ...entry, contactId: id })),
    ];
  },
});

/** Changes fields of a contact; `base` holds the values the editor saw. */
export const updateContact = command('contacts.update', {
  title: 'Edit the contact',
  args: z.strictObject({ id: idOf('contacts'), patch: patchOf(Contact, editable), base: patchOf(Contact, editable) }),
  mode: 'offline',
  capability: 'contacts.edit',
  needs: ({ id, patch }) => [toWrite(Contact, { id }), ...namedBy(patch), ...customFieldNeed('contacts', patch.customFields)],
  on: ({ args, rows }) => [rows.get(Contact, args.id)],
  run: ({ args, rows }) => {
    const row = rows.get(Contact, args.id);
    checkNamed(args.patch, rows);
    const values = edit(Contact, row, args.patch, args.base);
    checkCustomFields(rows, 'contacts', args.patch.customFields && (values['customFields'] as Contact['customFields']));
    const { firstName, lastName } = { ...row, ...values };
    const fullName = fullNameOf(firstName, lastName);
    return [update(Contact, row.id, { ...values, fullName, normalizedName: normalizeName(fullName) })];
  },
});

type Named = { readonly [Key in 'accountId' | 'locationId' | 'ownerId']?: string | null | undefined };

/** Asks for the rows that a contact's fields name. */
function namedBy({ accountId, locationId, ownerId }: Named): readonly Need[] {
  return [...(accountId ? [toRead(Account, { id: accountId })] : []), ...(locationId ? [toRead(Location, { id: locationId })] : []), ...memberNeed(ownerId)];
}

function checkNamed({ accountId, locationId, ownerId }: Named, rows: Rows): void {
  const missing = (field: string) => new Refusal('row.missing', field, `${field}: there is no such row, or you may not see it.`);
  if (accountId && rows.find(Account, { id: accountId }).length === 0) throw missing('accountId');
  if (locationId && rows.find(Location, { id: locationId }).length === 0) throw missing('locationId');
  checkActive(rows, ownerId, 'ownerId');
}

/** Refuses a person who is reached where another is, or has another's name and birthday or employer. */
function checkTwins(fresh: Readonly<Record<string, unknown>>, points: readonly GivenPoint[], rows: Rows): void {
  if (points.some(({ kind, value }) => rows.find(ContactPoint, { kind, normalized: normalizePoint(kind, value) }).length > 0))
    throw new Refusal('contact.duplicateSuspected', 'points', 'Another contact is reached at the same address.');
  const compared = comparedOf({ id: '', ...fresh }, []);
  const named = rows.known(Contact, { normalizedName: compared.normalizedName }).filter((row) => row['deletedAt'] === null);
  if (named.some((row) => certaintyOf(compared, comparedOf(row, [])) === 'likely'))
    throw new Refusal('contact.duplicateSuspected', 'firstName', 'Another contact has this name, and the same birthday or account.');
}
