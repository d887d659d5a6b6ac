import { CaseLink } from '#domain/cases/case-link.ts';
import { Case } from '#domain/cases/case.ts';
import { ChecklistItem } from '#domain/cases/checklist-item.ts';
import { Checklist } from '#domain/cases/checklist.ts';
import { assignCase } from '#domain/cases/commands.ts';
import { handOn } from '#domain/cases/hand-on.ts';
import { caseToWrite } from '#domain/cases/rules.ts';
import { command, insert, remove, update } from '#domain/kernel/command.ts';
import { idFrom } from '#domain/kernel/context.ts';
import { Refusal } from '#domain/kernel/failure.ts';
import { idOf } from '#domain/kernel/field.ts';
import { toRead, toWrite, type Rows } from '#domain/kernel/rows.ts';
import { notify } from '#domain/notifications/notice.ts';
import { checkActive, memberNeed } from '#domain/people/rules.ts';
import { moveRecord } from '#domain/pipeline/moves.ts';
import { CaseKind } from '#domain/reference/case-kind.ts';
import { CustomField } from '#domain/reference/custom-field.ts';
import { Workflow } from '#domain/workflow/workflow.ts';
import * as z from 'zod';

const text = (max: number) => z.string().trim().min(1).max(max);
/** How many cases one command may hand on. */
const bulkAtMost = 200;

const own = ({ args, rows }: { readonly args: { readonly id: Case['id'] }; readonly rows: Rows }) => [rows.get(Case, args.id)];

/** Hands many cases to a member or a team. */
export const bulkAssign = command('cases.bulkAssign', {
  title: 'Assign the cases',
  args: z.strictObject({ ids: z.array(idOf('cases')).min(1), userId: idOf('users').nullish(), teamId: idOf('teams').nullish() }),
  mode: 'online',
  capability: 'cases.assign',
  needs: ({ ids, userId, teamId }, context) => ids.slice(0, bulkAtMost).flatMap((id) => assignCase.needs({ id, userId, teamId, note: undefined, from: undefined }, context)),
  on: ({ args, rows, context }) => (context.grants['cases.assign'] === 'own' ? [] : args.ids.slice(0, bulkAtMost).map((id) => rows.get(Case, id))),
  run: ({ args: { ids, ...to }, rows, context }) => {
    if (ids.length > bulkAtMost) throw new Refusal('batch.tooLarge', 'ids', `At most ${bulkAtMost} cases can be assigned at once.`);
    return ids.flatMap((id, place) => handOn({ args: { id, ...to }, rows, context }, place));
  },
});

/** Names who coordinates a case beside its assignee. */
export const setCoordinator = command('cases.setCoordinator', {
  title: 'Set the coordinator',
  args: z.strictObject({ id: idOf('cases'), userId: idOf('users').nullable() }),
  mode: 'offline',
  capability: 'cases.assign',
  needs: ({ id, userId }) => [...caseToWrite({ id }), ...memberNeed(userId)],
  on: own,
  run: ({ args, rows, context }) => {
    const row = rows.get(Case, args.id);
    checkActive(rows, args.userId);
    return [
      update(Case, row.id, { coordinatorId: args.userId }),
      ...notify({ to: args.userId, type: 'caseAssigned', title: row.title, subject: { type: 'cases', id: row.id } }, context),
    ];
  },
});

