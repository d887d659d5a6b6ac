import { Refusal } from '#domain/kernel/failure.ts';
import type { Rows } from '#domain/kernel/rows.ts';
import { toRead, type Need } from '#domain/kernel/rows.ts';
import { Membership } from '#domain/people/membership.ts';

/** Asks for a member who is about to be named in a row. */
export const memberNeed = (userId: string | null | undefined): readonly Need[] => (userId ? [toRead(Membership, { userId })] : []);

/** Refuses to name somebody who is no longer active. */
export function checkActive(rows: Rows, userId: string | null | undefined, field = 'userId'): void {
  if (userId && !rows.find(Membership, { userId })[0]?.isActive) throw new Refusal('member.inactive', field, 'This member is no longer active.');
}
