/** How a caller stands after a call. */
export interface Allowance {
  readonly isAllowed: boolean;
  readonly limit: number;
  readonly remaining: number;
  /** Seconds until calls are counted anew. */
  readonly reset: number;
}

interface Window {
  readonly from: number;
  used: number;
}

// Beyond this many, those whose time has passed are forgotten.
const rememberedAtMost = 10_000;

/** Counts calls in fixed windows; each hub counts for itself. */
export function createLimit(milliseconds: number, now: () => number): (key: string, limit: number) => Allowance {
  const windows = new Map<string, Window>();
  return (key, limit) => {
    const at = now();
    if (windows.size >= rememberedAtMost) for (const [old, { from }] of windows) if (at - from >= milliseconds) windows.delete(old);
    const known = windows.get(key);
    const window = known && at - known.from < milliseconds ? known : { from: at, used: 0 };
    windows.set(key, window);
    const isAllowed = window.used < limit;
    if (isAllowed) window.used += 1;
    return { isAllowed, limit, remaining: limit - window.used, reset: Math.max(1, Math.ceil((window.from + milliseconds - at) / 1000)) };
  };
}
