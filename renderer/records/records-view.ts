import type { AnyEntity } from '#domain/kernel/entity.ts';
import type { Condition } from '#domain/kernel/schemas.ts';
import { momentOf, ordersOf, type RecordsFilter } from './records-filter.ts';
import type { ViewDefinition, ViewForm } from './saved-views.tsx';

/** The views of a list that is made from its declaration. */
export const recordsView = (entity: AnyEntity): ViewForm<RecordsFilter> => ({ definitionOf: (filter) => definitionOf(entity, filter), filterOf, none });

const none: RecordsFilter = { where: undefined, text: undefined, since: undefined, sort: undefined, descending: undefined, deleted: undefined };

/** A filter as it is stored; what a list shows by words is a condition on its title. */
function definitionOf(entity: AnyEntity, { where = {}, text, sort, descending, deleted, since }: RecordsFilter): ViewDefinition {
  const moment = momentOf(entity);
  const all: readonly Condition[] = [
    ...Object.entries(where)
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([field, value]) => ({ field, op: 'eq' as const, value })),
    ...(text ? [{ field: entity.title, op: 'contains' as const, value: text }] : []),
    ...(since && moment ? [{ field: moment, op: 'gt' as const, value: since }] : []),
    ...(deleted ? [{ field: 'deletedAt', op: 'ne' as const, value: null }] : []),
  ];
  const by = sort && ordersOf(entity).includes(sort) ? sort : null;
  const direction = (descending ?? by === 'id') ? ('desc' as const) : ('asc' as const);
  return { columns: [...entity.columns], ...(all.length > 0 ? { filter: { all } } : {}), sort: by ? [{ field: by, direction }] : [] };
}

/** A stored filter as a list takes it; conditions that a list cannot show are left out. */
function filterOf({ filter, sort: [order] }: ViewDefinition): RecordsFilter {
  const all = filter?.all ?? [];
  const equal = all.flatMap(({ field, op, value }) => (field && op === 'eq' && (typeof value === 'string' || typeof value === 'boolean') ? [[field, value] as const] : []));
  const words = all.find(({ op }) => op === 'contains')?.value;
  const since = all.find(({ op }) => op === 'gt')?.value;
  return {
    ...(equal.length > 0 ? { where: Object.fromEntries(equal) } : {}),
    ...(typeof words === 'string' ? { text: words } : {}),
    ...(typeof since === 'string' ? { since } : {}),
    ...(all.some(({ field, op }) => field === 'deletedAt' && op === 'ne') ? { deleted: true } : {}),
    ...(order ? { sort: order.field, descending: order.direction === 'desc' } : {}),
  };
}
