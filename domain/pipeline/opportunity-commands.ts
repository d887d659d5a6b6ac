import { Account } from '#domain/contacts/account.ts';
import { Contact } from '#domain/contacts/contact.ts';
import { madeAvailable } from '#domain/inventory/availability.ts';
import { InventoryProject } from '#domain/inventory/inventory-project.ts';
import { InventoryUnit } from '#domain/inventory/inventory-unit.ts';
import { command, insert, update } from '#domain/kernel/command.ts';
import { idFrom } from '#domain/kernel/context.ts';
import { Refusal } from '#domain/kernel/failure.ts';
import { idOf } from '#domain/kernel/field.ts';
import { edit } from '#domain/kernel/merge.ts';
import type { Id } from '#domain/kernel/names.ts';
import { patchOf } from '#domain/kernel/patch.ts';
import { toRead, toWrite, type Rows } from '#domain/kernel/rows.ts';
import { Lead } from '#domain/pipeline/lead.ts';
import { moved } from '#domain/pipeline/moves.ts';
import { Opportunity } from '#domain/pipeline/opportunity.ts';
import { PropertyInterest } from '#domain/pipeline/property-interest.ts';
import { StageHistory } from '#domain/pipeline/stage-history.ts';
import { Approval } from '#domain/workflow/approval.ts';
import * as z from 'zod';

const editable = ['name', 'valueMinor', 'valueCurrency', 'probability', 'expectedCloseDate', 'nextAction', 'projectId', 'unitId'] as const;
const reason = z.string().trim().min(1).max(1000).optional();
const toMove = ({ id }: { readonly id: string }) => [toWrite(Opportunity, { id })];
const own = ({ args, rows }: { readonly args: { readonly id: Opportunity['id'] }; readonly rows: Rows }) => [rows.get(Opportunity, args.id)];

/** Opens a deal with a contact or a company. It is its maker's unless another is named. */
export const createOpportunity = command('opportunities.create', {
  title: 'Add an opportunity',
  args: z.strictObject({
    fields: patchOf(Opportunity, editable),
    contactId: idOf('contacts').nullish(),
    accountId: idOf('accounts').nullish(),
    leadId: idOf('leads').nullish(),
    assignedTo: idOf('users').optional(),
    teamId: idOf('teams').optional(),
  }),
  mode: 'offline',
  capability: 'pipeline.edit',
  needs: ({ contactId, accountId, leadId, fields }) => [
    ...(contactId ? [toRead(Contact, { id: contactId })] : []),
    ...(accountId ? [toRead(Account, { id: accountId })] : []),
    ...(leadId ? [toRead(Lead, { id: leadId })] : []),
    ...(fields.projectId ? [toRead(InventoryProject, { id: fields.projectId })] : []),
    ...(fields.unitId ? [toRead(InventoryUnit, { id: fields.unitId })] : []),
  ],
  run: ({ args, rows, context }) => {
    if (!args.contactId && !args.accountId) throw new Refusal('opportunity.noParty', 'contactId', 'An opportunity needs a contact or a company.');
    if (args.contactId) rows.get(Contact, args.contactId);
    if (args.accountId) rows.get(Account, args.accountId);
    if (args.leadId) rows.get(Lead, args.leadId);
    checkPlace(args.fields, rows);
    const { name = '', ...fields } = args.fields;
    return [
      insert(Opportunity, idFrom(context, 0), {
        ...fields,
        name,
        contactId: args.contactId ?? null,
        accountId: args.accountId ?? null,
        leadId: args.leadId ?? null,
        assignedTo: args.assignedTo ?? context.userId,
        teamId: args.teamId ?? context.teamIds[0] ?? null,
      }),
    ];
  },
});

