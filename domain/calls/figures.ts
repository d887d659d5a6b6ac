/** One caller's stay in a queue, as far as figures need it. */
export interface StayTimes {
  readonly joinedAt: string;
  readonly connectedAt: string | null;
  readonly leftAt: string | null;
  readonly result: string;
}

/** One call that an agent took, with the seconds of wrap-up after it. */
export interface HandledTimes {
  readonly answeredAt: string;
  readonly endedAt: string;
  readonly wrapUpSeconds: number;
}

/** One period of one agent; the last has no end yet. */
export interface PeriodTimes {
  readonly state: string;
  readonly fromAt: string;
  readonly untilAt: string | null;
}

/** How a stay ends that the PBX ended, as the wait was too long. */
export const waitedTooLong = ['timeout', 'overflow', 'voicemail', 'callback'] as const;

/** What each figure of a queue means, word for word as it is computed. */
export const formulas = {
  serviceLevelOfAnswered: 'Callers connected within the target, of all callers connected.',
  serviceLevelOfOffered: 'Callers connected within the target, of all callers who were connected, abandoned or timed out.',
  averageSpeedOfAnswer: 'Seconds from joining the queue to being connected, on average over callers connected.',
  averageHandlingTime: 'Seconds of talk and wrap-up, on average over calls handled.',
  abandonment: 'Callers who hung up while waiting, of all callers who were connected, abandoned or timed out.',
  occupancy: 'Time ringing, on a call or in wrap-up, of that and the time available.',
  longestWait: 'Seconds since the first of those who still wait joined.',
} as const;
export type FigureName = keyof typeof formulas;

/** Each figure; null where there is nothing to divide by, as 0 and 100 % would both be lies. */
export interface QueueFigures extends Readonly<Record<FigureName, number | null>> {
  readonly offered: number;
  readonly connected: number;
  readonly abandoned: number;
  readonly timedOut: number;
  readonly waiting: number;
}

/** The figures of stays and of the work of agents, at one instant and for one target in seconds. */
export function figuresOf(stays: readonly StayTimes[], handled: readonly HandledTimes[], periods: readonly PeriodTimes[], targetSeconds: number, now: string): QueueFigures {
  const endedAs = (...results: readonly string[]) => stays.filter(({ result }) => results.includes(result));
  const connected = endedAs('connected');
  const answers = connected.map(({ joinedAt, connectedAt }) => secondsBetween(joinedAt, connectedAt ?? joinedAt));
  const [abandoned, timedOut, waiting] = [endedAs('abandoned').length, endedAs(...waitedTooLong).length, endedAs('waiting')];
  const over = connected.length + abandoned + timedOut;
  const inTime = answers.filter((seconds) => seconds <= targetSeconds).length;
  const spent = (...states: readonly string[]) => sum(periods.filter(({ state }) => states.includes(state)).map(({ fromAt, untilAt }) => secondsBetween(fromAt, untilAt ?? now)));
  const busy = spent('ringing', 'onCall', 'wrapUp');
  return {
    offered: stays.length,
    connected: connected.length,
    abandoned,
    timedOut,
    waiting: waiting.length,
    serviceLevelOfAnswered: ratio(inTime, connected.length),
    serviceLevelOfOffered: ratio(inTime, over),
    averageSpeedOfAnswer: ratio(sum(answers), answers.length),
    averageHandlingTime: ratio(sum(handled.map(({ answeredAt, endedAt, wrapUpSeconds }) => secondsBetween(answeredAt, endedAt) + wrapUpSeconds)), handled.length),
    abandonment: ratio(abandoned, over),
    occupancy: ratio(busy, busy + spent('available')),
    longestWait: waiting.length === 0 ? null : Math.max(...waiting.map(({ joinedAt }) => secondsBetween(joinedAt, now))),
  };
}

const ratio = (part: number, whole: number) => (whole === 0 ? null : part / whole);
const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);
// Two clocks may disagree by a little; nobody waited for less than no time.
const secondsBetween = (from: string, to: string) => Math.max(0, (Date.parse(to) - Date.parse(from)) / 1000);
