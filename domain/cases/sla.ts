import type { Case } from '#domain/cases/case.ts';
import { SlaClock } from '#domain/cases/sla-clock.ts';
import { SlaPolicy } from '#domain/cases/sla-policy.ts';
import { afterWorking, workingBetween } from '#domain/cases/working-time.ts';
import { insert, update, type Change } from '#domain/kernel/command.ts';
import { idFrom, type Context } from '#domain/kernel/context.ts';
import { toRead, toWrite, type Rows } from '#domain/kernel/rows.ts';
import { Calendar } from '#domain/reference/calendar.ts';
import { Priority } from '#domain/reference/priority.ts';

type About = Pick<Case, 'id' | 'kindId' | 'priorityId' | 'teamId'>;
type Metric = SlaClock['metric'];
const minute = 60_000;

/** What a command asks for to set the clocks of a new case. */
export const slaNeeds = (priorityId: string) => [toRead(SlaPolicy, {}), toRead(Calendar, {}), toRead(Priority, { id: priorityId })];
/** The same for a case that has clocks already. */
export const clockNeeds = (caseId: string) => [toWrite(SlaClock, { caseId }), toRead(SlaPolicy, {}), toRead(Calendar, {})];

/** The policy that fits a case most closely: kind, priority and team in this order of weight; null where none fits. */
export function policyFor({ kindId, priorityId, teamId }: About, policies: readonly SlaPolicy[]): SlaPolicy | null {
  const fits = (wanted: string | null, is: string | null) => wanted === null || wanted === is;
  const weight = (policy: SlaPolicy) => (policy.kindId ? 4 : 0) + (policy.priorityId ? 2 : 0) + (policy.teamId ? 1 : 0);
  const fitting = policies.filter((policy) => policy.isActive && fits(policy.kindId, kindId) && fits(policy.priorityId, priorityId) && fits(policy.teamId, teamId));
  return fitting.toSorted((one, other) => weight(other) - weight(one) || (one.id < other.id ? -1 : 1))[0] ?? null;
}

/** What is to be reached and by which hours. */
interface Target {
  readonly policy: SlaPolicy | null;
  readonly calendar: Calendar | null;
  readonly milliseconds: Readonly<Record<Metric, number | null>>;
}

function targetOf(about: About, rows: Rows): Target {
  const policy = policyFor(about, rows.find(SlaPolicy, {}));
  const calendars = rows.find(Calendar, {});
  const calendar = (policy?.calendarId ? calendars.find(({ id }) => id === policy.calendarId) : calendars.find(({ isDefault }) => isDefault)) ?? null;
  // Without a policy the priority alone says how long it may take.
  const [priority] = rows.find(Priority, { id: about.priorityId });
  const hours = policy ? policy.resolutionHours : priority?.slaHours || null;
  return {
    policy,
    calendar,
    milliseconds: { firstResponse: policy?.firstResponseMinutes ? policy.firstResponseMinutes * minute : null, resolution: hours ? hours * 60 * minute : null },
  };
}

/** Starts the clocks that a case has by its policy. */
export function startClocks(about: About, at: string, rows: Rows, context: Context, metrics: readonly Metric[] = ['firstResponse', 'resolution']): readonly Change[] {
  const { policy, calendar, milliseconds } = targetOf(about, rows);
  return metrics.flatMap((metric, place) => {
    const length = milliseconds[metric];
    if (!length) return [];
    return [insert(SlaClock, idFrom(context, 600 + place), { caseId: about.id, metric, policyId: policy?.id, startedAt: at, dueAt: afterWorking(at, length, calendar) })];
  });
}

const live = (rows: Rows, caseId: string) => rows.find(SlaClock, { caseId }).filter(({ endedAt }) => endedAt === null);

/** Stops the clocks of a case that is on hold, where its policy says so. */
export function pauseClocks(about: About, rows: Rows, { at }: Context): readonly Change[] {
  const { policy } = targetOf(about, rows);
  if (policy && !policy.pauseOnHold) return [];
  return live(rows, about.id).flatMap((clock) => (clock.state === 'running' ? [update(SlaClock, clock.id, { state: 'paused', pausedAt: at })] : []));
}

/** Lets the clocks of a case go on; what was left of their time is left still. */
export function resumeClocks(about: About, rows: Rows, { at }: Context): readonly Change[] {
  const { calendar } = targetOf(about, rows);
  return live(rows, about.id).flatMap((clock) => {
    if (clock.state !== 'paused' || !clock.pausedAt) return [];
    const dueAt = clock.dueAt <= clock.pausedAt ? clock.dueAt : afterWorking(at, workingBetween(clock.pausedAt, clock.dueAt, calendar), calendar);
    const pausedSeconds = clock.pausedSeconds + Math.max(0, Math.round((Date.parse(at) - Date.parse(clock.pausedAt)) / 1000));
    return [update(SlaClock, clock.id, { state: 'running', pausedAt: null, pausedSeconds, dueAt })];
  });
}

/** When a running clock has used so much of its time that somebody should know. */
export function warnsAt({ dueAt, pausedSeconds, startedAt }: Pick<SlaClock, 'dueAt' | 'pausedSeconds' | 'startedAt'>, percent: number, calendar: Calendar | null): string {
  const start = new Date(Date.parse(startedAt) + pausedSeconds * 1000).toISOString();
  return afterWorking(start, Math.floor((workingBetween(start, dueAt, calendar) * percent) / 100), calendar);
}

/** Ends clocks: what was due later than now is met, what was due before is breached; a case that is given up has none to meet. */
export function endClocks(about: About, how: 'cancelled' | 'done', rows: Rows, { at }: Context, metrics: readonly Metric[] = ['firstResponse', 'resolution']): readonly Change[] {
  return live(rows, about.id).flatMap((clock) => {
    if (!metrics.includes(clock.metric)) return [];
    const isLate = (clock.pausedAt ?? at) > clock.dueAt;
    // A breach ends by being met late, and stays in sight by its moments.
    const state = how === 'cancelled' && clock.state !== 'breached' ? 'cancelled' : isLate && clock.state === 'running' ? 'breached' : 'met';
    return [update(SlaClock, clock.id, { state, endedAt: at })];
  });
}

/** Sets the clocks that run anew by another priority or kind; the time that has gone counts. */
export function retargetClocks(about: About, rows: Rows): readonly Change[] {
  const { policy, calendar, milliseconds } = targetOf(about, rows);
  return live(rows, about.id).flatMap((clock) => {
    const length = milliseconds[clock.metric];
    if (!length || clock.state === 'breached') return [];
    const start = new Date(Date.parse(clock.startedAt) + clock.pausedSeconds * 1000).toISOString();
    return [update(SlaClock, clock.id, { policyId: policy?.id ?? null, dueAt: afterWorking(start, length, calendar) })];
  });
}