/** Changes what is known of a deal; its stage has commands of its own. */
export const updateOpportunity = command('opportunities.update', {
  title: 'Edit the opportunity',
  args: z.strictObject({ id: idOf('opportunities'), patch: patchOf(Opportunity, editable), base: patchOf(Opportunity, editable).default({}) }),
  mode: 'offline',
  capability: 'pipeline.edit',
  needs: ({ id, patch }) => [
    ...toMove({ id }),
    ...(patch.projectId ? [toRead(InventoryProject, { id: patch.projectId })] : []),
    ...(patch.unitId ? [toRead(InventoryUnit, { id: patch.unitId })] : []),
  ],
  on: own,
  run: ({ args, rows }) => {
    checkPlace(args.patch, rows);
    const row = rows.get(Opportunity, args.id);
    return [update(Opportunity, row.id, edit(Opportunity, row, args.patch, args.base))];
  },
});

/** Moves a deal one stage on, or one back. */
export const moveStage = command('opportunities.moveStage', {
  title: 'Move the stage',
  args: z.strictObject({ id: idOf('opportunities'), stage: z.enum(['lead', 'qualified', 'proposal', 'negotiation']), reason }),
  mode: 'offline',
  capability: 'pipeline.edit',
  needs: toMove,
  on: own,
  run: ({ args, rows, context }) => {
    const row = rows.get(Opportunity, args.id);
    if (row.stage === 'lost' || row.stage === 'won') throw new Refusal('stage.forbidden', 'stage', 'A deal that is over is reopened, not moved.');
    if (!(Opportunity.transitions?.stage?.[row.stage] ?? []).includes(args.stage))
      throw new Refusal('stage.forbidden', 'stage', `A deal does not go from ${row.stage} to ${args.stage} in one step.`);
    return moved({ entity: Opportunity, row, field: 'stage', to: args.stage, reason: args.reason }, context);
  },
});

/** Wins a deal; its unit is sold. */
export const winOpportunity = command('opportunities.win', {
  title: 'Win the opportunity',
  args: z.strictObject({ id: idOf('opportunities') }),
  mode: 'online',
  capability: 'pipeline.edit',
  needs: ({ id }) => [...toMove({ id }), toRead(Approval, { subjectType: 'opportunities', subjectId: id })],
  andThen: ({ args, rows }) => {
    const unitId = rows.find(Opportunity, { id: args.id })[0]?.unitId;
    return unitId ? [toWrite(InventoryUnit, { id: unitId })] : [];
  },
  on: own,
  run: ({ args, rows, context }) => {
    const row = rows.get(Opportunity, args.id);
    if (row.stage !== 'negotiation') throw new Refusal('stage.forbidden', 'stage', 'Only a deal in negotiation can be won.');
    if (rows.find(Approval, { subjectType: 'opportunities', subjectId: row.id }).some(({ status }) => status === 'pending'))
      throw new Refusal('approval.required', 'id', 'An approval of this deal is still pending.');
    const unit = row.unitId ? rows.get(InventoryUnit, row.unitId) : null;
    if (unit && unit.status !== 'reserved') throw new Refusal('unit.notAvailable', 'unitId', 'The unit must be reserved before the deal is won.');
    return [
      ...moved({ entity: Opportunity, row, field: 'stage', to: 'won' }, context, { closedAt: context.at, probability: 100 }),
      ...(unit ? madeAvailable(unit.id, 'sold', context, { opportunityId: row.id, place: 400 }) : []),
    ];
  },
});

/** Gives a deal up; a unit held for it is free again. */
export const loseOpportunity = command('opportunities.lose', {
  title: 'Lose the opportunity',
  args: z.strictObject({ id: idOf('opportunities'), reasonId: idOf('referenceItems').nullish(), reason }),
  mode: 'offline',
  capability: 'pipeline.edit',
  needs: toMove,
  andThen: ({ args, rows }) => {
    const unitId = rows.find(Opportunity, { id: args.id })[0]?.unitId;
    return unitId ? [toWrite(InventoryUnit, { id: unitId })] : [];
  },
  on: own,
  run: ({ args, rows, context }) => {
    const row = rows.get(Opportunity, args.id);
    const [unit] = row.unitId ? rows.find(InventoryUnit, { id: row.unitId }) : [];
    return [
      ...moved({ entity: Opportunity, row, field: 'stage', to: 'lost', reason: args.reason }, context, { lostReasonId: args.reasonId ?? null, closedAt: context.at }),
      ...(unit && (unit.status === 'held' || unit.status === 'reserved') ? madeAvailable(unit.id, 'available', context, { opportunityId: row.id, place: 400 }) : []),
    ];
  },
});

