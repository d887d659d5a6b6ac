import { keptNumber, previewOf, readNumber as readWith, type DialPreview, type NumberingPlan } from '#domain/calls/number.ts';
import { findPhoneNumbersInText, isSupportedCountry, parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/max';

/** Every country's numbers, as this desk knows them. */
const plan: NumberingPlan = (text, country) => parsePhoneNumberFromString(text, { defaultCountry: countryOf(country), extract: false });

/** The number of a party as rows keep it; null where it is none that could be dialled. */
export const e164Of = (number: string, country: string): string | null => keptNumber(number, country, plan);

/** Reads a number in any form that people write. */
export const readNumber = (text: string, country: string): DialPreview => readWith(text, country, plan);

/** Reads a pasted text: the number in it, wherever it stands, or what the whole text means. */
export function readPasted(text: string, country: string): DialPreview {
  const whole = readNumber(text, country);
  if (whole.kind === 'short' || (whole.kind === 'number' && whole.isValid)) return whole;
  const [found] = findPhoneNumbersInText(text.slice(0, 2000), { defaultCountry: countryOf(country), extended: true });
  return found ? previewOf(found.number) : whole;
}

/** The tones that a number's extension stands for. */
export const tonesOf = (preview: DialPreview): { readonly tones?: string } => (preview.kind === 'number' && preview.extension !== null ? { tones: preview.extension } : {});

/** A number as people of its country write it; any other text as it is. */
export function shownNumber(text: string, country: string): string {
  const read = readNumber(text, country);
  return read.kind === 'number' ? read.shown : text;
}

/** A number as it stands in a field that is typed into: as its country writes it, with its extension; what is none stays as it is. */
export function typedNumber(text: string, country: string): string {
  const read = readNumber(text, country);
  if (read.kind === 'short') return read.dial;
  if (read.kind !== 'number') return text;
  return read.extension === null ? read.shown : `${read.shown} ext. ${read.extension}`;
}

const countryOf = (country: string): CountryCode => (isSupportedCountry(country) ? country : 'GB');
