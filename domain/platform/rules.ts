import type { AnyEntity, Retention } from '#domain/kernel/entity.ts';
import type { RetentionPolicy } from '#domain/platform/retention-policy.ts';

/** Whether rows are never purged by their age: those that are in use for good, the chain of the audit, and what others are named by. */
export const keptForGood = ({ fields, key, retention = 'always' }: AnyEntity): boolean => retention === 'always' || 'prevHash' in fields || key !== undefined;

/** Months after which rows leave desks and after which they are gone; null is never. `as` names the parent whose way they go. */
export interface Windows {
  readonly archive: number | null;
  readonly purge: number | null;
  /** The moment from which months count; the last change where none is named. */
  readonly after: string | null;
  readonly as: string | null;
}

/** What a tenant's policy, or else the declaration, says of the rows of an entity. What no desk ever holds has nowhere to leave but for good. */
export function windowsOf(entity: AnyEntity, policy?: Pick<RetentionPolicy, 'archiveMonths' | 'hotMonths' | 'isActive' | 'purgeMonths'>): Windows {
  const { retention = 'always', visibility } = entity;
  const told = policy?.isActive ? policy : null;
  const declared = monthsOf(retention);
  const archive = told?.hotMonths ?? told?.archiveMonths ?? declared;
  const purge = told?.purgeMonths ?? (visibility.kind === 'server' && !told ? declared : null);
  return {
    archive: visibility.kind === 'server' ? null : archive,
    purge: keptForGood(entity) ? null : purge,
    after: typeof retention === 'object' && 'after' in retention ? (retention.after ?? null) : null,
    as: typeof retention === 'object' && 'as' in retention && archive === null ? retention.as : null,
  };
}

const monthsOf = (retention: Retention): number | null => (typeof retention === 'object' && 'months' in retention ? retention.months : null);
