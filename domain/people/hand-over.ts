import { command, update } from '#domain/kernel/command.ts';
import type { AnyEntity } from '#domain/kernel/entity.ts';
import { Refusal } from '#domain/kernel/failure.ts';
import { idOf } from '#domain/kernel/field.ts';
import { toRead, toWrite, type Need } from '#domain/kernel/rows.ts';
import { archivedAtMost, type Registry } from '#domain/kernel/standard.ts';
import { notify } from '#domain/notifications/notice.ts';
import { Device } from '#domain/people/device.ts';
import { revoked } from '#domain/people/device-rules.ts';
import { Membership } from '#domain/people/membership.ts';
import { checkRank, ownRankNeeds, rankOf, rolesOf } from '#domain/people/rank.ts';
import { Role } from '#domain/people/role.ts';
import { checkActive, memberNeed } from '#domain/people/rules.ts';
import { Tenant } from '#domain/people/tenant.ts';
import { NumberBlock } from '#domain/cases/number-block.ts';
import * as z from 'zod';

/** The field by which work is somebody's, and the states in which there is nothing left to do. */
const assignee = 'assignedTo';
const finished: ReadonlySet<string> = new Set(['archived', 'cancelled', 'closed', 'completed', 'converted', 'disqualified', 'expired', 'lost', 'won']);

interface Work {
  readonly entity: AnyEntity;
  readonly field: string;
  readonly open: readonly string[];
}

/** Every kind of work that members hold, with the states in which it is still open. */
const workIn = ({ dependentsOf }: Registry): readonly Work[] =>
  dependentsOf('users').flatMap(({ entity, field }) => {
    const [[key, states] = []] = Object.entries(entity.transitions ?? {});
    if (field !== assignee || !key || !states) return [];
    return [{ entity, field: key, open: Object.keys(states).filter((state) => state !== 'initial' && !finished.has(state)) }];
  });

/** Ends a membership: open work goes to somebody else, or back to its team, and the member's devices are wiped. */
export const deactivateMember = (registry: Registry) => {
  const needsOf = (userId: string): readonly Need[] =>
    workIn(registry).flatMap(({ entity, field, open }) => open.map((state) => ({ ...toWrite(entity, { [assignee]: userId, [field]: state }), atMost: archivedAtMost + 1 })));
  return command('members.deactivate', {
    title: 'Deactivate a member',
    args: z.strictObject({ userId: idOf('users'), handOverTo: idOf('users').optional() }),
    mode: 'online',
    capability: 'people.manage',
    needs: ({ userId, handOverTo }, context) => [
      toWrite(Membership, { userId }),
      ...ownRankNeeds(context),
      ...memberNeed(handOverTo),
      toRead(Tenant, { id: context.tenantId }),
      toWrite(Device, { userId }),
      ...needsOf(userId),
    ],
    andThen: ({ args, rows, context }) => [
      ...rolesOf(rows, context.userId, args.userId),
      ...rows.find(Membership, { userId: args.userId }).map(({ roleId }) => toRead(Membership, { roleId })),
      ...rows.find(Device, { userId: args.userId }).map(({ id }) => toWrite(NumberBlock, { deviceId: id })),
    ],
    run: ({ args: { userId, handOverTo }, rows, context }) => {
      const [member] = rows.find(Membership, { userId });
      if (!member) throw new Refusal('row.missing', 'userId');
      if (userId === handOverTo) throw new Refusal('field.invalid', 'handOverTo', 'handOverTo: it must be somebody else.');
      checkActive(rows, handOverTo, 'handOverTo');
      const rank = rankOf(rows, userId);
      checkRank(rows, context, rank, 'userId');
      const peers = rows.find(Membership, { roleId: member.roleId }).filter((each) => each.isActive && each.userId !== userId);
      const isLastOwner = rows.get(Tenant, context.tenantId).ownerId === userId || (rows.get(Role, member.roleId).name === 'owner' && peers.length === 0);
      if (isLastOwner) throw new Refusal('member.lastOwner', 'userId', 'Hand the ownership over first.');
      const work = workIn(registry).flatMap(({ entity, field, open }) =>
        open.flatMap((state) => rows.known(entity, { [assignee]: userId, [field]: state }).flatMap((row) => (row['deletedAt'] === null ? [{ entity, id: row.id as never }] : []))),
      );
      if (work.length > archivedAtMost) throw new Refusal('row.inUse', 'userId', `More than ${archivedAtMost} open records are with this member; hand some of them over first.`);
      return [
        update(Membership, member.id, { isActive: false }),
        ...work.map(({ entity, id }) => update(entity, id, { [assignee]: handOverTo ?? null })),
        ...rows
          .find(Device, { userId })
          .filter(({ status }) => status === 'active' || status === 'locked')
          .flatMap((device) => revoked(device, rows, context).filter(({ entity }) => entity.name !== 'notifications')),
        ...(work.length > 0
          ? notify({ to: handOverTo, type: 'work.handedOver', title: `${member.displayName}: ${work.length}`, subject: { type: 'memberships', id: member.id } }, context)
          : []),
      ];
    },
  });
};
