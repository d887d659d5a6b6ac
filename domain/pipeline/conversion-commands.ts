import { openCase } from '#domain/cases/commands.ts';
import { Case } from '#domain/cases/case.ts';
import { SlaClock } from '#domain/cases/sla-clock.ts';
import { Call } from '#domain/calls/call.ts';
import { ContactPoint } from '#domain/contacts/contact-point.ts';
import { Contact } from '#domain/contacts/contact.ts';
import { certaintyOf, comparedOf } from '#domain/contacts/duplicates.ts';
import { Document } from '#domain/documents/document.ts';
import { Interaction } from '#domain/interactions/interaction.ts';
import { command, insert, update } from '#domain/kernel/command.ts';
import { idFrom } from '#domain/kernel/context.ts';
import type { AnyRow } from '#domain/kernel/entity.ts';
import { Refusal } from '#domain/kernel/failure.ts';
import { idOf } from '#domain/kernel/field.ts';
import type { Id } from '#domain/kernel/names.ts';
import { toRead, toWrite, type Need, type Rows } from '#domain/kernel/rows.ts';
import { Message } from '#domain/messages/message.ts';
import { Lead } from '#domain/pipeline/lead.ts';
import { moveRecord } from '#domain/pipeline/moves.ts';
import { Opportunity } from '#domain/pipeline/opportunity.ts';
import { StageHistory } from '#domain/pipeline/stage-history.ts';
import * as z from 'zod';
import { checkQualified } from '#domain/pipeline/rules.ts';

const reason = z.string().trim().min(1).max(1000);
/** Days within which a conversion may be taken back. */
const revertWithin = 30;

const leadToWrite = ({ id }: { readonly id: string }) => [toWrite(Lead, { id })];
const own = ({ args, rows }: { readonly args: { readonly id: Lead['id'] }; readonly rows: Rows }) => [rows.get(Lead, args.id)];

const convertArgs = z.strictObject({
  id: idOf('leads'),
  conversionId: z.uuid(),
  kindId: idOf('caseKinds'),
  title: z.string().trim().min(1).max(200),
  description: z.string().max(100_000).nullish(),
  categoryId: idOf('caseCategories'),
  priorityId: idOf('priorities'),
  opportunity: z
    .discriminatedUnion('do', [
      z.strictObject({ do: z.literal('none') }),
      z.strictObject({ do: z.literal('link'), id: idOf('opportunities') }),
      z.strictObject({ do: z.literal('create'), name: z.string().trim().min(1).max(255) }),
    ])
    .default({ do: 'none' }),
  /** What the person chose when shown who else it may be. */
  duplicate: z
    .discriminatedUnion('do', [
      z.strictObject({ do: z.literal('useContact'), contactId: idOf('contacts') }),
      z.strictObject({ do: z.literal('linkCase'), caseId: idOf('cases') }),
      z.strictObject({ do: z.literal('continue'), reason }),
    ])
    .optional(),
});
type ConvertArgs = z.output<typeof convertArgs>;

