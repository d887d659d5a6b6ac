import { inSentence } from '#domain/kernel/words.ts';
import { labelOf, type Field } from '#domain/kernel/field.ts';
import { syncOf, type AnyEntity, type AnyRow } from '#domain/kernel/entity.ts';
import { viewScope } from '#domain/kernel/permission.ts';
import type { EntityName } from '#domain/kernel/names.ts';
import type { Recorded } from '#domain/records/page.ts';
import { entityOf } from '#domain/registry.ts';
import { IconArrowLeft, IconDatabase, IconLock } from '@tabler/icons-react';
import { ActionIcon } from '@mantine/core';
import { Link, Outlet, useLocation, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useSession } from '../bridge/session.tsx';
import { usePages } from '../bridge/use-pages.ts';
import { useKeys } from '../ui/keys.tsx';
import panes from '../ui/panes.module.css';
import { Stamp } from '../ui/stamp.tsx';
import { StatePage } from '../ui/state-page.tsx';
import { t } from '../ui/text.ts';
import { useRowHeight } from '../ui/use-row-height.ts';
import { VirtualList } from '../ui/virtual-list.tsx';
import { FieldValue } from './field-value.tsx';
import { ListFoot } from './list-foot.tsx';
import { Waiting } from './waiting.tsx';
import { ListFailure } from './list-failure.tsx';
import { OnlineScreen } from './online-screen.tsx';
import { NewButton } from './new-button.tsx';
import { isNarrowed, listArgs, type RecordsFilter } from './records-filter.ts';
import { RecordsFilters } from './records-filters.tsx';
import styles from './records.module.css';

/** The records of any entity: the list from its declaration, and beside it the one that is open; `more` is what a module offers to do with all of its records. */
export function RecordsScreen({ more }: { readonly more?: (entity: AnyEntity) => ReactNode }) {
  const params = useParams({ strict: false });
  const isNew = useLocation({ select: ({ pathname }) => pathname.endsWith('/new') });
  const { grants } = useSession();
  const entity = params.entity && params.entity in entityOf ? entityOf[params.entity as EntityName] : null;
  if (!entity || viewScope(entity, grants) === undefined)
    return (
      <div className={panes['list']}>
        <StatePage isPage icon={IconLock} title={t('records.notHere')}>
          {t('records.notHereBody')}
        </StatePage>
      </div>
    );
  if (syncOf(entity) === 'never') return params.id || isNew ? <Outlet /> : <OnlineScreen key={entity.name} entity={entity} more={more?.(entity)} />;
  return <List key={entity.name} entity={entity} openId={params.id ?? null} isNew={isNew} more={more?.(entity)} />;
}

interface ListProps {
  readonly entity: AnyEntity;
  readonly openId: string | null;
  readonly isNew: boolean;
  readonly more: ReactNode;
}

function List({ entity, openId, isNew, more }: ListProps) {
  const navigate = useNavigate();
  const filter: RecordsFilter = useSearch({ from: '/records/$entity' });
  const { rows, isLoading, hasMore, failure, more: readOn } = usePages('records.list', listArgs(entity, filter));
  const isWide = openId === null && !isNew;
  const setFilter = (patch: RecordsFilter) => void navigate({ to: '.', search: (now) => ({ ...now, ...patch }), replace: true });
  const rowHeight = useRowHeight(isWide);
  const back = () => void navigate(isWide ? { to: '/records' } : { to: '/records/$entity', params: { entity: entity.name } });
  useKeys(entity.plural, [{ key: 'Escape', label: t('keys.back'), run: back }]);
  return (
    <div className={panes['panes']} data-record={!isWide || undefined}>
      <section className={panes['list']} aria-label={entity.plural}>
        <div className={panes['listHead']}>
          <div className={panes['listTitle']}>
            <ActionIcon component={Link} to="/records" aria-label={t('records.title')}>
              <IconArrowLeft size={16} />
            </ActionIcon>
            <h1>{entity.plural}</h1>
            {isWide && more}
            <NewButton entity={entity} />
          </div>
          <RecordsFilters entity={entity} filter={filter} setFilter={setFilter} isWide={isWide} />
        </div>
        <ListFailure failure={failure} hasRows={rows.length > 0} />
        {isWide && rows.length > 0 && (
          <div className={`${styles['line']} ${styles['head']}`}>
            {entity.columns.map((name) => {
              const field = entity.fields[name];
              return <span key={name}>{field && labelOf(name, field)}</span>;
            })}
          </div>
        )}
        {rows.length > 0 && (
          <VirtualList
            label={entity.plural}
            rows={rows}
            rowHeight={rowHeight}
            openId={openId}
            onOpen={({ id }) => void navigate({ to: '/records/$entity/$id', params: { entity: entity.name, id }, search: (now) => now })}
            onEnd={readOn}
            hasFocus={isWide}
          >
            {(row) => <Row entity={entity} row={row} isWide={isWide} />}
          </VirtualList>
        )}
        {rows.length === 0 && isLoading && !failure && <Waiting />}
        {rows.length === 0 && !isLoading && !failure && (
          <StatePage icon={IconDatabase} title={t('records.none', { what: inSentence(entity.plural) })}>
            {isNarrowed(filter) ? t('records.noneFoundBody') : t('records.noneBody')}
          </StatePage>
        )}
        <ListFoot count={rows.length} hasMore={hasMore} />
      </section>
      {!isWide && <Outlet />}
    </div>
  );
}

/** A value that says nothing without the name of its field. */
const isBare = (field: Field | undefined): boolean => field !== undefined && !field.choices && !field.target && ['boolean', 'integer', 'long', 'number'].includes(field.kind);

function Row({ entity, row, isWide }: { readonly entity: AnyEntity; readonly row: AnyRow & Recorded; readonly isWide: boolean }) {
  const cell = (name: string) => (
    <span key={name} className={styles['cut']}>
      <FieldValue field={entity.fields[name]} value={row[name]} row={row} />
    </span>
  );
  if (isWide) return <div className={styles['line']}>{entity.columns.map(cell)}</div>;
  const [second] = entity.columns.filter((name) => name !== entity.title);
  return (
    <div className={styles['card']}>
      <strong className={styles['cut']}>
        <FieldValue field={entity.fields[entity.title]} value={row[entity.title]} /> <Stamp {...row} isSmall />
      </strong>
      {second && (
        <span className={`${styles['dim']} ${styles['second']}`}>
          {isBare(entity.fields[second]) && <span>{labelOf(second, entity.fields[second] ?? {})}:</span>}
          {cell(second)}
        </span>
      )}
    </div>
  );
}
