import type { DeviceCall, DeviceCalls } from '#domain/bridge.ts';
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
  type Result = DeviceCalls[Call]['result'];
  const bridge = useBridge();
  const { hub } = useStatus();
  const [turn, setTurn] = useState(0);
  const isOnline = hub.state === 'online';
  const question = `${call} ${JSON.stringify(args)} ${isOnline} ${turn}`;
  const [held, setHeld] = useState<{ readonly question: string | null; readonly answer: Result | null; readonly at: string | null; readonly failure: Failure | null }>({
    question: null,
    answer: null,
    at: null,
    failure: null,
  });
  useEffect(() => {
    let isWanted = true;
    void bridge.device(call, args).then((outcome) => {
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
