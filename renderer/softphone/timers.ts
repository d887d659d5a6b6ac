/** How late a timer may be before the computer must have slept. */
const asleep = 5000;

/** A clock that rings at given moments; being told others, it forgets those that are not among them. */
export function createTimers(onDue: (name: string) => void, onSlept: () => void) {
  const timers = new Map<string, { readonly at: number; readonly timer: ReturnType<typeof setTimeout> }>();

  const forget = (name: string) => {
    clearTimeout(timers.get(name)?.timer);
    timers.delete(name);
  };

  return {
    set: (deadlines: Readonly<Record<string, number>>) => {
      for (const name of timers.keys()) if (!(name in deadlines)) forget(name);
      for (const [name, at] of Object.entries(deadlines)) {
        if (timers.get(name)?.at === at) continue;
        forget(name);
        const timer = setTimeout(
          () => {
            timers.delete(name);
            if (Date.now() - at > asleep) onSlept();
            onDue(name);
          },
          Math.max(0, at - Date.now()),
        );
        timers.set(name, { at, timer });
      }
    },
  };
}
