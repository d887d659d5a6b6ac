import { useStatus } from '../bridge/session.tsx';
import { number, stamp } from '../ui/format.ts';
import panes from '../ui/panes.module.css';
import { t, tn } from '../ui/text.ts';

/** How much of a list is read, and how old it is while the hub is away. */
export function ListFoot({ count, hasMore }: { readonly count: number; readonly hasMore: boolean }) {
  const { hub, caughtUpAt } = useStatus();
  const isStale = hub.state !== 'online' && caughtUpAt !== null;
  return (
    <div className={panes['foot']}>
      <span aria-live="polite">{count > 0 && (hasMore ? t('list.more', { n: number(count) }) : tn('list.count', count))}</span>
      {isStale && <span className={panes['stale']}>{t('list.asOf', { at: stamp(caughtUpAt) })}</span>}
    </div>
  );
}
