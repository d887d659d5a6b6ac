/** Wrong passwords in a row, and when the last was tried. */
export interface Attempts {
  readonly count: number;
  readonly at: number;
}

export const noAttempts: Attempts = { count: 0, at: 0 };

const free = 3;
const longest = 5 * 60_000;

/** How long (milliseconds) until a password may be tried again. */
export function waitAfter({ count, at }: Attempts, now: number): number {
  if (count < free) return 0;
  const wait = Math.min(longest, 1000 * 2 ** (count - free));
  // A clock that was turned back must not open the door early.
  return now < at ? wait : Math.max(0, at + wait - now);
}
