/** The language whose way of writing days and numbers the screens follow. */
export const locale = 'en-GB';

const clockForm = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false });
const timeForm = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hour12: false });
const dayForm = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' });
const yearForm = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric' });
const longForm = new Intl.DateTimeFormat(locale, {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hour12: false,
});
const numberForm = new Intl.NumberFormat(locale);

/** The time of day to the second, as the status bar shows it. */
export const clock = (instant: string): string => clockForm.format(new Date(instant));

/** A moment in as few letters as it takes: the time today, else the day. */
export function moment(instant: string, now = new Date()): string {
  const at = new Date(instant);
  if (at.toDateString() === now.toDateString()) return timeForm.format(at);
  return `${day(instant, now)} ${timeForm.format(at)}`;
}

/** A calendar day, with the year only where it is not this one. */
export function day(instant: string, now = new Date()): string {
  const at = new Date(instant);
  return (at.getFullYear() === now.getFullYear() ? dayForm : yearForm).format(at);
}

/** The time to the second today, else with its day: for a stamp that must not be read as today's. */
export function stamp(instant: string, now = new Date()): string {
  return new Date(instant).toDateString() === now.toDateString() ? clock(instant) : `${day(instant, now)} ${clock(instant)}`;
}

/** A moment in full, for a tooltip. */
export const inFull = (instant: string): string => longForm.format(new Date(instant));

export const number = (value: number): string => numberForm.format(value);

/** The value of a `datetime-local` input for a moment, in the clock of this computer. */
export function toLocalInput(instant: string): string {
  const at = new Date(instant);
  return Number.isNaN(at.getTime()) ? '' : new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** The moment that a `datetime-local` input holds; null when it is empty or half filled in. */
export function fromLocalInput(value: string): string | null {
  const at = new Date(value);
  return value === '' || Number.isNaN(at.getTime()) ? null : at.toISOString();
}

/** How many digits of a currency are behind its point. */
export const decimalsOf = (currency: string): number => currencyForm(currency).resolvedOptions().maximumFractionDigits ?? 2;

/** An amount of money from its minor units. */
export const amount = (minor: number, currency: string): string => currencyForm(currency).format(minor / 10 ** decimalsOf(currency));

const currencyForms = new Map<string, Intl.NumberFormat>();
function currencyForm(currency: string): Intl.NumberFormat {
  const known = currencyForms.get(currency);
  if (known) return known;
  const form = new Intl.NumberFormat(locale, { style: 'currency', currency: /^[A-Z]{3}$/.test(currency) ? currency : 'XXX', currencyDisplay: 'code' });
  currencyForms.set(currency, form);
  return form;
}

const unitForm = (unit: string, style: 'long' | 'narrow' | 'short' = 'short') =>
  new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: style, maximumFractionDigits: 1 });
const sizes = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** A length of time or a size in as few figures as tell it: “1 h 5 m”, “2.4 MB”. */
export function measured(value: number, unit: 'bytes' | 'minutes' | 'seconds'): string {
  if (unit === 'bytes') {
    const step = Math.min(sizes.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, Math.abs(value))) / 3)));
    return unitForm(sizes[step] ?? 'byte').format(value / 1000 ** step);
  }
  const seconds = unit === 'minutes' ? value * 60 : value;
  const parts = [
    ['day', Math.floor(seconds / 86_400)],
    ['hour', Math.floor((seconds % 86_400) / 3600)],
    ['minute', Math.floor((seconds % 3600) / 60)],
    ['second', seconds % 60],
  ] as const;
  const told = parts.filter(([, n]) => n !== 0);
  return told.length === 0 ? unitForm(unit.slice(0, -1)).format(0) : told.map(([of, n]) => unitForm(of, 'narrow').format(n)).join(' ');
}

const percentForm = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });

/** A share of one. */
export const percent = (share: number): string => percentForm.format(share);

const languageNames = new Intl.DisplayNames(locale, { type: 'language' });

/** A language in words; a tag that names none stays as it is. */
export function languageName(tag: string): string {
  try {
    return languageNames.of(tag) ?? tag;
  } catch {
    return tag;
  }
}
