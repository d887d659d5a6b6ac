import { inSentence } from '#domain/kernel/words.ts';
import type { AnyEntity } from '#domain/kernel/entity.ts';
import { ActionIcon, Button } from '@mantine/core';
import { IconArrowLeft, IconDatabase } from '@tabler/icons-react';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useOnline } from '../bridge/use-online.ts';
import { useKeys } from '../ui/keys.tsx';
import panes from '../ui/panes.module.css';
import { StatePage } from '../ui/state-page.tsx';
import { t, tn } from '../ui/text.ts';
import { NewButton } from './new-button.tsx';
import { OnlineAge, OnlineFailure } from './online-age.tsx';
import { RecordTable } from './record-table.tsx';
import { isNarrowed, onlineSearch, type RecordsFilter } from './records-filter.ts';
import { RecordsFilters } from './records-filters.tsx';
import styles from './records.module.css';

interface Props {
  readonly entity: AnyEntity;
  /** What a module offers to do with all of its records at once. */
  readonly more?: ReactNode;
}

/** The records of an entity that only the hub keeps: read there, with their age. */
export function OnlineScreen({ entity, more }: Props) {
  const navigate = useNavigate();
  const filter: RecordsFilter = useSearch({ from: '/records/$entity' });
  const online = useOnline({ entity: entity.name, search: { limit: '100', ...onlineSearch(entity, filter) } });
  const { rows, hasMore, more: readOn } = online;
  useKeys(entity.plural, [{ key: 'Escape', label: t('keys.back'), run: () => void navigate({ to: '/records' }) }]);
  return (
    <section className={panes['list']} aria-label={entity.plural}>
      <div className={panes['listHead']}>
        <div className={panes['listTitle']}>
          <ActionIcon component={Link} to="/records" aria-label={t('records.title')}>
            <IconArrowLeft size={16} />
          </ActionIcon>
          <h1>{entity.plural}</h1>
          <NewButton entity={entity} />
          <OnlineAge online={online} />
        </div>
        <RecordsFilters entity={entity} filter={filter} setFilter={(patch) => void navigate({ to: '.', search: (now) => ({ ...now, ...patch }), replace: true })} isWide />
        {more}
      </div>
      <div className={panes['scroll']} tabIndex={0} role="region" aria-label={entity.plural}>
        <OnlineFailure online={online} />
        {rows?.length === 0 && (
          <StatePage icon={IconDatabase} title={t('records.none', { what: inSentence(entity.plural) })}>
            {isNarrowed(filter) ? t('records.noneFoundOnHub') : t('records.noneOnHub')}
          </StatePage>
        )}
        {rows && rows.length > 0 && <RecordTable entity={entity} rows={rows} />}
        {hasMore && (
          <div className={styles['moreRows']}>
            <Button variant="default" onClick={readOn}>
              {t('records.moreRows')}
            </Button>
          </div>
        )}
      </div>
      <div className={panes['foot']}>{rows && tn('list.count', rows.length)}</div>
    </section>
  );
}
