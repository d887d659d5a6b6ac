import type { AnyEntity } from '#domain/kernel/entity.ts';
import type { Condition } from '#domain/kernel/schemas.ts';
import { SavedView } from '#domain/search/saved-view.ts';
import { Button, Menu } from '@mantine/core';
import { IconBookmark, IconBookmarkFilled, IconPlus } from '@tabler/icons-react';
import { useRouter } from '@tanstack/react-router';
import { useSession } from '../bridge/session.tsx';
import { useQuery } from '../bridge/use-query.ts';
import { t } from '../ui/text.ts';
import { useOpenDialog } from './dialogs.tsx';
import { momentOf, ordersOf, type RecordsFilter } from './records-filter.ts';

type Definition = (typeof SavedView.fields.definition.schema)['_output'];

interface Props {
  readonly entity: AnyEntity;
  readonly filter: RecordsFilter;
  readonly setFilter: (patch: RecordsFilter) => void;
}

/** The filters and orders of a list that somebody gave a name: one's own, and those a colleague shares. */
export function SavedViews({ entity, filter, setFilter }: Props) {
  const { userId } = useSession();
  const { history } = useRouter();
  const open = useOpenDialog();
  const rows = useQuery('records.list', { entity: 'savedViews', where: { entityType: entity.name }, limit: 100 }).data?.rows ?? [];
  const views = rows.flatMap(({ id, name, ownerId, definition }) => {
    const parsed = SavedView.fields.definition.schema.safeParse(definition);
    return parsed.success ? [{ id, name: String(name), isOwn: ownerId === userId, filter: filterOf(parsed.data) }] : [];
  });
  const shown = JSON.stringify(definitionOf(entity, filter));
  const current = views.find((view) => JSON.stringify(definitionOf(entity, view.filter)) === shown);
  const save = () =>
    open({
      command: 'savedViews.save',
      about: entity.name,
      questions: [{ name: 'name', field: SavedView.fields.name, label: t('column.name'), isRequired: true }],
      initial: { name: current?.isOwn ? current.name : '' },
      argsOf: ({ name }) => ({ name: String(name), entityType: entity.name, definition: definitionOf(entity, filter) }),
    });
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button size="compact-sm" variant="default" leftSection={current ? <IconBookmarkFilled size={14} /> : <IconBookmark size={14} />}>
          {current?.name ?? t('views.title')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {views.map((view) => (
          <Menu.Item key={view.id} aria-current={view.id === current?.id || undefined} onClick={() => setFilter({ ...noFilter, ...view.filter })}>
            {view.isOwn ? view.name : t('views.shared', { name: view.name })}
          </Menu.Item>
        ))}
        {views.length > 0 && <Menu.Divider />}
        <Menu.Item leftSection={<IconPlus size={14} />} onClick={save}>
          {t('views.save')}
        </Menu.Item>
        <Menu.Item onClick={() => setFilter(noFilter)}>{t('views.none')}</Menu.Item>
        <Menu.Item onClick={() => history.push('/records/savedViews')}>{t('views.manage')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

const noFilter: RecordsFilter = { where: undefined, text: undefined, since: undefined, sort: undefined, descending: undefined, deleted: undefined };

/** A filter as it is stored; what a list shows by words is a condition on its title. */
function definitionOf(entity: AnyEntity, { where = {}, text, sort, descending, deleted, since }: RecordsFilter): Definition {
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
function filterOf({ filter, sort: [order] }: Definition): RecordsFilter {
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
