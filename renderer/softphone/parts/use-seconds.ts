import { useSyncExternalStore } from 'react';

/** The present moment to the second, in milliseconds; what shows it is drawn again every second. */
export const useSeconds = (): number => useSyncExternalStore(tick, () => Math.floor(Date.now() / 1000) * 1000);

/** Tells somebody four times a second that time goes on. */
export function tick(listener: () => void): () => void {
  const timer = setInterval(listener, 250);
  return () => clearInterval(timer);
}

/** A stretch of time as a clock shows it: 0:07, 12:40, 1:02:03. */
export function lasting(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (value: number) => String(value).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes}:${two(seconds % 60)}` : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}
