import { ContactGroupMember } from '#domain/contacts/contact-group-member.ts';
import { ContactGroup } from '#domain/contacts/contact-group.ts';
import { Contact } from '#domain/contacts/contact.ts';
import { Consent } from '#domain/contacts/consent.ts';
import { HouseholdMember } from '#domain/contacts/household-member.ts';
import { allows } from '#domain/contacts/consent-rules.ts';
import { Household } from '#domain/contacts/household.ts';
import { command, insert, remove, update } from '#domain/kernel/command.ts';
import { idFrom } from '#domain/kernel/context.ts';
import { idOf } from '#domain/kernel/field.ts';
import { entityNames, type Id } from '#domain/kernel/names.ts';
import { toRead, toWrite } from '#domain/kernel/rows.ts';
import * as z from 'zod';

const contactIds = z.array(idOf('contacts')).min(1).max(500);

/** Puts contacts on a list; those that are on it stay. */
export const addToGroup = command('contactGroups.add', {
  title: 'Add to the group',
  args: z.strictObject({ groupId: idOf('contactGroups'), contactIds }),
  mode: 'offline',
  capability: 'contacts.edit',
  needs: ({ groupId, contactIds: ids }) => [toRead(ContactGroup, { id: groupId }), toRead(ContactGroupMember, { groupId }), ...ids.map((id) => toRead(Contact, { id }))],
  run: ({ args, rows, context }) => {
    rows.get(ContactGroup, args.groupId);
    const known = new Set(rows.find(ContactGroupMember, { groupId: args.groupId }).map(({ contactId }) => contactId));
    return [...new Set(args.contactIds)].flatMap((id, place) => {
      const contactId = rows.get(Contact, id).id;
      return known.has(contactId) ? [] : [insert(ContactGroupMember, idFrom(context, place), { groupId: args.groupId, contactId })];
    });
  },
});

/** Takes contacts from a list. */
export const removeFromGroup = command('contactGroups.remove', {
  title: 'Remove from the group',
  args: z.strictObject({ groupId: idOf('contactGroups'), contactIds }),
  mode: 'offline',
  capability: 'contacts.edit',
  needs: ({ groupId }) => [toWrite(ContactGroupMember, { groupId })],
  run: ({ args, rows }) =>
    rows.find(ContactGroupMember, { groupId: args.groupId }).flatMap((row) => (args.contactIds.includes(row.contactId) ? [remove(ContactGroupMember, row.id)] : [])),
});

/** Says who lives in a household, and as whom. */
export const addHouseholdMember = command('households.addMember', {
  title: 'Add to the household',
  args: z.strictObject({ householdId: idOf('households'), contactId: idOf('contacts'), role: HouseholdMember.fields.role.schema.optional() }),
  mode: 'offline',
  capability: 'contacts.edit',
  needs: ({ householdId, contactId }) => [toRead(Household, { id: householdId }), toRead(Contact, { id: contactId }), toWrite(HouseholdMember, { householdId })],
  run: ({ args, rows, context }) => {
    rows.get(Household, args.householdId);
    rows.get(Contact, args.contactId);
    const known = rows.find(HouseholdMember, { householdId: args.householdId }).find(({ contactId }) => contactId === args.contactId);
    if (known) return args.role && args.role !== known.role ? [update(HouseholdMember, known.id, { role: args.role })] : [];
    return [insert(HouseholdMember, idFrom(context, 0), args)];
  },
});

/** Says that somebody no longer lives in a household. */
export const removeHouseholdMember = command('households.removeMember', {
  title: 'Remove from the household',
  args: z.strictObject({ householdId: idOf('households'), contactId: idOf('contacts') }),
  mode: 'offline',
  capability: 'contacts.edit',
  needs: ({ householdId }) => [toWrite(HouseholdMember, { householdId })],
  run: ({ args, rows }) =>
    rows.find(HouseholdMember, { householdId: args.householdId }).flatMap((row) => (row.contactId === args.contactId ? [remove(HouseholdMember, row.id)] : [])),
});

/** Writes down what a contact allows or forbids; the latest word for each purpose and channel counts. */
export const recordConsent = command('consents.record', {
  title: 'Record consent',
  args: z.strictObject({
    contactId: idOf('contacts'),
    purpose: Consent.fields.purpose.schema,
    channelKind: Consent.fields.channelKind.schema.optional(),
    action: Consent.fields.action.schema,
    source: Consent.fields.source.schema,
    wording: z.string().max(100_000).nullish(),
    evidence: z.strictObject({ type: z.enum(entityNames), id: z.uuid() }).nullish(),
  }),
  mode: 'offline',
  capability: 'consents.record',
  needs: ({ contactId }) => [toWrite(Contact, { id: contactId }), toRead(Consent, { contactId }), toRead(Contact, { mergedIntoId: contactId })],
  // The ledger is written once: what was said before a merge stays with the contact that went.
  andThen: ({ args, rows }) => rows.known(Contact, { mergedIntoId: args.contactId }).map(({ id }) => toRead(Consent, { contactId: id })),
  on: ({ args, rows }) => [rows.get(Contact, args.contactId)],
  run: ({ args: { evidence, ...args }, rows, context }) => {
    const contact = rows.get(Contact, args.contactId);
    const entry = {
      ...args,
      channelKind: args.channelKind ?? 'any',
      happenedAt: context.at,
      evidenceType: evidence?.type ?? null,
      evidenceId: (evidence?.id ?? null) as Id | null,
    } as const;
    const ledger = [contact.id, ...rows.known(Contact, { mergedIntoId: contact.id }).map(({ id }) => id)].flatMap((contactId) => rows.find(Consent, { contactId }));
    const doNotContact = !allows([...ledger, entry], 'contact', 'any');
    return [insert(Consent, idFrom(context, 0), entry), ...(doNotContact === contact.doNotContact ? [] : [update(Contact, contact.id, { doNotContact })])];
  },
});
