import { Case } from '#domain/cases/case.ts';
import { CaseParticipant } from '#domain/cases/case-participant.ts';
import { handOn } from '#domain/cases/hand-on.ts';
import { caseToWrite, defaultPermissions, editableCaseFields } from '#domain/cases/rules.ts';
import { clockNeeds, retargetClocks, slaNeeds, startClocks } from '#domain/cases/sla.ts';
import { Contact } from '#domain/contacts/contact.ts';
import { command, insert, update } from '#domain/kernel/command.ts';
import { idFrom } from '#domain/kernel/context.ts';
import { Refusal } from '#domain/kernel/failure.ts';
import { idOf } from '#domain/kernel/field.ts';
import { edit } from '#domain/kernel/merge.ts';
import { patchOf } from '#domain/kernel/patch.ts';
import { toRead } from '#domain/kernel/rows.ts';
import { Membership } from '#domain/people/membership.ts';
import { TeamMember } from '#domain/people/team-member.ts';
import { CaseCategory } from '#domain/reference/case-category.ts';
import { CaseKind } from '#domain/reference/case-kind.ts';
import { checkCustomFields, customFieldNeed } from '#domain/reference/custom-values.ts';
import { Priority } from '#domain/reference/priority.ts';
import * as z from 'zod';

const text = (max: number) => z.string().trim().min(1).max(max);
const reason = text(1000).optional();

/** Opens a case, for a contact or without one. Unless told otherwise it is its opener's where they assign only their own, and free in the opener's team where they hand out work. */
export const openCase = command('cases.open', {
  title: 'Open a case',
  args: z.strictObject({
    kindId: idOf('caseKinds'),
    title: text(200),
    description: z.string().max(100_000).nullish(),
    priorityId: idOf('priorities'),
    categoryId: idOf('caseCategories'),
    contactId: idOf('contacts').nullish(),
    teamId: idOf('teams').nullish(),
    assignedTo: idOf('users').nullish(),
    dueAt: Case.fields.dueAt.schema.nullish(),
    openedAt: Case.fields.openedAt.schema.nullish(),
    tags: Case.fields.tags.schema.optional(),
    customFields: Case.fields.customFields.schema.optional(),
    sourceSystem: Case.fields.sourceSystem.schema.nullish(),
  }),
  mode: 'provisional',
  draws: 'caseNumber',
  capability: 'cases.open',
  needs: ({ kindId, priorityId, categoryId, contactId, assignedTo, customFields }) => [
    toRead(CaseKind, { id: kindId }),
    ...customFieldNeed('cases', customFields),
    toRead(Priority, { id: priorityId }),
    toRead(CaseCategory, { id: categoryId }),
    ...(contactId ? [toRead(Contact, { id: contactId })] : []),
    ...(assignedTo ? [toRead(Membership, { userId: assignedTo })] : []),
    ...slaNeeds(priorityId),
  ],
  run: ({ args, rows, context }) => {
    const kind = rows.get(CaseKind, args.kindId);
    if (!kind.isActive) throw new Refusal('kind.inactive', 'kindId');
    checkCustomFields(rows, 'cases', args.customFields, kind.code);
    if (!rows.get(CaseCategory, args.categoryId).isActive) throw new Refusal('category.inactive', 'categoryId');
    rows.get(Priority, args.priorityId);
    if (args.contactId) rows.get(Contact, args.contactId);
    if (args.assignedTo && !rows.find(Membership, { userId: args.assignedTo })[0]?.isActive) throw new Refusal('member.inactive', 'assignedTo');
    const id = idFrom<'cases'>(context, 0);
    const teamId = args.teamId ?? (args.assignedTo ? null : (context.teamIds[0] ?? null));
    const isOpeners = !teamId || (!args.teamId && context.grants['cases.assign'] === 'own');
    const opened = insert(Case, id, {
      caseNumber: context.drawn.caseNumber ?? null,
      provisionalNumber: context.drawn.provisionalNumber ?? null,
      kindId: args.kindId,
      title: args.title,
      description: args.description ?? null,
      priorityId: args.priorityId,
      categoryId: args.categoryId,
      teamId,
      assignedTo: args.assignedTo ?? (isOpeners ? context.userId : null),
      primaryContactId: args.contactId ?? null,
      openedAt: args.openedAt ?? context.at,
      dueAt: args.dueAt ?? null,
      sourceSystem: args.sourceSystem ?? null,
      ...(args.tags ? { tags: args.tags } : {}),
      ...(args.customFields ? { customFields: args.customFields } : {}),
    });
    const clocks = startClocks({ id, kindId: args.kindId, priorityId: args.priorityId, teamId }, args.openedAt ?? context.at, rows, context);
    if (!args.contactId) return [opened, ...clocks];
    const client = insert(CaseParticipant, idFrom(context, 1), {
      caseId: id,
      contactId: args.contactId,
      role: 'client',
      permissions: defaultPermissions('client'),
      assignedBy: context.userId,
      assignedAt: context.at,
    });
    return [opened, client, ...clocks];
  },
});

