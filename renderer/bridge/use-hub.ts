import type { DeviceCall, DeviceCalls, Outcome } from '#domain/bridge.ts';
import { useEffect, useState } from 'react';
import type { Failure } from './live.ts';
import { useBridge } from './provider.tsx';
import { useStatus } from './session.tsx';

/** What the hub said last to a question that no replica answers, and how old that is. */
export interface Told<Result> {
  readonly answer: Result | null;
  readonly at: string | null;
  readonly failure: Failure | null;
  readonly isBusy: boolean;
  readonly again: () => void;
}

/** Asks the hub when shown, when the line comes back, and when somebody wants it newer. */
export function useHub<Call extends DeviceCall>(call: Call, args: DeviceCalls[Call]['args']): Told<DeviceCalls[Call]['result']> {
  const bridge = useBridge();
  return useTold(`${call} ${JSON.stringify(args)}`, () => bridge.device(call, args));
}

/** Asks the hub for the pages of a list, as many as somebody wanted so far. */
export function useHubPages<Call extends 'platform.tenants' | 'platform.users'>(call: Call): Told<readonly DeviceCalls[Call]['result'][]> & { readonly more: (() => void) | null } {
  const bridge = useBridge();
  const [wanted, setWanted] = useState(1);
  const told = useTold(`${call} ${wanted}`, async () => {
    const pages: DeviceCalls[Call]['result'][] = [];
    for (let after: string | null = null; pages.length < wanted && (after !== null || pages.length === 0);) {
      const outcome: Outcome<DeviceCalls[Call]['result']> = await bridge.device(call, after === null ? {} : { after });
      if (!outcome.ok) return outcome;
      pages.push(outcome);
      after = outcome.next;
    }
    return { ok: true as const, pages };
  });
  const { answer, ...rest } = told;
  const pages = answer?.pages ?? null;
  return { ...rest, answer: pages, more: pages?.at(-1)?.next ? () => setWanted(pages.length + 1) : null };
}

function useTold<Result>(asked: string, ask: () => Promise<Outcome<Result>>): Told<Result> {
  const { hub } = useStatus();
  const [turn, setTurn] = useState(0);
  const isOnline = hub.state === 'online';
  const question = `${asked} ${isOnline} ${turn}`;
  const [held, setHeld] = useState<{ readonly question: string | null; readonly answer: Result | null; readonly at: string | null; readonly failure: Failure | null }>({
    question: null,
    answer: null,
    at: null,
    failure: null,
  });
  useEffect(() => {
    let isWanted = true;
    void ask().then((outcome) => {
      if (!isWanted) return;
      if (outcome.ok) setHeld({ question, answer: outcome, at: new Date().toISOString(), failure: null });
      else setHeld((now) => ({ ...now, question, failure: outcome }));
    });
    return () => {
      isWanted = false;
    };
    // The question says all that it depends on.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [question]);
  return { answer: held.answer, at: held.at, failure: held.failure, isBusy: held.question !== question, again: () => setTurn(turn + 1) };
}
