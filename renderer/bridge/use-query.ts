import type { Answer, QueryArgs, QueryName } from '#domain/bridge.ts';
import { useCallback, useState, useSyncExternalStore } from 'react';
import type { Asked } from './live.ts';
import { useDesk } from './provider.tsx';

const idle: Asked<never> = { data: undefined, failure: null };

/** The live answer of a query; `null` arguments ask nothing. */
export function useQuery<Name extends QueryName>(name: Name, args: QueryArgs<Name> | null): Asked<Answer<Name>> {
  const { live } = useDesk();
  const key = JSON.stringify(args);
  const subscribe = useCallback(
    (listener: () => void) => (args === null ? () => {} : live.subscribe(name, args, listener)),
    // The arguments are compared by content; a new object of the same content is the same question.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [live, name, key],
  );
  return useSyncExternalStore(subscribe, () => (args === null ? idle : live.read(name, args)));
}

/** The same, but shows the last answer until the answer to new arguments is there. */
export function useSteadyQuery<Name extends QueryName>(name: Name, args: QueryArgs<Name> | null): Asked<Answer<Name>> {
  const asked = useQuery(name, args);
  const [kept, setKept] = useState(asked);
  if (asked.data !== undefined && asked !== kept) setKept(asked);
  return asked.data === undefined && asked.failure === null ? kept : asked;
}
