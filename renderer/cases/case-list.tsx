import type { CaseListRow } from '#domain/cases/queries.ts';
import { Button } from '@mantine/core';
import { IconClockCheck, IconFilterOff, IconInbox, IconPlus } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useHolds, useSession } from '../bridge/session.tsx';
import { usePages } from '../bridge/use-pages.ts';
import { ListFoot } from '../records/list-foot.tsx';
import { Waiting } from '../records/waiting.tsx';
import { ListFailure } from '../records/list-failure.tsx';
import { ActionButton } from '../ui/action-button.tsx';
import panes from '../ui/panes.module.css';
import { StatePage } from '../ui/state-page.tsx';
import { t } from '../ui/text.ts';
import { useRowHeight } from '../ui/use-row-height.ts';
import { VirtualList } from '../ui/virtual-list.tsx';
import { CaseFilters } from './case-filters.tsx';
import { listArgs, type CaseFilter } from './case-filter.ts';
import { CaseListHead, CaseLine, CaseCard } from './case-line.tsx';

interface Props {
  readonly filter: CaseFilter;
  readonly setFilter: (patch: Partial<CaseFilter>) => void;
  readonly openId: string | null;
  /** The list has the screen to itself, and shows a column for each field. */
  readonly isWide: boolean;
  readonly onOpen: (row: CaseListRow) => void;
}

/** The cases that a filter finds, as a table or beside the open case as cards. */
export function CaseList({ filter, setFilter, openId, isWide, onOpen }: Props) {
  const session = useSession();
  const navigate = useNavigate();
  const holds = useHolds();
  const args = listArgs(filter, session.userId);
  const { rows, isLoading, hasMore, failure, more } = usePages('cases.list', args);
  const rowHeight = useRowHeight(isWide);
  const isFiltered = Boolean(filter.text ?? filter.who ?? filter.userId ?? filter.teamId ?? filter.status);
  const clear = () => setFilter({ text: undefined, who: undefined, userId: undefined, teamId: undefined, status: undefined });
  const create = () => void navigate({ to: '/cases/new', search: filter });
  return (
    <section className={panes['list']} aria-label={t('cases.title')}>
      <div className={panes['listHead']}>
        <div className={panes['listTitle']}>
          <h1>{t('cases.title')}</h1>
          {isWide && (
            <Button variant="default" leftSection={<IconClockCheck size={14} />} onClick={() => void navigate({ to: '/targets' })}>
              {t('work.sla')}
            </Button>
          )}
          <ActionButton variant="filled" leftSection={<IconPlus size={14} />} reason={holds('cases.open')?.message ?? null} shortcut="N" onClick={create}>
            {t('cases.new')}
          </ActionButton>
        </div>
        <CaseFilters filter={filter} setFilter={setFilter} isWide={isWide} />
      </div>
      {isWide && rows.length > 0 && (
        <CaseListHead sort={args.sort ?? 'openedAt'} descending={args.descending ?? true} onSort={(sort, descending) => setFilter({ sort, descending })} />
      )}
      <ListFailure failure={failure} hasRows={rows.length > 0} />
      {rows.length > 0 && (
        <VirtualList label={t('cases.title')} rows={rows} rowHeight={rowHeight} openId={openId} onOpen={onOpen} onEnd={more} hasFocus={isWide}>
          {(row) => (isWide ? <CaseLine row={row} sort={args.sort ?? 'openedAt'} /> : <CaseCard row={row} />)}
        </VirtualList>
      )}
      {rows.length === 0 && isLoading && !failure && <Waiting />}
      {rows.length === 0 && !isLoading && !failure && (
        <StatePage
          icon={isFiltered ? IconFilterOff : IconInbox}
          title={isFiltered ? t('cases.noneFound') : t('cases.none')}
          action={
            isFiltered ? (
              <Button variant="default" onClick={clear}>
                {t('cases.clearFilter')}
              </Button>
            ) : null
          }
        >
          {isFiltered ? t('cases.noneFoundBody') : t('cases.noneBody')}
        </StatePage>
      )}
      <ListFoot count={rows.length} hasMore={hasMore} />
    </section>
  );
}
