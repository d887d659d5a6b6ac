import type { ActCode } from '#domain/acts.ts';
import type { AnyEntity } from '#domain/kernel/entity.ts';
import type { EntityName } from '#domain/kernel/names.ts';
import { entityOf } from '#domain/registry.ts';
import { auditWrites, type Act, type Subject } from '../audit/record.ts';
import { newId } from '../db/new-id.ts';
import type { Transaction } from '../db/transaction.ts';
import type { Call } from './operation.ts';

type Who = Pick<Call, 'caller' | 'origin'>;

/** A look as the audit has it: it is its own command, for nothing else names it. */
function actOf({ caller, origin }: Who, now: number): Act {
  return { ...caller, ...origin, commandId: newId(now), at: new Date(now).toISOString() };
}

/** Whether rows of a kind are shown to few: what is held back from most of a tenant, or lies beside secrets. */
const isRestricted = ({ fields, visibility }: AnyEntity): boolean =>
  visibility.kind === 'restricted' || visibility.kind === 'server' || Object.values(fields).some(({ sensitivity }) => sensitivity === 'secret');

/** Records a look at rows that few may see. */
export async function auditLook(tx: Transaction, entity: AnyEntity, who: Who, now: number): Promise<void> {
  if (!isRestricted(entity)) return;
  await auditWrites(tx, `${entity.name}.read` satisfies ActCode, actOf(who, now), [], new Date(now).toISOString());
}

/** Records a look at many kinds of rows at once: always where it is about one record, else where it showed what few may see. */
export async function auditView(tx: Transaction, action: ActCode, shown: readonly EntityName[], who: Who, now: number, about?: Subject): Promise<void> {
  const restricted = [...new Set(shown)].filter((name) => isRestricted(entityOf[name]));
  if (!about && restricted.length === 0) return;
  await auditWrites(tx, action, actOf(who, now), [], new Date(now).toISOString(), about, restricted.length > 0 ? { restricted } : null);
}