/** Takes up a lost deal at the stage it left. */
export const reopenOpportunity = command('opportunities.reopen', {
  title: 'Reopen the opportunity',
  args: z.strictObject({ id: idOf('opportunities'), reason }),
  mode: 'offline',
  capability: 'pipeline.edit',
  needs: ({ id }) => [...toMove({ id }), toRead(StageHistory, { subjectType: 'opportunities', subjectId: id })],
  on: own,
  run: ({ args, rows, context }) => {
    const row = rows.get(Opportunity, args.id);
    if (row.stage !== 'lost') throw new Refusal('state.forbidden', 'stage', 'Only a lost deal can be reopened.');
    const left = rows
      .find(StageHistory, { subjectType: 'opportunities', subjectId: row.id })
      .filter(({ toValue }) => toValue === 'lost')
      .toSorted((one, other) => (one.changedAt < other.changedAt ? -1 : 1))
      .at(-1)?.fromValue;
    return moved({ entity: Opportunity, row, field: 'stage', to: left ?? 'lead', reason: args.reason }, context, { closedAt: null, lostReasonId: null });
  },
});

/** Notes what a contact thinks of a development or a unit. */
export const setInterest = command('interests.set', {
  title: 'Note an interest',
  args: z.strictObject({
    contactId: idOf('contacts'),
    projectId: idOf('inventoryProjects').nullish(),
    unitId: idOf('inventoryUnits').nullish(),
    leadId: idOf('leads').nullish(),
    opportunityId: idOf('opportunities').nullish(),
    level: PropertyInterest.fields.level.schema,
    notes: z.string().max(100_000).nullish(),
  }),
  mode: 'offline',
  capability: 'pipeline.edit',
  needs: ({ contactId, leadId, opportunityId }) => [
    toRead(Contact, { id: contactId }),
    toWrite(PropertyInterest, { contactId }),
    ...(leadId ? [toRead(Lead, { id: leadId })] : []),
    ...(opportunityId ? [toRead(Opportunity, { id: opportunityId })] : []),
  ],
  run: ({ args, rows, context }) => {
    rows.get(Contact, args.contactId);
    const [projectId, unitId] = [args.projectId ?? null, args.unitId ?? null];
    if (projectId === null && unitId === null) throw new Refusal('field.invalid', 'projectId', 'Name a development or a unit.');
    const known = rows.find(PropertyInterest, { contactId: args.contactId }).find((row) => row.projectId === projectId && row.unitId === unitId);
    const notes = args.notes === undefined ? {} : { notes: args.notes };
    if (known) return [update(PropertyInterest, known.id, { level: args.level, ...notes })];
    const under = { leadId: args.leadId ?? null, opportunityId: args.opportunityId ?? null };
    return [insert(PropertyInterest, idFrom(context, 0), { contactId: args.contactId, projectId, unitId, ...under, level: args.level, ...notes })];
  },
});

function checkPlace({ projectId, unitId }: { readonly projectId?: Id<'inventoryProjects'> | null; readonly unitId?: Id<'inventoryUnits'> | null }, rows: Rows): void {
  if (projectId) rows.get(InventoryProject, projectId);
  if (!unitId) return;
  const unit = rows.get(InventoryUnit, unitId);
  if (projectId && unit.projectId !== projectId) throw new Refusal('field.invalid', 'unitId', 'The unit is not in that development.');
}
