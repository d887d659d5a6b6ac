import type { CaseListRow, caseSorts } from '#domain/cases/queries.ts';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { Initials } from '../ui/avatar.tsx';
import { day, inFull, moment } from '../ui/format.ts';
import { Stamp } from '../ui/stamp.tsx';
import { t } from '../ui/text.ts';
import { useNow } from '../ui/use-now.ts';
import styles from './case-line.module.css';
import { CaseNumber, PriorityMark, StatusMark } from './parts/case-marks.tsx';

type Sort = (typeof caseSorts)[number];
const columns: readonly { readonly label: Parameters<typeof t>[0]; readonly sort?: Sort }[] = [
  { label: 'column.number' },
  { label: 'column.title', sort: 'title' },
  { label: 'column.status' },
  { label: 'column.priority', sort: 'priority' },
  { label: 'column.contact' },
  { label: 'column.assignee' },
  { label: 'column.due', sort: 'dueAt' },
  { label: 'column.opened', sort: 'openedAt' },
];

/** The heads of the table; those that sort say which way. */
export function CaseListHead({ sort, descending, onSort }: { readonly sort: Sort; readonly descending: boolean; readonly onSort: (sort: Sort, descending: boolean) => void }) {
  const Arrow = descending ? IconArrowDown : IconArrowUp;
  return (
    <div className={`${styles['line']} ${styles['head']}`}>
      {columns.map(({ label, sort: by }) =>
        by ? (
          <button key={label} type="button" className={styles['sort']} aria-pressed={by === sort} onClick={() => onSort(by, by === sort ? !descending : by === 'openedAt')}>
            {t(label)}
            {by === sort && <Arrow size={12} aria-label={descending ? t('column.descending') : t('column.ascending')} />}
          </button>
        ) : (
          <span key={label}>{t(label)}</span>
        ),
      )}
    </div>
  );
}

/** A case as a line of the table. */
export function CaseLine({ row }: { readonly row: CaseListRow; readonly sort: Sort }) {
  return (
    <div className={styles['line']}>
      <span className={styles['dim']}>
        <CaseNumber row={row} />
      </span>
      <span className={styles['title']}>
        <span className={styles['cut']} dir="auto">
          {row.title}
        </span>
        <Stamp {...row} isSmall />
      </span>
      <StatusMark status={row.status} />
      <PriorityMark name={row.priorityName} colour={row.priorityColour} />
      <span className={styles['cut']}>{row.contactName ?? <span className={styles['dim']}>{t('value.none')}</span>}</span>
      <Person name={row.assigneeName} />
      <Due row={row} />
      <time className={styles['dim']} dateTime={row.openedAt} title={inFull(row.openedAt)}>
        {moment(row.openedAt)}
      </time>
    </div>
  );
}

/** A case as a card of the narrow list. */
export function CaseCard({ row }: { readonly row: CaseListRow }) {
  return (
    <div className={styles['card']}>
      <div className={styles['cardTop']}>
        <StatusMark status={row.status} hasWords={false} />
        <strong className={styles['cut']} dir="auto">
          {row.title}
        </strong>
        <Stamp {...row} isSmall />
        <PriorityMark name={row.priorityName} colour={row.priorityColour} hasWords={false} />
      </div>
      <div className={styles['cardBottom']}>
        <CaseNumber row={row} />
        <span className={styles['cut']}>{row.contactName}</span>
        <span className={styles['end']}>
          {row.dueAt ? <Due row={row} isNamed /> : <time dateTime={row.openedAt}>{moment(row.openedAt)}</time>}
          {row.assigneeName ? <Initials name={row.assigneeName} size={18} /> : <span className={styles['nobody']} title={t('case.nobody')} />}
        </span>
      </div>
    </div>
  );
}

function Person({ name }: { readonly name: string | null }) {
  if (name === null) return <span className={styles['dim']}>{t('case.nobody')}</span>;
  return (
    <span className={styles['person']}>
      <Initials name={name} size={20} />
      <span className={styles['cut']}>{name}</span>
    </span>
  );
}

function Due({ row, isNamed = false }: { readonly row: CaseListRow; readonly isNamed?: boolean }) {
  const now = useNow();
  if (!row.dueAt) return <span className={styles['dim']}>{t('value.none')}</span>;
  const isOpen = row.status === 'open' || row.status === 'onHold' || row.status === 'pending';
  const isLate = isOpen && new Date(row.dueAt).getTime() < now;
  return (
    <time className={styles['due']} data-late={isLate || undefined} dateTime={row.dueAt} title={inFull(row.dueAt)}>
      {isLate ? t('case.late', { day: day(row.dueAt) }) : isNamed ? t('case.due', { day: day(row.dueAt) }) : day(row.dueAt)}
    </time>
  );
}
