/** Tells a hub that is there from one that hangs, by when something last came from it. */
export interface Silence {
  /** Something came, whatever it was. */
  readonly heard: () => void;
  /** From now on something comes at least so often (milliseconds). */
  readonly watch: (every: number) => void;
  readonly stop: () => void;
}

/** Of the time between two beats: one may be late, two may not be missing. */
const patience = 2.2;
/** A timer that fires later than this tells of this computer and not of the line. */
const lateAtMost = 250;

/** `onSilent` hears how many milliseconds ago the last sign of life came, `onHeard` that one has come after all. */
export function createSilence({ onSilent, onHeard }: { readonly onSilent: (ago: number) => void; readonly onHeard: () => void }): Silence {
  let after = 0;
  let heardAt = 0;
  let dueAt = 0;
  let isSilent = false;
  let timer: NodeJS.Timeout | null = null;
  const wait = (milliseconds: number) => {
    dueAt = performance.now() + milliseconds;
    timer = setTimeout(look, milliseconds);
  };
  const look = () => {
    const now = performance.now();
    const left = heardAt + after - now;
    if (left > 0) return wait(left);
    // What came meanwhile may still lie there unread.
    if (now - dueAt > lateAtMost) return wait(lateAtMost);
    isSilent = true;
    onSilent(now - heardAt);
  };
  const stop = () => {
    if (timer) clearTimeout(timer);
    isSilent = false;
  };
  return {
    heard: () => {
      heardAt = performance.now();
      if (!isSilent) return;
      isSilent = false;
      wait(after);
      onHeard();
    },
    watch: (every) => {
      stop();
      after = every * patience;
      heardAt = performance.now();
      wait(after);
    },
    stop,
  };
}
