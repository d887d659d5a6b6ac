import { Case } from '#domain/cases/case.ts';
import { ContactIdentifier } from '#domain/contacts/contact-identifier.ts';
import { ContactMerge } from '#domain/contacts/contact-merge.ts';
import { ContactPoint } from '#domain/contacts/contact-point.ts';
import { Contact } from '#domain/contacts/contact.ts';
import { Recording } from '#domain/calls/recording.ts';
import { Call } from '#domain/calls/call.ts';
import { Document } from '#domain/documents/document.ts';
import { OutboxEvent } from '#domain/engagements/outbox-event.ts';
import { blank, command, insert, update, type Change } from '#domain/kernel/command.ts';
import { idFrom } from '#domain/kernel/context.ts';
import type { AnyRow } from '#domain/kernel/entity.ts';
import { Refusal } from '#domain/kernel/failure.ts';
import { idOf } from '#domain/kernel/field.ts';
import type { Id } from '#domain/kernel/names.ts';
import { toAsk, toJoin, toRead, toWrite, type Need } from '#domain/kernel/rows.ts';
import * as z from 'zod';

const openCase = ['pending', 'open', 'onHold'] as const;
/** Whoever asks may not see them all, and they count all the same. */
const unseen = (need: Need): Need => ({ ...need, joins: true });

/** Takes a contact out of use, or back into it; one with open cases stays. */
export const archiveContact = command('contacts.archive', {
  title: 'Archive the contact',
  args: z.strictObject({ id: idOf('contacts'), isActive: z.boolean().default(false) }),
  mode: 'offline',
  capability: 'contacts.edit',
  needs: ({ id }) => [toWrite(Contact, { id }), ...openCase.map((status) => unseen(toAsk(Case, { primaryContactId: id, status })))],
  on: ({ args, rows }) => [rows.get(Contact, args.id)],
  run: ({ args, rows }) => {
    const row = rows.get(Contact, args.id);
    if (!args.isActive && openCase.some((status) => rows.find(Case, { primaryContactId: row.id, status }).length > 0))
      throw new Refusal('contact.openCases', 'id', 'This contact has open cases; close or move them first.');
    return [update(Contact, row.id, { isActive: args.isActive })];
  },
});

/** Forms that identity numbers have; any other kind is taken as it is given. */
const forms: Readonly<Partial<Record<ContactIdentifier['kind'], RegExp>>> = {
  // Numbers that the Social Security Administration never gives out.
  ssn: /^(?!000|666|9)\d{3}(?!00)\d{2}(?!0000)\d{4}$/,
  taxId: /^[A-Z0-9]{5,20}$/,
  passport: /^[A-Z0-9]{5,20}$/,
};

/** Sets or replaces an identity number of a contact; it never leaves the server, but for its last four digits. */
export const setIdentifier = command('contacts.setIdentifier', {
  title: 'Set an identity number',
  args: z.strictObject({
    contactId: idOf('contacts'),
    kind: ContactIdentifier.fields.kind.schema,
    value: z.string().trim().min(1).max(255),
    issuedBy: z.string().trim().max(255).nullish(),
  }),
  mode: 'online',
  capability: 'contacts.viewIdentifiers',
  needs: ({ contactId }) => [toRead(Contact, { id: contactId }), toJoin(ContactIdentifier, { contactId })],
  on: ({ args, rows }) => [rows.get(Contact, args.contactId)],
  run: ({ args: { contactId, kind, issuedBy = null, ...args }, rows, context }) => {
    const value = args.value.toUpperCase().replace(/[\s.-]/g, '');
    if (value === '' || !(forms[kind]?.test(value) ?? true)) throw new Refusal('identifier.invalid', 'value', 'This is no number of that kind.');
    const known = rows.find(ContactIdentifier, { contactId }).find((one) => one.kind === kind);
    const values = { value, last4: value.slice(-4), issuedBy };
    return [known ? update(ContactIdentifier, known.id, values) : insert(ContactIdentifier, idFrom(context, 0), { contactId, kind, ...values })];
  },
});

const erased = 'erased';
const nobody = {
  firstName: erased,
  lastName: null,
  fullName: erased,
  normalizedName: erased,
  primaryEmail: null,
  primaryPhone: null,
  linkedinUrl: null,
  address: null,
  dateOfBirth: null,
  jobTitle: null,
  customFields: {},
  tags: [],
  personaLabels: [],
  isActive: false,
  doNotContact: true,
};

