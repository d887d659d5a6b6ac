import { localTime } from '#domain/kernel/wall-clock.ts';

interface QuietHours {
  readonly from: string;
  readonly to: string;
}

const minute = 60_000;
const minutesOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** Whether a member is not to be disturbed at a moment: from the first time up to the second, over midnight too; two equal times are no hours. */
export function isQuiet({ from, to }: QuietHours, timeZone: string, at: number): boolean {
  const now = localTime(at, timeZone);
  return from <= to ? from <= now && now < to : from <= now || now < to;
}

/** The first moment from this one on at which a member may be disturbed; where clocks skip the end of the hours, an hour after it. */
export function afterQuiet(hours: QuietHours | null | undefined, timeZone: string, at: number): number {
  if (!hours) return at;
  let moment = at;
  // A clock that goes back shows quiet hours again.
  while (isQuiet(hours, timeZone, moment)) {
    const end = moment - (moment % minute) + until(localTime(moment, timeZone), hours.to);
    // One that goes forward has shown the end before.
    const sooner = end - until(hours.to, localTime(end, timeZone));
    moment = sooner > moment && !isQuiet(hours, timeZone, sooner) ? sooner : end;
  }
  return moment;
}

const until = (from: string, to: string) => ((minutesOf(to) - minutesOf(from) + 1440) % 1440) * minute;
