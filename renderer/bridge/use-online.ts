import type { DeviceCalls } from '#domain/bridge.ts';
import type { AnyRow } from '#domain/kernel/entity.ts';
import { useEffect, useState } from 'react';
import type { Failure } from './live.ts';
import { useBridge } from './provider.tsx';
import { useStatus } from './session.tsx';

/** Rows as the hub gave them last, with their age; what is kept there only is not live. */
export interface Online {
  readonly rows: readonly AnyRow[] | undefined;
  readonly at: string | null;
  readonly hasMore: boolean;
  readonly failure: Failure | null;
  readonly isBusy: boolean;
  readonly again: () => void;
  readonly more: () => void;
}

type Ask = DeviceCalls['online.read']['args'];
interface Held {
  readonly key: string;
  readonly rows: readonly AnyRow[] | undefined;
  readonly next: string | null;
  readonly at: string | null;
  readonly failure: Failure | null;
  readonly isBusy: boolean;
}
const empty = { rows: undefined, next: null, at: null, failure: null, isBusy: true } as const;

/** Asks the hub for rows that no replica holds, and again after each change that this desk makes there. */
export function useOnline(ask: Ask | null): Online {
  const bridge = useBridge();
  const { hub } = useStatus();
  const key = JSON.stringify(ask);
  const [held, setHeld] = useState<Held>({ key, ...empty });
  const [turn, setTurn] = useState(0);
  const isOnline = hub.state === 'online';

  const read = async (after: string | null, before: readonly AnyRow[]) => {
    if (!ask) return;
    const outcome = await bridge.device('online.read', { ...ask, ...(after ? { search: { ...ask.search, after } } : {}) });
    setHeld((now) => {
      if (now.key !== key) return now;
      if (!outcome.ok) return { ...now, failure: outcome, isBusy: false };
      return { key, rows: [...before, ...outcome.rows], next: outcome.next, at: outcome.at, failure: null, isBusy: false };
    });
  };
  useEffect(() => {
    setHeld((now) => (now.key === key ? { ...now, isBusy: true } : { key, ...empty }));
    void read(null, []);
    // Asked again when the question changes, the line comes back, or somebody wants it newer.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [key, turn, isOnline]);

  const { rows, at, next, failure, isBusy } = held;
  return { rows, at, failure, isBusy, hasMore: next !== null, again: () => setTurn(turn + 1), more: () => void (next && read(next, rows ?? [])) };
}
