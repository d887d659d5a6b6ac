import { isCapability } from '#domain/kernel/capability.ts';
import { command, update } from '#domain/kernel/command.ts';
import { Refusal } from '#domain/kernel/failure.ts';
import { idOf } from '#domain/kernel/field.ts';
import { toRead, toWrite } from '#domain/kernel/rows.ts';
import { notify } from '#domain/notifications/notice.ts';
import { Membership } from '#domain/people/membership.ts';
import { Approval } from '#domain/workflow/approval.ts';
import * as z from 'zod';

/** Says yes or no to what was asked of one; whoever asked is told, where they are a member. */
export const decideApproval = command('approvals.decide', {
  title: 'Decide',
  args: z.strictObject({ id: idOf('approvals'), decision: z.enum(['approved', 'rejected']), comment: z.string().trim().max(1000).optional() }),
  mode: 'provisional',
  capability: 'approvals.decide',
  needs: ({ id }) => [toWrite(Approval, { id })],
  andThen: ({ args, rows }) => rows.find(Approval, { id: args.id }).flatMap(({ createdBy }) => (createdBy ? [toRead(Membership, { userId: createdBy })] : [])),
  on: ({ args, rows }) => [rows.get(Approval, args.id)],
  run: ({ args, rows, context }) => {
    const row = rows.get(Approval, args.id);
    const isHeld = isCapability(row.requiredCapability) && context.grants[row.requiredCapability] !== undefined;
    if ((row.approverId !== null && row.approverId !== context.userId) || !isHeld) throw new Refusal('approval.notYours', 'id', 'Somebody else was asked to decide this.');
    if (row.status !== 'pending' || (row.dueAt !== null && row.dueAt < context.at)) throw new Refusal('approval.closed', 'id', 'This was decided already, or is over.');
    // What was asked stays the last line: it says what the yes is worth.
    const comment = args.comment ? [args.comment, row.comment].filter(Boolean).join('\n') : row.comment;
    const asked = row.createdBy !== null && rows.find(Membership, { userId: row.createdBy })[0]?.isActive ? row.createdBy : null;
    return [
      update(Approval, row.id, { status: args.decision, decidedAt: context.at, comment }),
      ...notify(
        {
          to: asked,
          type: 'approvalDecided',
          title: args.decision === 'approved' ? 'Approved' : 'Rejected',
          message: args.comment ?? '',
          subject: { type: 'approvals', id: row.id },
        },
        context,
      ),
    ];
  },
});