/** Makes a case of a prospect, in one step that can be taken back (`domain.md` 5.1). */
export const convertLead = command('leads.convert', {
  title: 'Convert to a case',
  args: convertArgs,
  mode: 'provisional',
  draws: 'caseNumber',
  capability: 'pipeline.convert',
  needs: (args, context) => [
    ...leadToWrite(args),
    toRead(StageHistory, { subjectType: 'leads', subjectId: args.id }),
    ...(args.opportunity.do === 'link' ? [toWrite(Opportunity, { id: args.opportunity.id })] : []),
    ...(args.duplicate?.do === 'linkCase' ? [toWrite(Case, { id: args.duplicate.caseId })] : []),
    ...(args.duplicate?.do === 'useContact' ? [toRead(Contact, { id: args.duplicate.contactId }), toRead(ContactPoint, { contactId: args.duplicate.contactId })] : []),
    ...openCase.needs(asCase(args, null), context),
  ],
  andThen: ({ args, rows, context }) => {
    const [lead] = rows.find(Lead, { id: args.id });
    return lead ? [...twinNeeds(lead.contactId, rows), ...openCase.needs(asCase(args, lead), context)] : [];
  },
  on: own,
  run: ({ args, rows, context }) => {
    const lead = rows.get(Lead, args.id);
    const history = rows.find(StageHistory, { subjectType: 'leads', subjectId: args.id });
    if (lead.status === 'converted') {
      // The same conversion again is the conversion that was.
      if (history.some(({ conversionId }) => conversionId === args.conversionId)) return [];
      throw new Refusal('lead.alreadyConverted', 'id', `This lead has been converted; its case is ${lead.convertedCaseId}.`);
    }
    if (lead.status !== 'open') throw new Refusal('lead.notProspect', 'status', 'Only an open lead can be converted.');
    const wide = context.grants['pipeline.convert'] === 'team' || context.grants['pipeline.convert'] === 'tenant';
    if (lead.stage !== 'prospect' && !wide) throw new Refusal('lead.notProspect', 'stage', 'Qualify the lead first.');
    checkQualified(lead, rows.find(ContactPoint, { contactId: lead.contactId }));
    const contactId = args.duplicate?.do === 'useContact' ? args.duplicate.contactId : lead.contactId;
    if (!args.duplicate) checkTwins(lead, args, rows);
    const linked = args.duplicate?.do === 'linkCase' ? rows.get(Case, args.duplicate.caseId) : null;
    const opportunityId =
      args.opportunity.do === 'link' ? rows.get(Opportunity, args.opportunity.id).id : args.opportunity.do === 'create' ? idFrom<'opportunities'>(context, 300) : null;
    const caseId = linked?.id ?? idFrom<'cases'>(context, 0);
    const because = args.duplicate?.do === 'continue' ? args.duplicate.reason : undefined;
    const conversion = { conversionId: args.conversionId, reason: because };
    return [
      ...(args.opportunity.do === 'create'
        ? [
            insert(Opportunity, idFrom(context, 300), {
              name: args.opportunity.name,
              leadId: lead.id,
              contactId,
              accountId: lead.accountId,
              stage: 'qualified',
              assignedTo: lead.assignedTo,
              teamId: lead.teamId,
            }),
          ]
        : []),
      ...(linked
        ? [update(Case, linked.id, { leadId: lead.id, ...(opportunityId ? { opportunityId } : {}) })]
        : openCase
            .run({ args: asCase(args, { contactId, teamId: lead.teamId, assignedTo: lead.assignedTo }), rows, context })
            .map((change) => (change.entity.name === 'cases' ? { ...change, values: { ...change.values, leadId: lead.id, accountId: lead.accountId, opportunityId } } : change))),
      update(Lead, lead.id, { stage: 'prospect', status: 'converted', convertedCaseId: caseId, convertedAt: context.at, convertedBy: context.userId }),
      ...(lead.stage === 'lead' ? [moveRecord({ entity: Lead, row: lead, field: 'stage', to: 'prospect', ...conversion, place: 0 }, context)] : []),
      moveRecord({ entity: Lead, row: lead, field: 'status', to: 'converted', ...conversion, place: 1 }, context),
      ...(linked ? [] : [moveRecord({ entity: Case, row: { id: caseId }, field: 'status', to: 'open', from: null, ...conversion, place: 2 }, context)]),
      insert(Interaction, idFrom(context, 301), {
        contactId,
        accountId: lead.accountId,
        caseId,
        leadId: lead.id,
        teamId: lead.teamId,
        channel: 'internal',
        interactionType: 'converted',
        happenedAt: context.at,
        summary: args.title,
        sourceType: 'leads',
        sourceId: lead.id as string as Id,
        actorId: context.userId,
      }),
    ];
  },
});

