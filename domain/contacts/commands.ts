import { Contact } from '#domain/contacts/contact.ts';
import { ContactPoint } from '#domain/contacts/contact-point.ts';
import { fullNameOf, normalizeName, normalizePoint } from '#domain/contacts/rules.ts';
import { command, insert, remove, update, type Change } from '#domain/kernel/command.ts';
import { idFrom } from '#domain/kernel/context.ts';
import { Refusal } from '#domain/kernel/failure.ts';
import { idOf } from '#domain/kernel/field.ts';
import { edit } from '#domain/kernel/merge.ts';
import { patchOf } from '#domain/kernel/patch.ts';
import { toRead, toWrite } from '#domain/kernel/rows.ts';
import * as z from 'zod';

const editable = ['firstName', 'lastName', 'kind', 'jobTitle', 'address', 'dateOfBirth', 'preferredLanguage', 'preferredContactMethod', 'ownerId', 'tags', 'customFields'] as const;
const point = z.strictObject({ kind: ContactPoint.fields.kind.schema, value: z.string().trim().min(1).max(255), label: z.string().max(255).nullish() });

/** Adds a person with the addresses by which they are reached. */
export const createContact = command('contacts.create', {
  title: 'Add a contact',
  args: z.strictObject({
    firstName: z.string().trim().min(1).max(255),
    lastName: z.string().trim().max(255).nullish(),
    kind: Contact.fields.kind.schema.optional(),
    jobTitle: Contact.fields.jobTitle.schema.nullish(),
    address: Contact.fields.address.schema.nullish(),
    preferredLanguage: Contact.fields.preferredLanguage.schema.optional(),
    tags: Contact.fields.tags.schema.optional(),
    points: z.array(point).max(20).default([]),
    /** The person has seen the likely twins and wants a new contact all the same. */
    despiteDuplicates: z.boolean().default(false),
  }),
  mode: 'offline',
  capability: 'contacts.edit',
  needs: ({ points }) => points.map(({ kind, value }) => toRead(ContactPoint, { kind, normalized: normalizePoint(kind, value) })),
  run: ({ args, rows, context }) => {
    const twin = args.points.find(({ kind, value }) => rows.find(ContactPoint, { kind, normalized: normalizePoint(kind, value) }).length > 0);
    if (twin && !args.despiteDuplicates) throw new Refusal('contact.duplicateSuspected', 'points', 'Another contact is reached at the same address.');
    const id = idFrom<'contacts'>(context, 0);
    const fullName = fullNameOf(args.firstName, args.lastName);
    const first = (kinds: readonly string[]) => args.points.find(({ kind }) => kinds.includes(kind))?.value;
    const number = first(['phone', 'whatsapp']);
    const contact = insert(Contact, id, {
      firstName: args.firstName,
      lastName: args.lastName ?? null,
      fullName,
      normalizedName: normalizeName(fullName),
      primaryEmail: first(['email'])?.toLowerCase() ?? null,
      primaryPhone: number ? normalizePoint('phone', number) : null,
      jobTitle: args.jobTitle ?? null,
      address: args.address ?? null,
      ...(args.kind ? { kind: args.kind } : {}),
      ...(args.preferredLanguage ? { preferredLanguage: args.preferredLanguage } : {}),
      ...(args.tags ? { tags: args.tags } : {}),
    });
    const points = args.points.map(({ kind, value, label }, place): Change =>
      insert(ContactPoint, idFrom(context, place + 1), {
        contactId: id,
        kind,
        value,
        normalized: normalizePoint(kind, value),
        label: label ?? null,
        isPrimary: args.points.findIndex((other) => other.kind === kind) === place,
      }),
    );
    return [contact, ...points];
  },
});

/** Changes fields of a contact; `base` holds the values the editor saw. */
export const updateContact = command('contacts.update', {
  title: 'Edit the contact',
  args: z.strictObject({ id: idOf('contacts'), patch: patchOf(Contact, editable), base: patchOf(Contact, editable) }),
  mode: 'offline',
  capability: 'contacts.edit',
  needs: ({ id }) => [toWrite(Contact, { id })],
  on: ({ args, rows }) => [rows.get(Contact, args.id)],
  run: ({ args, rows }) => {
    const row = rows.get(Contact, args.id);
    const values = edit(Contact, row, args.patch, args.base);
    const { firstName, lastName } = { ...row, ...values };
    const fullName = fullNameOf(firstName, lastName);
    return [update(Contact, row.id, { ...values, fullName, normalizedName: normalizeName(fullName) })];
  },
});

/** Adds an address by which a contact is reached. */
export const addPoint = command('contacts.addPoint', {
  title: 'Add a contact point',
  args: z.strictObject({ contactId: idOf('contacts'), point }),
  mode: 'offline',
  capability: 'contacts.edit',
  needs: ({ contactId }) => [toWrite(Contact, { id: contactId }), toRead(ContactPoint, { contactId })],
  on: ({ args, rows }) => [rows.get(Contact, args.contactId)],
  run: ({
    args: {
      contactId,
      point: { kind, value, label },
    },
    rows,
    context,
  }) => {
    const normalized = normalizePoint(kind, value);
    const points = rows.find(ContactPoint, { contactId });
    if (points.some((other) => other.kind === kind && other.normalized === normalized)) throw new Refusal('point.taken', 'value', 'The contact already has this address.');
    const isPrimary = !points.some((other) => other.kind === kind);
    return [
      insert(ContactPoint, idFrom(context, 0), { contactId, kind, value, normalized, label: label ?? null, isPrimary }),
      ...primary(contactId, kind, isPrimary ? value : null),
    ];
  },
});

/** Takes an address from a contact. */
export const removePoint = command('contacts.removePoint', {
  title: 'Remove a contact point',
  args: z.strictObject({ id: idOf('contactPoints'), contactId: idOf('contacts') }),
  mode: 'offline',
  capability: 'contacts.edit',
  needs: ({ contactId, id }) => [toWrite(Contact, { id: contactId }), toWrite(ContactPoint, { id })],
  on: ({ args, rows }) => [rows.get(Contact, args.contactId)],
  run: ({ args, rows }) => {
    const leaving = rows.get(ContactPoint, args.id);
    if (leaving.contactId !== args.contactId) throw new Refusal('row.missing', 'id');
    const shown = leaving.isPrimary && leaving.kind === 'email' ? { primaryEmail: null } : leaving.isPrimary && leaving.kind === 'phone' ? { primaryPhone: null } : {};
    return [remove(ContactPoint, leaving.id), update(Contact, args.contactId, shown)];
  },
});

function primary(contactId: Contact['id'], kind: string, value: string | null): readonly Change[] {
  if (value === null) return [];
  if (kind === 'email') return [update(Contact, contactId, { primaryEmail: value.toLowerCase() })];
  return kind === 'phone' ? [update(Contact, contactId, { primaryPhone: normalizePoint('phone', value) })] : [];
}
