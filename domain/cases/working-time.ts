import { localDate, utcOf } from '#domain/kernel/wall-clock.ts';
import type { Calendar } from '#domain/reference/calendar.ts';

type Hours = Pick<Calendar, 'holidays' | 'hours' | 'timeZone'>;
/** A stretch of working time, milliseconds of UTC. */
interface Stretch {
  readonly from: number;
  readonly to: number;
}

const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
const day = 86_400_000;
/** A target that no working hour is found for within ten years has none. */
const lookAhead = 3660;

/** The moment after so much working time; without a calendar all time is working time. */
export function afterWorking(start: string, milliseconds: number, calendar: Hours | null): string {
  const from = Date.parse(start);
  if (!calendar) return new Date(from + milliseconds).toISOString();
  let left = milliseconds;
  for (const stretch of stretchesFrom(from, calendar)) {
    const length = stretch.to - stretch.from;
    if (left <= length) return new Date(stretch.from + left).toISOString();
    left -= length;
  }
  return new Date(from + milliseconds).toISOString();
}

/** How much working time lies between two moments, in milliseconds. */
export function workingBetween(start: string, end: string, calendar: Hours | null): number {
  const [from, to] = [Date.parse(start), Date.parse(end)];
  if (to <= from) return 0;
  if (!calendar) return to - from;
  let sum = 0;
  for (const stretch of stretchesFrom(from, calendar)) {
    if (stretch.from >= to) break;
    sum += Math.min(stretch.to, to) - stretch.from;
  }
  return sum;
}

function* stretchesFrom(from: number, { hours, holidays, timeZone }: Hours): Generator<Stretch> {
  const free = new Set((holidays ?? []).map(({ date }) => date));
  const first = localDate(from, timeZone);
  for (let n = 0; n < lookAhead; n++) {
    const date = new Date(Date.parse(`${first}T12:00:00.000Z`) + n * day).toISOString().slice(0, 10);
    if (free.has(date)) continue;
    const weekday = days[new Date(`${date}T12:00:00.000Z`).getUTCDay()] ?? 'mon';
    const spans = (hours[weekday] ?? []).toSorted((one, other) => (one.from < other.from ? -1 : 1));
    for (const span of spans) {
      const stretch = { from: Math.max(utcOf(date, span.from, timeZone), from), to: utcOf(date, span.to, timeZone) };
      if (stretch.to > stretch.from) yield stretch;
    }
  }
}
