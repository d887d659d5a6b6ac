import type { CommandArgs } from '#domain/bridge.ts';
import type { AnyEntity } from '#domain/kernel/entity.ts';
import { SavedView } from '#domain/search/saved-view.ts';
import { Button, Menu } from '@mantine/core';
import { IconBookmark, IconBookmarkFilled, IconPlus, IconUsers } from '@tabler/icons-react';
import { useRouter } from '@tanstack/react-router';
import { useHolds, useSession } from '../bridge/session.tsx';
import { useQuery } from '../bridge/use-query.ts';
import { t } from '../ui/text.ts';
import { useOpenDialog } from './dialogs.tsx';

/** A filter as it is stored under a name. */
export type ViewDefinition = (typeof SavedView.fields.definition.schema)['_output'];

/** How the filter of a list becomes a view, and a view the filter again; `none` is the filter that shows all. */
export interface ViewForm<Filter> {
  readonly definitionOf: (filter: Filter) => ViewDefinition;
  readonly filterOf: (definition: ViewDefinition) => Filter;
  readonly none: Filter;
}

interface Props<Filter> {
  readonly entity: AnyEntity;
  readonly form: ViewForm<Filter>;
  readonly filter: Filter;
  readonly setFilter: (patch: Filter) => void;
}

/** The filters and orders of a list that somebody gave a name: one's own, and those a colleague shares. */
export function SavedViews<Filter>({ entity, form: { definitionOf, filterOf, none }, filter, setFilter }: Props<Filter>) {
  const { userId } = useSession();
  const { history } = useRouter();
  const open = useOpenDialog();
  const holds = useHolds();
  const rows = useQuery('records.list', { entity: 'savedViews', where: { entityType: entity.name }, limit: 100 }).data?.rows ?? [];
  const views = rows.flatMap(({ id, name, ownerId, sharedTeamId, definition }) => {
    const parsed = SavedView.fields.definition.schema.safeParse(definition);
    return parsed.success ? [{ id, name: String(name), isOwn: ownerId === userId, teamId: sharedTeamId, filter: filterOf(parsed.data) }] : [];
  });
  const shown = JSON.stringify(definitionOf(filter));
  const current = views.find((view) => JSON.stringify(definitionOf(view.filter)) === shown);
  const save = () =>
    open({
      command: 'savedViews.save',
      about: entity.name,
      questions: [{ name: 'name', field: SavedView.fields.name, label: t('column.name'), isRequired: true }],
      initial: { name: current?.isOwn ? current.name : '' },
      argsOf: ({ name }) => ({ name: String(name), entityType: entity.name, definition: definitionOf(filter) }),
    });
  const share = ({ id, teamId }: (typeof views)[number]) =>
    open({
      command: 'savedViews.share',
      about: id,
      questions: [{ name: 'teamId', field: SavedView.fields.sharedTeamId, label: t('views.team') }],
      initial: { teamId },
      argsOf: (answers) => ({ id, teamId: answers['teamId'] ?? null }) as CommandArgs<'savedViews.share'>,
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
          <Menu.Item key={view.id} aria-current={view.id === current?.id || undefined} onClick={() => setFilter({ ...none, ...view.filter })}>
            {view.isOwn ? view.name : t('views.shared', { name: view.name })}
          </Menu.Item>
        ))}
        {views.length > 0 && <Menu.Divider />}
        <Menu.Item leftSection={<IconPlus size={14} />} onClick={save}>
          {t('views.save')}
        </Menu.Item>
        {current?.isOwn && holds('savedViews.share') === null && (
          <Menu.Item leftSection={<IconUsers size={14} />} onClick={() => share(current)}>
            {t('views.share')}
          </Menu.Item>
        )}
        <Menu.Item onClick={() => setFilter(none)}>{t('views.none')}</Menu.Item>
        <Menu.Item onClick={() => history.push('/records/savedViews')}>{t('views.manage')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
