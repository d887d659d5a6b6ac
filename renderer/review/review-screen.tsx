import type { ReviewItem, StuckFile } from '#domain/desk/queries.ts';
import { IconAlertTriangle, IconArrowsSplit2, IconBug, IconChecks, IconFileAlert, IconInfoCircle, type Icon } from '@tabler/icons-react';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useStatus } from '../bridge/session.tsx';
import { useQuery } from '../bridge/use-query.ts';
import { ListFailure } from '../records/list-failure.tsx';
import { Waiting } from '../records/waiting.tsx';
import { FileDetail } from '../storage/parts/file-detail.tsx';
import { measured, moment } from '../ui/format.ts';
import panes from '../ui/panes.module.css';
import { StatePage } from '../ui/state-page.tsx';
import { ofCode, t, tn } from '../ui/text.ts';
import { VirtualList } from '../ui/virtual-list.tsx';
import { ReviewDetail } from './review-detail.tsx';
import styles from './review.module.css';

const signs: Readonly<Record<ReviewItem['kind'], Icon>> = { conflict: IconArrowsSplit2, refused: IconAlertTriangle, fault: IconBug, notice: IconInfoCircle };

/** The review tray: what the hub refused or did not take, or what met another's edit, until somebody decides. */
export function ReviewScreen() {
  const navigate = useNavigate();
  const { data: items, failure } = useQuery('review.list', {});
  const { files } = useStatus();
  const { id } = useParams({ strict: false });
  const data = items && [...files, ...items];
  if (data === undefined) return <div className={panes['list']}>{failure ? <ListFailure failure={failure} hasRows={false} /> : <Waiting />}</div>;
  if (data.length === 0)
    return (
      <div className={panes['list']}>
        <StatePage isPage icon={IconChecks} tone="good" title={t('review.empty')}>
          {t('review.emptyBody')}
        </StatePage>
      </div>
    );
  const chosen = data.find((item) => item.id === id) ?? data[0];
  return (
    <div className={panes['panes']} data-record>
      <section className={panes['list']} aria-label={t('review.title')}>
        <div className={panes['listHead']}>
          <div className={panes['listTitle']}>
            <h1>{t('review.title')}</h1>
          </div>
          <p className={styles['intro']}>{t('review.intro')}</p>
        </div>
        <VirtualList
          label={t('review.title')}
          rows={data}
          rowHeight={64}
          openId={chosen?.id ?? null}
          onOpen={(item) => void navigate({ to: '/review/$id', params: { id: item.id } })}
          hasFocus
        >
          {(item) => ('kind' in item ? <Line item={item} /> : <FileLine file={item} />)}
        </VirtualList>
        <div className={panes['foot']}>{tn('list.count', data.length)}</div>
      </section>
      {chosen && ('kind' in chosen ? <ReviewDetail key={chosen.id} item={chosen} /> : <FileDetail key={chosen.id} file={chosen} />)}
    </div>
  );
}

function Line({ item }: { readonly item: ReviewItem }) {
  const Sign = signs[item.kind];
  return (
    <div className={styles['line']}>
      <span className={styles['sign']} data-kind={item.kind}>
        <Sign size={18} stroke={1.75} aria-hidden />
      </span>
      <div className={styles['lineText']}>
        <strong className={styles['cut']}>{item.rowTitle ?? item.title}</strong>
        <span className={styles['cut']}>
          {ofCode('review.kind', item.kind, item.kind)} · {item.title}
        </span>
      </div>
      <time className={styles['dim']} dateTime={item.raisedAt}>
        {moment(item.raisedAt)}
      </time>
    </div>
  );
}

function FileLine({ file: { name, size, at } }: { readonly file: StuckFile }) {
  return (
    <div className={styles['line']}>
      <span className={styles['sign']} data-kind="refused">
        <IconFileAlert size={18} stroke={1.75} aria-hidden />
      </span>
      <div className={styles['lineText']}>
        <strong className={styles['cut']}>{name}</strong>
        <span className={styles['cut']}>
          {t('file.stuck')} {measured(size, 'bytes')}
        </span>
      </div>
      <time className={styles['dim']} dateTime={at}>
        {moment(at)}
      </time>
    </div>
  );
}