/** Moves a case along its workflow; a stage may ask for a finished checklist, a step for a right. */
export const changeStage = command('cases.changeStage', {
  title: 'Change the stage',
  args: z.strictObject({ id: idOf('cases'), stage: text(255), reason: text(1000).optional() }),
  mode: 'provisional',
  capability: 'cases.edit',
  needs: ({ id }) => [...caseToWrite({ id }), toRead(Checklist, { caseId: id }), toRead(ChecklistItem, { caseId: id })],
  andThen: ({ args, rows }) => {
    const workflowId = rows.find(Case, { id: args.id })[0]?.workflowId;
    return workflowId ? [toRead(Workflow, { id: workflowId })] : [];
  },
  on: own,
  run: ({ args, rows, context }) => {
    const row = rows.get(Case, args.id);
    const workflow = row.workflowId ? rows.get(Workflow, row.workflowId) : null;
    if (workflow) {
      const step = workflow.transitions.find(({ from, to }) => from === row.stage && to === args.stage);
      const isFirst = row.stage === null && workflow.stages.some(({ key, kind }) => key === args.stage && kind === 'start');
      if (!step && !isFirst) throw new Refusal('stage.forbidden', 'stage', `${workflow.name} has no step from ${row.stage ?? 'the beginning'} to ${args.stage}.`);
      if (step?.capability && !context.grants[step.capability]) throw new Refusal('stage.forbidden', 'stage', 'Your role may not take this step.');
      const left = workflow.stages.find(({ key }) => key === row.stage)?.requiredChecklist;
      const list = left ? rows.find(Checklist, { caseId: row.id }).find(({ title }) => title === left) : null;
      if (left && (!list || rows.find(ChecklistItem, { caseId: row.id }).some((item) => item.checklistId === list.id && item.required && item.doneAt === null)))
        throw new Refusal('checklist.incomplete', 'stage', `The checklist “${left}” is not finished.`);
    }
    if (row.stage === args.stage) return [];
    return [
      update(Case, row.id, { stage: args.stage, stageChangedAt: context.at, stageChangedBy: context.userId }, args.reason),
      moveRecord({ entity: Case, row, field: 'stage', to: args.stage, reason: args.reason }, context),
    ];
  },
});

/** Makes a case one of another kind; its number stays. Values of fields that the new kind does not have are named first. */
export const changeKind = command('cases.changeKind', {
  title: 'Change the kind',
  args: z.strictObject({ id: idOf('cases'), kindId: idOf('caseKinds'), despiteLoss: z.boolean().default(false) }),
  mode: 'online',
  capability: 'cases.edit',
  needs: ({ id, kindId }) => [...caseToWrite({ id }), toRead(CaseKind, { id: kindId }), toRead(CustomField, { entityType: 'cases' })],
  on: own,
  run: ({ args, rows }) => {
    const row = rows.get(Case, args.id);
    const kind = rows.get(CaseKind, args.kindId);
    if (!kind.isActive) throw new Refusal('kind.inactive', 'kindId');
    const known = rows.find(CustomField, { entityType: 'cases' });
    const kept = new Set(known.filter(({ kindCode }) => kindCode === null || kindCode === kind.code).map(({ key }) => key));
    const lost = Object.keys(row.customFields).filter((key) => known.some((field) => field.key === key) && !kept.has(key));
    if (lost.length > 0 && !args.despiteLoss) throw new Refusal('field.lost', lost[0], `The new kind has no ${lost.join(', ')}; the values stay, read-only.`);
    return [update(Case, row.id, { kindId: kind.id })];
  },
});

const linked = z.strictObject({ id: idOf('cases'), toId: idOf('cases'), linkType: CaseLink.fields.linkType.schema });
type Linked = z.output<typeof linked>;
/** A child is stored as its parent's link, so that one pair has one row. */
const stored = ({ id, toId, linkType }: Linked) => (linkType === 'child' ? ({ from: toId, to: id, type: 'parent' } as const) : ({ from: id, to: toId, type: linkType } as const));

/** Ties two cases together; no case is its own parent, however far up. */
export const linkCase = command('cases.link', {
  title: 'Link a case',
  args: linked.extend({ description: z.string().max(100_000).nullish() }),
  mode: 'offline',
  capability: 'cases.link',
  needs: ({ id, toId }) => [
    toRead(Case, { id }),
    toRead(Case, { id: toId }),
    ...[id, toId].flatMap((one) => [toRead(CaseLink, { fromCaseId: one }), toRead(CaseLink, { toCaseId: one })]),
  ],
  andThen: ({ rows }) => rows.known(CaseLink, { linkType: 'parent' }).map((row) => toRead(CaseLink, { toCaseId: String(row['fromCaseId']) })),
  on: own,
  run: ({ args, rows, context }) => {
    const { from, to, type } = stored(args);
    if (from === to) throw new Refusal('link.self', 'toId', 'A case cannot be linked to itself.');
    rows.get(Case, args.id);
    rows.get(Case, args.toId);
    const both = [
      ...rows.find(CaseLink, { fromCaseId: from }).filter((link) => link.toCaseId === to),
      ...rows.find(CaseLink, { fromCaseId: to }).filter((link) => link.toCaseId === from),
    ];
    if (both.some(({ linkType, fromCaseId }) => linkType === type && (type !== 'parent' || fromCaseId === from)))
      throw new Refusal('link.exists', 'toId', 'The cases are linked so already.');
    if (type === 'parent' && isAbove(to, from, rows)) throw new Refusal('link.cycle', 'toId', 'Then each case would be the other’s parent.');
    return [insert(CaseLink, idFrom(context, 0), { fromCaseId: from, toCaseId: to, linkType: type, description: args.description })];
  },
});

