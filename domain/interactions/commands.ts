import { Case } from '#domain/cases/case.ts';
import { Contact } from '#domain/contacts/contact.ts';
import { Interaction } from '#domain/interactions/interaction.ts';
import { command, insert } from '#domain/kernel/command.ts';
import { idFrom } from '#domain/kernel/context.ts';
import { idOf } from '#domain/kernel/field.ts';
import type { Id } from '#domain/kernel/names.ts';
import { toRead } from '#domain/kernel/rows.ts';
import { Lead } from '#domain/pipeline/lead.ts';
import * as z from 'zod';

/** Writes down that a contact was met or spoken to where no channel of ours saw it. */
export const logInteraction = command('interactions.log', {
  title: 'Log an interaction',
  args: z.strictObject({
    contactId: idOf('contacts'),
    channel: Interaction.fields.channel.schema,
    direction: Interaction.fields.direction.schema.nullish(),
    summary: z.string().trim().min(1).max(255),
    happenedAt: Interaction.fields.happenedAt.schema.optional(),
    caseId: idOf('cases').nullish(),
    leadId: idOf('leads').nullish(),
  }),
  mode: 'offline',
  capability: 'interactions.log',
  needs: ({ contactId, caseId, leadId }) => [
    toRead(Contact, { id: contactId }),
    ...(caseId ? [toRead(Case, { id: caseId })] : []),
    ...(leadId ? [toRead(Lead, { id: leadId })] : []),
  ],
  on: ({ args, rows }) => (args.caseId ? [rows.get(Case, args.caseId)] : args.leadId ? [rows.get(Lead, args.leadId)] : []),
  run: ({ args, rows, context }) => {
    rows.get(Contact, args.contactId);
    const id = idFrom<'interactions'>(context, 0);
    // What was logged by hand is its own source.
    return [
      insert(Interaction, id, {
        ...args,
        interactionType: 'logged',
        happenedAt: args.happenedAt ?? context.at,
        sourceType: 'interactions',
        sourceId: id as string as Id,
        actorId: context.userId,
        teamId: context.teamIds[0],
      }),
    ];
  },
});
