import { SlaClock } from '#domain/cases/sla-clock.ts';
import { measured } from '../ui/format.ts';
import { t } from '../ui/text.ts';

type Clock = Pick<SlaClock, 'dueAt' | 'startedAt' | 'state'> & Partial<Pick<SlaClock, 'endedAt'>>;

/** Whether a target is fine, near or missed; near is the last fifth of its time. */
export function stateOf({ state, startedAt, dueAt, endedAt = null }: Clock, now: number): 'fine' | 'late' | 'near' | 'rest' {
  if (state === 'breached') return 'late';
  if (endedAt !== null || state !== 'running') return 'rest';
  const [start, due] = [Date.parse(startedAt), Date.parse(dueAt)];
  return now > due ? 'late' : now > due - (due - start) / 5 ? 'near' : 'fine';
}

/** How a target stands, in words. */
export function toldOf({ state, dueAt, endedAt = null }: Clock, now: number): string {
  const apart = (end: number) => measured(Math.round(Math.abs(Date.parse(dueAt) - end) / 60_000), 'minutes');
  if (state === 'paused') return t('work.paused');
  if (state === 'met') return t('work.met');
  if (state === 'cancelled') return SlaClock.fields.state.choices?.['cancelled'] ?? state;
  if (state === 'breached') return t('work.breached', { time: apart(Date.parse(endedAt ?? dueAt)) });
  return now > Date.parse(dueAt) ? t('work.late', { time: apart(now) }) : t('work.left', { time: apart(now) });
}
