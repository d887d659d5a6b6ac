import { Contact } from '#domain/contacts/contact.ts';
import { Interaction } from '#domain/interactions/interaction.ts';
import { Visit } from '#domain/intelligence/visit.ts';
import { InventoryProject } from '#domain/inventory/inventory-project.ts';
import { InventoryUnit } from '#domain/inventory/inventory-unit.ts';
import { command, insert, update } from '#domain/kernel/command.ts';
import { idFrom } from '#domain/kernel/context.ts';
import { derivedId } from '#domain/kernel/derived-id.ts';
import { Refusal } from '#domain/kernel/failure.ts';
import { idOf } from '#domain/kernel/field.ts';
import type { Id } from '#domain/kernel/names.ts';
import { toJoin, toRead, toWrite } from '#domain/kernel/rows.ts';
import { checkActive, memberNeed } from '#domain/people/rules.ts';
import { Lead } from '#domain/pipeline/lead.ts';
import * as z from 'zod';

const about = {
  contactId: idOf('contacts'),
  leadId: idOf('leads').nullish(),
  projectId: idOf('inventoryProjects').nullish(),
  unitId: idOf('inventoryUnits').nullish(),
  hostId: idOf('users').optional(),
};
type About = { readonly [K in keyof typeof about]?: z.output<(typeof about)[K]> | undefined };
const needsOf = ({ contactId, leadId, projectId, unitId, hostId }: About) => [
  ...(contactId ? [toRead(Contact, { id: contactId })] : []),
  ...(leadId ? [toRead(Lead, { id: leadId })] : []),
  ...(projectId ? [toRead(InventoryProject, { id: projectId })] : []),
  ...(unitId ? [toRead(InventoryUnit, { id: unitId })] : []),
  ...memberNeed(hostId),
];

/** The line of a visit in the contact's timeline. */
const lineOf = (visitId: string) => derivedId<'interactions'>(visitId, 'interaction');

/** Plans a visit of a contact. */
export const scheduleVisit = command('visits.schedule', {
  title: 'Schedule a visit',
  args: z.strictObject({ ...about, visitedAt: Visit.fields.visitedAt.schema }),
  mode: 'offline',
  capability: 'interactions.log',
  needs: needsOf,
  run: ({ args, rows, context }) => {
    rows.get(Contact, args.contactId);
    checkActive(rows, args.hostId, 'hostId');
    return [insert(Visit, idFrom(context, 0), { ...args, hostId: args.hostId ?? context.userId, outcome: 'scheduled' })];
  },
});

/** Says what came of a visit, planned or not; one that took place is in the contact's timeline. */
export const recordVisit = command('visits.record', {
  title: 'Record a visit',
  args: z.strictObject({
    id: idOf('visits').optional(),
    ...about,
    contactId: about.contactId.optional(),
    visitedAt: Visit.fields.visitedAt.schema.optional(),
    outcome: z.enum(['attended', 'noShow', 'cancelled']).default('attended'),
    visitNotes: z.string().max(100_000).nullish(),
  }),
  mode: 'offline',
  capability: 'interactions.log',
  needs: (args) => [...(args.id ? [toWrite(Visit, { id: args.id }), toJoin(Interaction, { id: lineOf(args.id) })] : []), ...needsOf(args)],
  run: ({ args: { id: known, contactId: named, ...args }, rows, context }) => {
    const planned = known ? rows.get(Visit, known) : null;
    const contactId = planned?.contactId ?? (named ? rows.get(Contact, named).id : null);
    if (!contactId) throw new Refusal('field.invalid', 'contactId', 'Name the contact who visited.');
    checkActive(rows, args.hostId, 'hostId');
    const id = planned?.id ?? idFrom<'visits'>(context, 0);
    const visitedAt = args.visitedAt ?? planned?.visitedAt ?? context.at;
    const hostId = args.hostId ?? planned?.hostId ?? context.userId;
    const written = planned
      ? update(Visit, planned.id, { outcome: args.outcome, visitedAt, hostId, ...(args.visitNotes === undefined ? {} : { visitNotes: args.visitNotes }) })
      : insert(Visit, id, { ...args, contactId, visitedAt, hostId });
    if (args.outcome !== 'attended') return [written];
    const line = { contactId, leadId: args.leadId ?? planned?.leadId, channel: 'visit', interactionType: 'visit', happenedAt: visitedAt, actorId: hostId } as const;
    // Told again, a visit has its line already.
    const isThere = planned !== null && rows.raw('interactions', lineOf(id)) !== undefined;
    return [
      written,
      isThere
        ? update(Interaction, lineOf(id), { happenedAt: visitedAt, actorId: hostId })
        : insert(Interaction, lineOf(id), { ...line, sourceType: 'visits', sourceId: id as string as Id, teamId: context.teamIds[0] }),
    ];
  },
});
