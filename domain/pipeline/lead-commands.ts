import { createContact } from '#domain/contacts/commands.ts';
import { ContactPoint } from '#domain/contacts/contact-point.ts';
import { Contact } from '#domain/contacts/contact.ts';
import { command, insert, update } from '#domain/kernel/command.ts';
import { idFrom } from '#domain/kernel/context.ts';
import { Refusal } from '#domain/kernel/failure.ts';
import { idOf } from '#domain/kernel/field.ts';
import { edit } from '#domain/kernel/merge.ts';
import { patchOf } from '#domain/kernel/patch.ts';
import { toRead, toWrite, type Rows } from '#domain/kernel/rows.ts';
import { Membership } from '#domain/people/membership.ts';
import { Lead } from '#domain/pipeline/lead.ts';
import { notify } from '#domain/notifications/notice.ts';
import { checkCustomFields, customFieldNeed } from '#domain/reference/custom-values.ts';
import { moved } from '#domain/pipeline/moves.ts';
import { Opportunity } from '#domain/pipeline/opportunity.ts';
import * as z from 'zod';
import { checkQualified } from '#domain/pipeline/rules.ts';

const reason = z.string().trim().min(1).max(1000);
const about = ['accountId', 'budgetBand', 'urgency', 'nextAction', 'nextActionAt', 'tags', 'customFields'] as const;
const leadToWrite = ({ id }: { readonly id: string }) => [toWrite(Lead, { id })];
const own = ({ args, rows }: { readonly args: { readonly id: Lead['id'] }; readonly rows: Rows }) => [rows.get(Lead, args.id)];

/** Opens a lead for a contact, or for a person who becomes one. It is its maker's unless another is named. */
export const createLead = command('leads.create', {
  title: 'Add a lead',
  args: z.strictObject({
    contactId: idOf('contacts').optional(),
    contact: createContact.args.optional(),
    sourceSystem: z.string().trim().min(1).max(255),
    sourceRef: z.string().max(255).nullish(),
    fields: patchOf(Lead, about).default({}),
    assignedTo: idOf('users').optional(),
    teamId: idOf('teams').optional(),
  }),
  mode: 'offline',
  capability: 'pipeline.edit',
  needs: ({ contactId, contact, assignedTo, fields }, context) => [
    ...customFieldNeed('leads', fields.customFields),
    ...(contactId ? [toRead(Contact, { id: contactId })] : []),
    ...(contact ? createContact.needs(contact, context) : []),
    ...(assignedTo ? [toRead(Membership, { userId: assignedTo })] : []),
  ],
  run: ({ args, rows, context }) => {
    if ((args.contactId === undefined) === (args.contact === undefined)) throw new Refusal('field.invalid', 'contactId', 'Name a contact, or describe a new one.');
    checkCustomFields(rows, 'leads', args.fields.customFields);
    if (args.contactId) rows.get(Contact, args.contactId);
    if (args.assignedTo) active(rows, args.assignedTo);
    const made = args.contact ? createContact.run({ args: args.contact, rows, context }) : [];
    const lead = insert(Lead, idFrom(context, 100), {
      ...args.fields,
      contactId: args.contactId ?? idFrom(context, 0),
      sourceSystem: args.sourceSystem,
      sourceRef: args.sourceRef ?? null,
      assignedTo: args.assignedTo ?? context.userId,
      teamId: args.teamId ?? context.teamIds[0] ?? null,
    });
    return [...made, lead];
  },
});

/** Changes what is known of an open lead. */
export const updateLead = command('leads.update', {
  title: 'Edit the lead',
  args: z.strictObject({ id: idOf('leads'), patch: patchOf(Lead, about), base: patchOf(Lead, about).default({}) }),
  mode: 'offline',
  capability: 'pipeline.edit',
  needs: ({ id, patch }) => [...leadToWrite({ id }), ...customFieldNeed('leads', patch.customFields)],
  on: own,
  run: ({ args, rows }) => {
    const row = rows.get(Lead, args.id);
    const values = edit(Lead, row, args.patch, args.base);
    checkCustomFields(rows, 'leads', args.patch.customFields && (values['customFields'] as Lead['customFields']));
    return [update(Lead, row.id, values)];
  },
});

