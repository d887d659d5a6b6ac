import { Outlet, useLocation, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useKeys } from '../ui/keys.tsx';
import panes from '../ui/panes.module.css';
import { t } from '../ui/text.ts';
import { CaseList } from './case-list.tsx';
import type { CaseFilter } from './case-filter.ts';

/** Cases: the list, and beside it the one that is open. */
export function CasesScreen() {
  const navigate = useNavigate();
  const filter = useSearch({ from: '/cases' });
  const { id } = useParams({ strict: false });
  const hasRecord = useLocation({ select: ({ pathname }) => pathname.replace(/\/$/, '') !== '/cases' });
  const setFilter = (patch: Partial<CaseFilter>) => void navigate({ to: '.', search: { ...filter, ...patch }, replace: true });
  useKeys(t('keys.cases'), [
    { key: 'n', label: t('keys.newCase'), run: () => void navigate({ to: '/cases/new', search: filter }) },
    ...(hasRecord ? [{ key: 'Escape', label: t('keys.backToList'), run: () => void navigate({ to: '/cases', search: filter }) }] : []),
  ]);
  return (
    <div className={panes['panes']} data-record={hasRecord || undefined}>
      <CaseList
        filter={filter}
        setFilter={setFilter}
        openId={id ?? null}
        isWide={!hasRecord}
        onOpen={(row) => void navigate({ to: '/cases/$id', params: { id: row.id }, search: filter })}
      />
      {hasRecord && <Outlet />}
    </div>
  );
}
