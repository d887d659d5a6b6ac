import { SlaClock } from '#domain/cases/sla-clock.ts';
import type { SlaLine } from '#domain/cases/queries.ts';
import { labelOf } from '#domain/kernel/field.ts';
import { ActionIcon, Select } from '@mantine/core';
import { IconArrowLeft, IconClock, IconClockCheck } from '@tabler/icons-react';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useSteadyQuery } from '../bridge/use-query.ts';
import { ListFailure } from '../records/list-failure.tsx';
import { ListFoot } from '../records/list-foot.tsx';
import { RecordPicker } from '../records/record-picker.tsx';
import { Waiting } from '../records/waiting.tsx';
import { inFull, number, percent } from '../ui/format.ts';
import { useKeys } from '../ui/keys.tsx';
import panes from '../ui/panes.module.css';
import { StatePage } from '../ui/state-page.tsx';
import { t } from '../ui/text.ts';
import { useNow } from '../ui/use-now.ts';
import { useRowHeight } from '../ui/use-row-height.ts';
import { VirtualList } from '../ui/virtual-list.tsx';
import work from './case-work.module.css';
import { stateOf, toldOf } from './clock-words.ts';
import { periods, targetFilter, type TargetFilter } from './target-filter.ts';
import styles from './targets.module.css';

/** As many as are listed; those that are due later are only counted. */
const most = 500;

/** The targets of all cases in sight: what is due next, and how those of a period went. */
export function TargetsScreen() {
  const navigate = useNavigate();
  const now = useNow();
  const { teamId, days = 7 } = useSearch({ from: '/targets' });
  const { data, failure } = useSteadyQuery('cases.slaBoard', { since: dayBefore(now, days), limit: most, ...(teamId ? { teamId } : {}) });
  const rowHeight = useRowHeight(true);
  const set = (patch: Partial<TargetFilter>) => void navigate({ to: '.', search: (before) => ({ ...before, ...patch }), replace: true });
  useKeys(t('work.sla'), [{ key: 'Escape', label: t('keys.back'), run: () => void navigate({ to: '/cases' }) }]);
  return (
    <section className={panes['list']} aria-label={t('work.sla')}>
      <div className={panes['listHead']}>
        <div className={panes['listTitle']}>
          <ActionIcon component={Link} to="/cases" aria-label={t('case.toList')}>
            <IconArrowLeft size={16} />
          </ActionIcon>
          <h1>{t('work.sla')}</h1>
        </div>
        <div className={panes['filters']}>
          <RecordPicker
            target="teams"
            aria-label={t('cases.filterTeam')}
            placeholder={t('cases.anyTeam')}
            value={teamId ?? null}
            onChange={(id) => set({ teamId: targetFilter.shape.teamId.parse(id ?? undefined) })}
            w={170}
          />
          <Select
            aria-label={t('targets.period')}
            data={periods.map((value) => ({ value: String(value), label: t(`targets.days.${value}`) }))}
            value={String(days)}
            allowDeselect={false}
            onChange={(next) => set({ days: targetFilter.shape.days.parse(Number(next)) })}
            w={150}
          />
        </div>
        {data && <Figures {...data} days={days} />}
      </div>
      <ListFailure failure={failure} hasRows={(data?.due.length ?? 0) > 0} />
      {!data && !failure && <Waiting />}
      {data?.due.length === 0 && (
        <StatePage icon={IconClockCheck} title={t('targets.none')}>
          {t('targets.noneBody')}
        </StatePage>
      )}
      {data && data.due.length > 0 && (
        <>
          <div className={`${styles['line']} ${styles['head']}`}>
            {[t('targets.time'), labelOf('metric', SlaClock.fields.metric), t('column.number'), t('column.title'), t('column.assignee'), t('cases.filterTeam')].map((label) => (
              <span key={label}>{label}</span>
            ))}
          </div>
          <VirtualList label={t('work.sla')} rows={data.due} rowHeight={rowHeight} onOpen={({ caseId }) => void navigate({ to: '/cases/$id', params: { id: caseId } })} hasFocus>
            {(row) => <Line row={row} now={now} />}
          </VirtualList>
        </>
      )}
      <ListFoot count={data?.due.length ?? 0} hasMore={(data?.running ?? 0) > most} />
    </section>
  );
}

/** The beginning of a day, so that the question stays the same all day long. */
function dayBefore(now: number, days: number): string {
  const at = new Date(now);
  at.setHours(0, 0, 0, 0);
  at.setDate(at.getDate() - days + 1);
  return at.toISOString();
}

function Figures({
  running,
  paused,
  met,
  breached,
  days,
}: {
  readonly running: number;
  readonly paused: number;
  readonly met: number;
  readonly breached: number;
  readonly days: TargetFilter['days'];
}) {
  const ended = met + breached;
  const figures = [
    [stateWord('running'), number(running)],
    [stateWord('paused'), number(paused)],
    [stateWord('met'), number(met)],
    [stateWord('breached'), number(breached)],
    [t('targets.share'), ended === 0 ? t('value.none') : percent(breached / ended)],
  ] as const;
  return (
    <dl className={styles['figures']} title={t('targets.about', { days: t(`targets.days.${days ?? 7}`) })}>
      {figures.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

const stateWord = (state: SlaClock['state']) => SlaClock.fields.state.choices?.[state] ?? state;

function Line({ row, now }: { readonly row: SlaLine; readonly now: number }) {
  return (
    <div className={styles['line']}>
      <span className={work['clock']} data-state={stateOf(row, now)} title={inFull(row.dueAt)}>
        <IconClock size={14} aria-hidden />
        {toldOf(row, now)}
      </span>
      <span>{SlaClock.fields.metric.choices?.[row.metric]}</span>
      <span className={styles['dim']}>{row.caseNumber ?? t('case.noNumber')}</span>
      <strong className={styles['cut']} dir="auto">
        {row.title}
      </strong>
      <span className={styles['cut']}>{row.assigneeName ?? <span className={styles['dim']}>{t('case.nobody')}</span>}</span>
      <span className={styles['cut']}>{row.teamName ?? <span className={styles['dim']}>{t('value.none')}</span>}</span>
    </div>
  );
}
