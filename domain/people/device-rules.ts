import { NumberBlock } from '#domain/cases/number-block.ts';
import { update, type Change } from '#domain/kernel/command.ts';
import type { Context } from '#domain/kernel/context.ts';
import type { Rows } from '#domain/kernel/rows.ts';
import { notify } from '#domain/notifications/notice.ts';
import { Device } from '#domain/people/device.ts';

/** How many devices one member may have at work. */
export const devicesAtMost = 50;

/** A device that is no longer trusted: its replica is wiped at the next contact, and nobody gets the numbers it still had. */
export function revoked({ id, name, status, userId }: Device, rows: Rows, context: Context): readonly Change[] {
  const blocks = rows.find(NumberBlock, { deviceId: id }).filter((block) => block.status === 'active');
  return [
    update(Device, id, { ...(status === 'wiped' ? {} : { status: 'revoked' as const }), wipeRequestedAt: context.at }),
    ...blocks.map((block) => update(NumberBlock, block.id, { status: 'voided' })),
    ...notify({ to: userId, type: 'device.revoked', title: name, subject: { type: 'devices', id } }, context),
  ];
}