/** What there is of a contact besides itself, and the contacts that were merged into it. */
const traces = (id: string): readonly Need[] => [
  toJoin(Contact, { mergedIntoId: id }),
  toJoin(ContactPoint, { contactId: id }),
  toJoin(ContactIdentifier, { contactId: id }),
  ...['winnerId', 'loserId'].map((side) => toJoin(ContactMerge, { [side]: id })),
  unseen(toRead(Document, { contactId: id })),
  unseen(toRead(Call, { contactId: id })),
];

/** Blanks what is personal of a contact, for good: the row stays, so that work on it still has somebody to name. */
export const eraseContact = command('contacts.erase', {
  title: 'Erase personal data',
  args: z.strictObject({ id: idOf('contacts'), basis: z.string().trim().min(3).max(1000) }),
  mode: 'online',
  capability: 'contacts.erase',
  needs: ({ id }) => [toWrite(Contact, { id }), ...traces(id)],
  andThen: ({ rows }) => [...rows.known(Contact, {}).flatMap(({ id }) => traces(id)), ...rows.known(Call, {}).map(({ id }) => unseen(toRead(Recording, { callId: id })))],
  on: ({ args, rows }) => [rows.get(Contact, args.id)],
  run: ({ args: { id, basis }, rows, context }) => {
    const contact = rows.get(Contact, id);
    const held = [...rows.known(Document, {}), ...rows.known(Recording, {})].some((row) => row['legalHold'] === true);
    if (held) throw new Refusal('erase.legalHold', 'id', 'A document or recording of this contact is under legal hold.');
    // A deleted row is kept for a while: what it said is not.
    const gone = (entity: typeof ContactIdentifier | typeof ContactPoint, valuesOf: (row: AnyRow) => Change['values']) =>
      rows.known(entity, {}).map((row): Change => ({ kind: row['deletedAt'] === null ? 'remove' : 'blank', entity, id: row.id as Id, values: valuesOf(row), reason: basis }));
    return [
      update(Contact, id, nobody, basis),
      ...rows.known(Contact, {}).flatMap((row) => (row.id === id ? [] : [blank(Contact, row.id as Id<'contacts'>, nobody, basis)])),
      ...gone(ContactPoint, (point) => ({ value: erased, normalized: `${erased} ${point.id}`, label: null })),
      ...gone(ContactIdentifier, () => ({ value: erased, last4: null })),
      ...rows.known(ContactMerge, {}).map((merge) => update(ContactMerge, merge.id as Id<'contactMerges'>, { loserSnapshot: null, fieldChoices: null })),
      insert(OutboxEvent, idFrom(context, 0), {
        topic: 'contacts.erased',
        subjectType: 'contacts',
        subjectId: contact.id,
        payload: { basis },
        dedupeKey: `contacts.erased:${context.commandId}`,
      }),
    ];
  },
});

/** How many contacts one export may hold. */
const exportedAtMost = 10_000;

const exportArgs = z.strictObject({
  id: idOf('contacts').optional(),
  accountId: idOf('accounts').optional(),
  ownerId: idOf('users').optional(),
  kind: Contact.fields.kind.schema.optional(),
});

const filterOf = (args: z.output<typeof exportArgs>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(args).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])));

/** Asks for a file of contacts; the audit keeps who asked for which. */
export const exportContacts = command('contacts.export', {
  title: 'Export contacts',
  args: exportArgs,
  mode: 'online',
  capability: 'contacts.export',
  needs: (args) => [{ ...toRead(Contact, filterOf(args)), atMost: exportedAtMost + 1 }],
  run: ({ args, rows, context }) => {
    const count = rows.find(Contact, filterOf(args)).length;
    if (count > exportedAtMost) throw new Refusal('export.tooLarge', undefined, `More than ${exportedAtMost} contacts; narrow the filter.`);
    return [
      insert(OutboxEvent, idFrom(context, 0), {
        topic: 'contacts.export',
        subjectType: 'memberships',
        subjectId: context.userId as Id,
        payload: { filter: filterOf(args), count },
        dedupeKey: `contacts.export:${context.commandId}`,
      }),
    ];
  },
});
