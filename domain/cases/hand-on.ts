import { Case } from '#domain/cases/case.ts';
import { update, type Change } from '#domain/kernel/command.ts';
import type { Context } from '#domain/kernel/context.ts';
import { Refusal } from '#domain/kernel/failure.ts';
import { edit } from '#domain/kernel/merge.ts';
import type { Id } from '#domain/kernel/names.ts';
import type { Rows } from '#domain/kernel/rows.ts';
import { notify } from '#domain/notifications/notice.ts';
import { Membership } from '#domain/people/membership.ts';
import { TeamMember } from '#domain/people/team-member.ts';

type HandOver = { readonly id: Case['id']; readonly userId?: Id<'users'> | null | undefined; readonly teamId?: Id<'teams'> | null | undefined } & {
  readonly note?: string | undefined;
  readonly from?: Id<'users'> | null | undefined;
};

/** Hands one case on, and tells who has it now and who had it; `place` tells apart the cases of one command. */
export function handOn({ args, rows, context }: { readonly args: HandOver; readonly rows: Rows; readonly context: Context }, place = 0): readonly Change[] {
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
  const told = assignedTo === row.assignedTo ? [] : [assignedTo, row.assignedTo];
  return [
    update(Case, row.id, { ...values, ...(row.status === 'pending' && assignedTo ? { status: 'open' } : {}) }, args.note),
    ...told.flatMap((to, n) =>
      notify({ to, type: 'caseAssigned', title: row.title, message: args.note ?? '', subject: { type: 'cases', id: row.id }, place: 2 * place + n }, context),
    ),
  ];
}