/** Takes a conversion back while nothing has come of it: the case is cancelled, its number stays used. */
export const revertLead = command('leads.revert', {
  title: 'Take back the conversion',
  args: z.strictObject({ id: idOf('leads'), reason }),
  mode: 'online',
  capability: 'pipeline.revert',
  needs: ({ id }) => [...leadToWrite({ id }), toRead(StageHistory, { subjectType: 'leads', subjectId: id })],
  andThen: ({ args, rows }) => {
    const caseId = rows.find(Lead, { id: args.id })[0]?.convertedCaseId;
    if (!caseId) return [];
    return [toWrite(Case, { id: caseId }), toWrite(SlaClock, { caseId }), toRead(Call, { caseId }), toRead(Message, { caseId }), toRead(Document, { caseId })];
  },
  on: own,
  run: ({ args, rows, context }) => {
    const lead = rows.get(Lead, args.id);
    if (lead.status !== 'converted' || !lead.convertedCaseId) throw new Refusal('state.forbidden', 'status', 'Only a converted lead can be taken back.');
    const caseId = lead.convertedCaseId as string as Case['id'];
    const row = rows.get(Case, caseId);
    if (Date.parse(context.at) - Date.parse(lead.convertedAt ?? context.at) > revertWithin * 86_400_000)
      throw new Refusal('conversion.windowPassed', 'id', `A conversion can be taken back within ${revertWithin} days.`);
    const isBusy =
      rows.find(Call, { caseId }).some(({ answeredAt }) => answeredAt !== null) ||
      rows.find(Message, { caseId }).some(({ direction, status }) => direction === 'outbound' && status !== 'queued' && status !== 'failed') ||
      rows.find(Document, { caseId }).length > 0 ||
      row.status === 'closed';
    if (isBusy) throw new Refusal('conversion.hasActivity', 'id', 'The case has calls, messages, documents or is closed; cancel it instead.');
    const conversionId = rows.find(StageHistory, { subjectType: 'leads', subjectId: lead.id }).findLast(({ toValue }) => toValue === 'converted')?.conversionId ?? undefined;
    const back = { conversionId, reason: args.reason };
    return [
      ...(row.status === 'cancelled'
        ? []
        : [
            update(Case, row.id, { status: 'cancelled', closedAt: context.at }, 'converted in error'),
            moveRecord({ entity: Case, row, field: 'status', to: 'cancelled', ...back, place: 0 }, context),
          ]),
      ...rows.find(SlaClock, { caseId }).flatMap((clock) => (clock.endedAt === null ? [update(SlaClock, clock.id, { state: 'cancelled', endedAt: context.at })] : [])),
      update(Lead, lead.id, { status: 'open', stage: 'prospect', convertedCaseId: null, convertedAt: null, convertedBy: null }),
      moveRecord({ entity: Lead, row: lead, field: 'status', to: 'open', ...back, place: 1 }, context),
    ];
  },
});

/** What the command that opens cases is asked, for the lead's people. */
function asCase({ kindId, title, description, categoryId, priorityId }: ConvertArgs, of: Pick<Lead, 'assignedTo' | 'contactId' | 'teamId'> | null): z.output<typeof openCase.args> {
  const { contactId = null, assignedTo = null, teamId = null } = of ?? {};
  return { kindId, title, description, categoryId, priorityId, contactId, assignedTo, teamId };
}

/** Who else the contact may be: those reached at the same addresses or called the same, and the open cases of the contact. */
function twinNeeds(contactId: Contact['id'], rows: Rows): readonly Need[] {
  const points = rows.known(ContactPoint, { contactId }) as readonly AnyRow[];
  const [contact] = rows.known(Contact, { id: contactId });
  const twins = points.flatMap((point) => rows.known(ContactPoint, { kind: String(point['kind']), normalized: String(point['normalized']) }));
  const others = new Set(twins.map((twin) => String(twin['contactId'])).filter((id) => id !== contactId));
  return [
    toRead(Contact, { id: contactId }),
    toRead(ContactPoint, { contactId }),
    toRead(Case, { primaryContactId: contactId }),
    ...(contact ? [toRead(Contact, { normalizedName: String(contact['normalizedName']) })] : []),
    ...points.map((point) => toRead(ContactPoint, { kind: String(point['kind']), normalized: String(point['normalized']) })),
    ...[...others].map((id) => toRead(Contact, { id })),
  ];
}

/** Stops where somebody else surely is this contact, or the contact has an open case of this kind; the person chooses what to do. */
function checkTwins(lead: Lead, { kindId }: ConvertArgs, rows: Rows): void {
  const pointsOf = (id: string) => rows.known(ContactPoint, { contactId: id }).filter((row) => row['deletedAt'] === null);
  const contact = comparedOf(rows.get(Contact, lead.contactId) as unknown as AnyRow, pointsOf(lead.contactId));
  const others = rows.known(Contact, {}).filter((row) => row.id !== lead.contactId && row['deletedAt'] === null);
  const certain = others.filter((other) => certaintyOf(contact, comparedOf(other, pointsOf(other.id))) === 'certain');
  const matters = rows.find(Case, { primaryContactId: lead.contactId }).filter((row) => row.kindId === kindId && ['pending', 'open', 'onHold'].includes(row.status));
  if (certain.length + matters.length === 0) return;
  const names = [...certain.map((row) => `${String(row['fullName'])} (${row.id})`), ...matters.map((row) => `${row.caseNumber ?? row.title} (${row.id})`)];
  throw new Refusal('conversion.duplicate', certain.length > 0 ? 'contactId' : 'kindId', `This may exist already: ${names.join(', ')}.`);
}
