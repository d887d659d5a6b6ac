import type { AgentNow, QueueNow } from '#domain/calls/queries.ts';
import { figuresOf, formulas, type FigureName, type QueueFigures } from '#domain/calls/figures.ts';
import { lasting } from '../softphone/parts/use-seconds.ts';
import { t } from '../ui/text.ts';

/** Within how many seconds a caller should be connected. */
const target = 20;

/** A number of the board, with what it means and the stays from which it was computed. */
export interface Shown {
  readonly name: FigureName | 'abandoned' | 'offered' | 'waiting';
  readonly text: string;
  readonly formula: string;
  readonly callIds: readonly string[];
  readonly isAlarm: boolean;
}

/** What makes a number an alarm, and what to do then. */
export const alarms = { longestWait: 60, waiting: 5, abandonment: 0.1, serviceLevelOfOffered: 0.8 } as const;

/** The numbers of one queue at an instant. */
export function shownOf(queue: QueueNow, now: number): readonly Shown[] {
  const { stays, handled, agents } = queue;
  const periods = agents.flatMap((agent) => agent.periods);
  const figures = figuresOf(stays, handled, periods, target, new Date(now).toISOString());
  const of = (...results: readonly string[]) => stays.filter(({ result }) => results.length === 0 || results.includes(result)).map(({ callId }) => callId);
  const plain = (name: 'abandoned' | 'offered' | 'waiting', callIds: readonly string[]): Shown => ({
    name,
    text: String(figures[name]),
    formula: t(`board.formula.${name}`),
    callIds,
    isAlarm: name === 'waiting' && figures.waiting >= alarms.waiting,
  });
  const computed = (name: FigureName, callIds: readonly string[]): Shown => ({
    name,
    text: textOf(name, figures),
    formula: formulas[name],
    callIds,
    isAlarm: isAlarm(name, figures),
  });
  return [
    plain('waiting', of('waiting')),
    computed('longestWait', of('waiting')),
    computed('serviceLevelOfAnswered', of('connected')),
    computed('serviceLevelOfOffered', of('connected', 'abandoned', 'timeout')),
    computed('averageSpeedOfAnswer', of('connected')),
    computed(
      'averageHandlingTime',
      handled.map(({ callId }) => callId),
    ),
    computed('abandonment', of('abandoned')),
    computed('occupancy', []),
    plain('offered', of()),
    plain('abandoned', of('abandoned')),
  ];
}

const times: ReadonlySet<FigureName> = new Set(['averageHandlingTime', 'averageSpeedOfAnswer', 'longestWait']);

function textOf(name: FigureName, figures: QueueFigures): string {
  const value = figures[name];
  if (value === null) return t('value.none');
  return times.has(name) ? lasting(value * 1000) : `${Math.round(value * 100)} %`;
}

function isAlarm(name: FigureName, figures: QueueFigures): boolean {
  const value = figures[name];
  if (value === null) return false;
  if (name === 'longestWait' || name === 'abandonment') return value > alarms[name];
  return name === 'serviceLevelOfOffered' && value < alarms.serviceLevelOfOffered;
}

/** How many agents are in each state, the busy ones first. */
export function byState(agents: readonly AgentNow[]): readonly (readonly [string, readonly AgentNow[]])[] {
  const order = ['available', 'ringing', 'onCall', 'wrapUp', 'break', 'away', 'offline'];
  return [...Map.groupBy(agents, ({ state }) => state ?? 'offline')].toSorted(([one], [other]) => order.indexOf(one) - order.indexOf(other));
}
