import { useSyncExternalStore } from 'react';

const minute = 60_000;

/** The present moment to the minute, in milliseconds; what shows it is drawn again when it moves on. */
export const useNow = (): number => useSyncExternalStore(tick, () => Math.floor(Date.now() / minute) * minute);

function tick(listener: () => void): () => void {
  const timer = setInterval(listener, minute / 4);
  return () => clearInterval(timer);
}