/** Unties two cases. */
export const unlinkCase = command('cases.unlink', {
  title: 'Unlink the case',
  args: linked,
  mode: 'offline',
  capability: 'cases.link',
  needs: ({ id, toId }) => [toRead(Case, { id }), toWrite(CaseLink, { fromCaseId: id }), toWrite(CaseLink, { fromCaseId: toId })],
  on: own,
  run: ({ args, rows }) => {
    const { from, to, type } = stored(args);
    const either = [
      ...rows.find(CaseLink, { fromCaseId: from }).filter((link) => link.toCaseId === to),
      ...rows.find(CaseLink, { fromCaseId: to }).filter((link) => link.toCaseId === from && type !== 'parent'),
    ];
    return either.filter(({ linkType }) => linkType === type).map(({ id }) => remove(CaseLink, id));
  },
});

/** Puts a list of things to do on a case. */
export const addChecklist = command('checklists.add', {
  title: 'Add a checklist',
  args: z.strictObject({
    caseId: idOf('cases'),
    title: text(255),
    items: z.array(z.strictObject({ label: text(255), required: z.boolean().default(false) })).max(200),
    checklistId: idOf('checklists').optional(),
  }),
  mode: 'offline',
  capability: 'cases.edit',
  needs: ({ caseId }) => [toRead(Case, { id: caseId }), toRead(Checklist, { caseId }), toRead(ChecklistItem, { caseId })],
  on: ({ args, rows }) => [rows.get(Case, args.caseId)],
  run: ({ args, rows, context }) => {
    const { caseId } = args;
    rows.get(Case, caseId);
    const known = args.checklistId ? rows.get(Checklist, args.checklistId) : null;
    if (known && known.caseId !== caseId) throw new Refusal('row.missing', 'checklistId');
    const checklistId = known?.id ?? idFrom<'checklists'>(context, 0);
    const held = rows.find(ChecklistItem, { caseId }).filter((item) => item.checklistId === checklistId).length;
    return [
      ...(known ? [] : [insert(Checklist, checklistId, { caseId, title: args.title, sortOrder: rows.find(Checklist, { caseId }).length })]),
      ...args.items.map((item, place) => insert(ChecklistItem, idFrom(context, 1 + place), { ...item, caseId, checklistId, sortOrder: held + place })),
    ];
  },
});

/** Ticks a line of a checklist, or takes the tick back. */
export const tickItem = command('checklists.tick', {
  title: 'Tick the item',
  args: z.strictObject({ id: idOf('checklistItems'), caseId: idOf('cases'), isDone: z.boolean().default(true) }),
  mode: 'offline',
  capability: 'cases.edit',
  needs: ({ id, caseId }) => [toRead(Case, { id: caseId }), toWrite(ChecklistItem, { id })],
  on: ({ args, rows }) => [rows.get(Case, args.caseId)],
  run: ({ args, rows, context }) => {
    const item = rows.get(ChecklistItem, args.id);
    if (item.caseId !== args.caseId) throw new Refusal('row.missing', 'id');
    if ((item.doneAt !== null) === args.isDone) return [];
    return [update(ChecklistItem, item.id, args.isDone ? { doneAt: context.at, doneBy: context.userId } : { doneAt: null, doneBy: null })];
  },
});

/** Whether one case is a parent of another, however far up. */
function isAbove(one: string, other: string, rows: Rows, seen = new Set<string>()): boolean {
  if (seen.has(other)) return false;
  seen.add(other);
  const parents = rows.known(CaseLink, { toCaseId: other, linkType: 'parent' }).filter((row) => row['deletedAt'] === null);
  return parents.some((row) => row['fromCaseId'] === one || isAbove(one, String(row['fromCaseId']), rows, seen));
}