/** Hands a lead to a member. */
export const assignLead = command('leads.assign', {
  title: 'Assign the lead',
  args: z.strictObject({ id: idOf('leads'), userId: idOf('users').nullable(), teamId: idOf('teams').nullish() }),
  mode: 'offline',
  capability: 'pipeline.assign',
  needs: ({ id, userId }) => [...leadToWrite({ id }), ...(userId ? [toRead(Membership, { userId })] : [])],
  on: ({ args, rows, context }) => (context.grants['pipeline.assign'] === 'own' ? [] : [rows.get(Lead, args.id)]),
  run: ({ args, rows, context }) => {
    const row = rows.get(Lead, args.id);
    const mine = (userId: string | null) => userId === null || userId === context.userId;
    if (context.grants['pipeline.assign'] === 'own' && !(mine(row.assignedTo) && mine(args.userId)))
      throw new Refusal('auth.denied', 'pipeline.assign', 'You may only take a free lead or release your own.');
    if (args.userId) active(rows, args.userId);
    const title = row.leadNumber ?? row.sourceSystem;
    return [
      update(Lead, row.id, { assignedTo: args.userId, ...(args.teamId === undefined ? {} : { teamId: args.teamId }) }),
      ...notify({ to: args.userId === row.assignedTo ? null : args.userId, type: 'leadAssigned', title, subject: { type: 'leads', id: row.id } }, context),
    ];
  },
});

/** Says that a lead is worth pursuing. */
export const qualifyLead = command('leads.qualify', {
  title: 'Qualify the lead',
  args: z.strictObject({ id: idOf('leads'), fields: patchOf(Lead, about).default({}) }),
  mode: 'offline',
  capability: 'pipeline.edit',
  needs: ({ id, fields }) => [...leadToWrite({ id }), ...customFieldNeed('leads', fields.customFields)],
  andThen: ({ args, rows }) => [toRead(ContactPoint, { contactId: rows.get(Lead, args.id).contactId })],
  on: own,
  run: ({ args, rows, context }) => {
    const row = rows.get(Lead, args.id);
    checkCustomFields(rows, 'leads', args.fields.customFields);
    checkQualified({ ...row, ...args.fields }, rows.find(ContactPoint, { contactId: row.contactId }));
    return moved({ entity: Lead, row, field: 'stage', to: 'prospect' }, context, args.fields);
  },
});

/** Takes a prospect back to a lead. */
export const unqualifyLead = command('leads.unqualify', {
  title: 'Take back the qualification',
  args: z.strictObject({ id: idOf('leads'), reason: reason.optional() }),
  mode: 'offline',
  capability: 'pipeline.edit',
  needs: leadToWrite,
  on: own,
  run: ({ args, rows, context }) => {
    const row = rows.get(Lead, args.id);
    if (row.status !== 'open') throw new Refusal('state.forbidden', 'status', 'Only an open lead can be taken back.');
    return moved({ entity: Lead, row, field: 'stage', to: 'lead', reason: args.reason }, context);
  },
});

/** Gives a lead up, with the reason. */
export const disqualifyLead = command('leads.disqualify', {
  title: 'Disqualify the lead',
  args: z.strictObject({ id: idOf('leads'), reasonId: idOf('referenceItems').nullish(), reason: reason.optional() }),
  mode: 'offline',
  capability: 'pipeline.edit',
  needs: ({ id }) => [...leadToWrite({ id }), toRead(Opportunity, { leadId: id })],
  on: own,
  run: ({ args, rows, context }) => {
    const row = rows.get(Lead, args.id);
    if (rows.find(Opportunity, { leadId: row.id }).some(({ stage }) => stage !== 'won' && stage !== 'lost'))
      throw new Refusal('lead.hasOpenOpportunity', 'id', 'An opportunity of this lead is still open; win or lose it first.');
    return moved({ entity: Lead, row, field: 'status', to: 'disqualified', reason: args.reason }, context, { disqualifyReasonId: args.reasonId ?? null });
  },
});

/** Opens again a lead that was given up. */
export const reopenLead = command('leads.reopen', {
  title: 'Reopen the lead',
  args: z.strictObject({ id: idOf('leads'), reason: reason.optional() }),
  mode: 'offline',
  capability: 'pipeline.edit',
  needs: leadToWrite,
  on: own,
  run: ({ args, rows, context }) => {
    const row = rows.get(Lead, args.id);
    if (row.status !== 'disqualified') throw new Refusal('state.forbidden', 'status', 'Only a disqualified lead can be reopened.');
    return moved({ entity: Lead, row, field: 'status', to: 'open', reason: args.reason }, context, { disqualifyReasonId: null });
  },
});

function active(rows: Rows, userId: string): void {
  if (!rows.find(Membership, { userId })[0]?.isActive) throw new Refusal('member.inactive', 'userId', 'This member is no longer active.');
}
