import { getEnvironmentData, isMainThread, setEnvironmentData } from 'node:worker_threads';

/** Milliseconds for which bulk work waits for queries at most, and for which it then works before it waits again. */
const waitAtMost = 10;
const workAtLeast = 2;

const name = 'holdfast.queries';
const shared = getEnvironmentData(name);
const underWay = new Int32Array(shared instanceof SharedArrayBuffer ? shared : new SharedArrayBuffer(4));
// Threads that start from here on are given it.
if (isMainThread) setEnvironmentData(name, underWay.buffer);
let workedFrom = 0;

/** Counts a query that somebody waits for, where every thread of this desk sees it. */
export async function withRightOfWay<Result>(query: () => Promise<Result>): Promise<Result> {
  Atomics.add(underWay, 0, 1);
  try {
    return await query();
  } finally {
    Atomics.sub(underWay, 0, 1);
    Atomics.notify(underWay, 0);
  }
}

/** Lets queries go first: called between small pieces of a large work, in a thread that nobody waits for. */
export function giveWay(): void {
  const now = performance.now();
  if (isMainThread || now - workedFrom < workAtLeast) return;
  for (const until = now + waitAtMost; performance.now() < until;) {
    const count = Atomics.load(underWay, 0);
    if (count === 0) break;
    Atomics.wait(underWay, 0, count, until - performance.now());
  }
  workedFrom = performance.now();
}
