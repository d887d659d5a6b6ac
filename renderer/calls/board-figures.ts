import type { AgentNow, QueueNow } from '#domain/calls/queries.ts';
import { figuresOf, formulas, waitedTooLong, type FigureName, type QueueFigures } from '#domain/calls/figures.ts';
import { lasting } from '../softphone/parts/use-seconds.ts';
import { t } from '../ui/text.ts';

/** Within how many seconds a caller should be connected. */
const target = 20;

type PlainName = 'abandoned' | 'available' | 'offered' | 'waiting';

/** A number of the board, with what it means and the stays from which it was computed. */
export interface Shown {
  readonly name: FigureName | PlainName;
  readonly text: string;
  readonly formula: string;
  readonly callIds: readonly string[];
  readonly isAlarm: boolean;
}

/** An alarm that is past its limit, with the number that is and what to do. */
export interface Raised {
  readonly id: string;
  readonly name: string;
  readonly figure: string;
  readonly text: string;
  readonly limit: string;
  readonly advice: string;
}

/** The alarms of a queue that are raised at an instant; what cannot be computed raises none. */
export function raisedIn(queue: QueueNow, now: number): readonly Raised[] {
  const values = valuesOf(queue, now);
  return queue.alarms.flatMap(({ id, name, figure, side, threshold, advice }): readonly Raised[] => {
    const value = values[figure];
    const limit = shares.has(figure) ? threshold / 100 : threshold;
    if (value === null || !(side === 'above' ? value > limit : value < limit)) return [];
    return [{ id, name, figure, text: textOf(figure, value), limit: textOf(figure, limit), advice: advice ?? '' }];
  });
}

/** The numbers of one queue at an instant. */
export function shownOf(queue: QueueNow, now: number): readonly Shown[] {
  const { stays, handled } = queue;
  const values = valuesOf(queue, now);
  const alarming = new Set(raisedIn(queue, now).map(({ figure }) => figure));
  const of = (...results: readonly string[]) => stays.filter(({ result }) => results.length === 0 || results.includes(result)).map(({ callId }) => callId);
  const shown = (name: Shown['name'], formula: string, callIds: readonly string[]): Shown => ({
    name,
    text: textOf(name, values[name]),
    formula,
    callIds,
    isAlarm: alarming.has(name),
  });
  const plain = (name: PlainName, callIds: readonly string[]) => shown(name, t(`board.formula.${name}`), callIds);
  const computed = (name: FigureName, callIds: readonly string[]) => shown(name, formulas[name], callIds);
  return [
    plain('waiting', of('waiting')),
    computed('longestWait', of('waiting')),
    computed('serviceLevelOfAnswered', of('connected')),
    computed('serviceLevelOfOffered', of('connected', 'abandoned', ...waitedTooLong)),
    computed('averageSpeedOfAnswer', of('connected')),
    computed(
      'averageHandlingTime',
      handled.map(({ callId }) => callId),
    ),
    computed('abandonment', of('abandoned')),
    computed('occupancy', []),
    plain('available', []),
    plain('offered', of()),
    plain('abandoned', of('abandoned')),
  ];
}

const times: ReadonlySet<string> = new Set(['averageHandlingTime', 'averageSpeedOfAnswer', 'longestWait']);
const shares: ReadonlySet<string> = new Set(['abandonment', 'occupancy', 'serviceLevelOfAnswered', 'serviceLevelOfOffered']);

function valuesOf({ stays, handled, agents }: QueueNow, now: number): QueueFigures & { readonly available: number } {
  const periods = agents.flatMap((agent) => agent.periods);
  const available = agents.filter(({ state, membership }) => state === 'available' && membership === 'in').length;
  return { ...figuresOf(stays, handled, periods, target, new Date(now).toISOString()), available };
}

function textOf(name: string, value: number | null): string {
  if (value === null) return t('value.none');
  if (times.has(name)) return lasting(value * 1000);
  return shares.has(name) ? `${Math.round(value * 100)} %` : String(value);
}

/** How many agents are in each state, the busy ones first. */
export function byState(agents: readonly AgentNow[]): readonly (readonly [string, readonly AgentNow[]])[] {
  const order = ['available', 'ringing', 'onCall', 'wrapUp', 'break', 'away', 'offline'];
  return [...Map.groupBy(agents, ({ state }) => state ?? 'offline')].toSorted(([one], [other]) => order.indexOf(one) - order.indexOf(other));
}
