import { locale } from './format.ts';

const dayForm = new Intl.DateTimeFormat(locale, { day: '2-digit', month: '2-digit', year: 'numeric' });
const momentForm = new Intl.DateTimeFormat(locale, { day: '2-digit', month: '2-digit', year: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const letters: Readonly<Record<string, string>> = { day: 'dd', month: 'mm', year: 'yyyy', hour: 'hh', minute: 'mm' };
const form = (of: Intl.DateTimeFormat) =>
  of
    .formatToParts()
    .map(({ type, value }) => letters[type] ?? value)
    .join('');

/** How a day, and a moment, are typed in the reader's own order. */
export const dayPattern = form(dayForm);
export const momentPattern = form(momentForm);

/** A moment as it is typed, in the clock of this computer; text that is none stays as it is. */
export function momentText(instant: string): string {
  const at = new Date(instant);
  return isInstant(instant) ? momentForm.format(at) : instant;
}

/** A calendar day as it is typed. */
export const dayText = (date: string): string => (isDate(date) ? dayForm.format(new Date(`${date}T00:00`)) : date);

/** The moment that was typed; null when it is no moment, or not a whole one. */
export function readMoment(text: string): string | null {
  const parts = partsOf(text, momentForm);
  if (!parts) return null;
  const at = new Date(parts.year, parts.month - 1, parts.day, parts.hour, parts.minute);
  return isThat(at, parts) && at.getHours() === parts.hour && at.getMinutes() === parts.minute ? at.toISOString() : null;
}

/** The day that was typed, as `yyyy-mm-dd`; null when it is none. */
export function readDay(text: string): string | null {
  const parts = partsOf(text, dayForm);
  if (!parts || !isThat(new Date(parts.year, parts.month - 1, parts.day), parts)) return null;
  return [String(parts.year).padStart(4, '0'), ...[parts.month, parts.day].map((each) => String(each).padStart(2, '0'))].join('-');
}

export const isInstant = (text: string): boolean => /^\d{4}-\d\d-\d\dT/.test(text) && isDate(text.slice(0, 10)) && !Number.isNaN(new Date(text).getTime());

/** The 31st of a shorter month is no day, though `Date` takes it for one of the next. */
export const isDate = (text: string): boolean => {
  const at = /^\d{4}-\d\d-\d\d$/.test(text) ? new Date(text) : null;
  return at !== null && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
};

interface Parts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
}

function partsOf(text: string, of: Intl.DateTimeFormat): Parts | null {
  const order = of.formatToParts().flatMap(({ type }) => (type in letters ? [type] : []));
  const numbers = text.match(/\d+/g)?.map(Number) ?? [];
  if (numbers.length !== order.length) return null;
  const part = (type: string) => numbers[order.indexOf(type as (typeof order)[number])] ?? 0;
  const year = part('year');
  return { year: year < 100 ? 2000 + year : year, month: part('month'), day: part('day'), hour: part('hour'), minute: part('minute') };
}

/** A day that does not exist becomes another one, and an hour that is left out in spring too. */
const isThat = (at: Date, { year, month, day }: Parts): boolean => at.getFullYear() === year && at.getMonth() === month - 1 && at.getDate() === day;
