import { Case } from '#domain/cases/case.ts';
import { CaseParticipant } from '#domain/cases/case-participant.ts';
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
  needs: ({ kindId, priorityId, categoryId, contactId, assignedTo }) => [
    toRead(CaseKind, { id: kindId }),
    toRead(Priority, { id: priorityId }),
    toRead(CaseCategory, { id: categoryId }),
    ...(contactId ? [toRead(Contact, { id: contactId })] : []),
    ...(assignedTo ? [toRead(Membership, { userId: assignedTo })] : []),
    ...slaNeeds(priorityId),
  ],
  run: ({ args, rows, context }) => {
    if (!rows.get(CaseKind, args.kindId).isActive) throw new Refusal('kind.inactive', 'kindId');
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
  ],
  on: ({ args, rows }) => [rows.get(Case, args.id)],
  run: ({ args, rows }) => {
    if (args.patch.priorityId) rows.get(Priority, args.patch.priorityId);
    if (args.patch.categoryId) rows.get(CaseCategory, args.patch.categoryId);
    if (args.patch.primaryContactId) rows.get(Contact, args.patch.primaryContactId);
    const row = rows.get(Case, args.id);
    const values = edit(Case, row, args.patch, args.base);
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
  run: ({ args, rows, context }) => {
    const row = rows.get(Case, args.id);
    const own = (userId: string | null | undefined) => !userId || userId === context.userId;
    const movesTeam = args.teamId !== undefined && args.teamId !== row.teamId;
    if (context.grants['cases.assign'] === 'own' && !(own(row.assignedTo) && own(args.userId) && !movesTeam))
      throw new Refusal('auth.denied', 'cases.assign', 'You may only take a free case or release your own.');
    const teamId = args.teamId === undefined ? row.teamId : args.teamId;
    if (args.userId) {
      if (!rows.find(Membership, { userId: args.userId })[0]?.isActive) throw new Refusal('member.inactive', 'userId', 'This member is no longer active.');
      if (teamId && !rows.find(TeamMember, { userId: args.userId }).some((member) => member.teamId === teamId))
        throw new Refusal('member.notInTeam', 'userId', 'This member is not in the case’s team.');
    }
    const assignedTo = args.userId === undefined ? row.assignedTo : args.userId;
    const values = edit(Case, row, { assignedTo, teamId }, args.from === undefined ? {} : { assignedTo: args.from });
    return [update(Case, row.id, { ...values, ...(row.status === 'pending' && assignedTo ? { status: 'open' } : {}) }, args.note)];
  },
});
