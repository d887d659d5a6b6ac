const day = 86_400_000;

/** Whether clocks know a time zone of this name. */
export function isTimeZone(name: string): boolean {
  return name === 'UTC' || Intl.supportedValuesOf('timeZone').includes(name);
}

/** The moment at which a clock on the wall of a time zone shows this; in an hour that is skipped, the hour after it. */
export function utcOf(date: string, time: string, timeZone: string): number {
  const wall = time === '24:00' ? Date.parse(`${date}T00:00:00.000Z`) + day : Date.parse(`${date}T${time}:00.000Z`);
  const guess = wall - offsetAt(wall, timeZone);
  return wall - offsetAt(guess, timeZone);
}

const clocks = new Map<string, Intl.DateTimeFormat>();
function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone);
  if (known) return known;
  // Making one takes longer than all the rest.
  const made = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  clocks.set(timeZone, made);
  return made;
}

function partsAt(moment: number, timeZone: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    clockOf(timeZone)
      .formatToParts(moment)
      .map(({ type, value }) => [type, value]),
  );
}

function offsetAt(moment: number, timeZone: string): number {
  const { year, month, day: date, hour, minute, second } = partsAt(moment, timeZone);
  return Date.parse(`${year}-${month}-${date}T${hour}:${minute}:${second}.000Z`) - Math.floor(moment / 1000) * 1000;
}

/** The day that a calendar on the wall of a time zone shows at a moment. */
export function localDate(moment: number, timeZone: string): string {
  const { year, month, day: date } = partsAt(moment, timeZone);
  return `${year}-${month}-${date}`;
}

/** The time that a clock on the wall of a time zone shows at a moment, as `HH:MM`. */
export function localTime(moment: number, timeZone: string): string {
  const { hour, minute } = partsAt(moment, timeZone);
  return `${hour}:${minute}`;
}