/** Changes fields of a case; `base` holds the values the editor saw. */
export const updateCase = command('cases.update', {
  title: 'Edit the case',
  args: z.strictObject({ id: idOf('cases'), patch: patchOf(Case, editableCaseFields), base: patchOf(Case, editableCaseFields) }),
  mode: 'offline',
  capability: 'cases.edit',
  needs: (args) => [
    ...caseToWrite(args),
    ...(args.patch.priorityId ? [...clockNeeds(args.id), toRead(Priority, { id: args.patch.priorityId })] : []),
    ...(args.patch.categoryId ? [toRead(CaseCategory, { id: args.patch.categoryId })] : []),
    ...(args.patch.primaryContactId ? [toRead(Contact, { id: args.patch.primaryContactId })] : []),
    ...customFieldNeed('cases', args.patch.customFields),
  ],
  andThen: ({ args, rows }) => (args.patch.customFields ? rows.find(Case, { id: args.id }).map(({ kindId }) => toRead(CaseKind, { id: kindId })) : []),
  on: ({ args, rows }) => [rows.get(Case, args.id)],
  run: ({ args, rows }) => {
    if (args.patch.priorityId) rows.get(Priority, args.patch.priorityId);
    if (args.patch.categoryId) rows.get(CaseCategory, args.patch.categoryId);
    if (args.patch.primaryContactId) rows.get(Contact, args.patch.primaryContactId);
    const row = rows.get(Case, args.id);
    const values = edit(Case, row, args.patch, args.base);
    if (args.patch.customFields) checkCustomFields(rows, 'cases', values['customFields'] as Case['customFields'], rows.get(CaseKind, row.kindId).code);
    const { priorityId = row.priorityId } = values as Partial<Pick<Case, 'priorityId'>>;
    return [update(Case, row.id, values), ...(priorityId === row.priorityId ? [] : retargetClocks({ ...row, priorityId }, rows))];
  },
});

/** Hands a case to a member, to a team, or back to nobody; `from` is the assignee the person saw. */
export const assignCase = command('cases.assign', {
  title: 'Assign the case',
  args: z.strictObject({ id: idOf('cases'), userId: idOf('users').nullish(), teamId: idOf('teams').nullish(), note: reason, from: idOf('users').nullish() }),
  mode: 'offline',
  capability: 'cases.assign',
  needs: ({ id, userId }) => [...caseToWrite({ id }), ...(userId ? [toRead(Membership, { userId }), toRead(TeamMember, { userId })] : [])],
  // Whoever may assign only their own cases may take a free one, which is checked below.
  on: ({ args, rows, context }) => (context.grants['cases.assign'] === 'own' ? [] : [rows.get(Case, args.id)]),
  run: (input) => handOn(input),
});
