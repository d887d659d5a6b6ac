import type { QueryArgs } from '#domain/bridge.ts';
import { useMemo, useState, useSyncExternalStore } from 'react';
import { createPages, type PagedQuery, type Pages, type RowOfPage } from './pages.ts';
import { useDesk } from './provider.tsx';

/** A live list with the way to read on; it keeps the last rows while a new filter is being answered. */
export function usePages<Name extends PagedQuery>(
  name: Name,
  args: QueryArgs<Name>,
  limit = 100,
): Pages<RowOfPage<Name> & { readonly id: string }> & { readonly more: () => void } {
  const { live } = useDesk();
  const key = JSON.stringify(args);
  // eslint-disable-next-line react-hooks/exhaustive-deps -- compared by content
  const pages = useMemo(() => createPages(live, name, args, limit), [live, name, key, limit]);
  const shown = useSyncExternalStore(pages.subscribe, pages.read);
  const [kept, setKept] = useState(shown);
  if (shown !== kept && !(shown.isLoading && shown.rows.length === 0)) setKept(shown);
  const isWaiting = shown.isLoading && shown.rows.length === 0;
  return { ...(isWaiting ? { ...kept, isLoading: true, hasMore: false } : shown), more: pages.more };
}
