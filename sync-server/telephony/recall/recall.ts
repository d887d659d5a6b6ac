import { reduce } from '../board/reduce.ts';
import type { Board } from '../board/state.ts';
import { eventsOf } from './events.ts';
import type { HistoryRecord } from './history.ts';

/** What is written already of a call that the history tells of. */
export interface Known {
  /** The PBX's own word on its end is written. */
  readonly isOver: boolean;
  /** The last step that is written. */
  readonly until: string | null;
}

// The history and the manager interface tell of one moment some milliseconds apart.
const sameMoment = 500;

/** The board after what the history tells of the time in which nobody listened; what was heard, or is written, is not told twice. */
export function recall(board: Board, records: readonly HistoryRecord[], known: ReadonlyMap<string, Known>, heardUntil: number): Board {
  const homes = homesOf(records);
  const isNews = ({ uniqueid, linkedid, eventtime }: HistoryRecord) =>
    known.get(homes.get(uniqueid) ?? linkedid)?.isOver !== true && !(board.homes.has(uniqueid) && eventtime * 1000 <= heardUntil);
  const told = eventsOf(records.filter(isNews)).reduce((now, event) => reduce(now, event, ''), board);
  const calls = [...told.calls].map(([linkedId, call]): [string, typeof call] => {
    const until = known.get(linkedId)?.until ?? null;
    if (until === null || call === board.calls.get(linkedId)) return [linkedId, call];
    return [linkedId, { ...call, steps: call.steps.filter(({ at, kind }) => kind === 'ended' || Date.parse(at) > Date.parse(until) + sameMoment) }];
  });
  return { ...told, calls: new Map(calls) };
}

/** The call in which each channel began. */
export const homesOf = (records: readonly HistoryRecord[]): ReadonlyMap<string, string> =>
  new Map(records.filter(({ eventtype }) => eventtype === 'CHAN_START').map(({ uniqueid, linkedid }) => [uniqueid, linkedid]));
