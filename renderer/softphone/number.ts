import { findPhoneNumbersInText, isSupportedCountry, parsePhoneNumberFromString, type CountryCode, type PhoneNumber } from 'libphonenumber-js/max';

/** What a typed or pasted text means to a telephone, before it is dialled. */
export type DialPreview =
  | { readonly kind: 'empty' }
  | { readonly kind: 'bad'; readonly reason: 'letters' | 'tooLong' | 'noDigits' }
  /** An extension, an emergency or service number, or a code of the PBX: dialled as it stands. */
  | { readonly kind: 'short'; readonly dial: string }
  | {
      readonly kind: 'number';
      readonly dial: string;
      readonly e164: string;
      readonly shown: string;
      readonly country: string | null;
      /** Tones to send once the other side has answered. */
      readonly extension: string | null;
      /** Whether the numbering plan knows such numbers; a new one may be right all the same. */
      readonly isValid: boolean;
    };

const mostText = 64;
const mostDigits = 24;
const mostShort = 6;

/** Reads a number in any form that people write: slashes, spaces, 00, +, national, short, with an extension, in other digits. */
export function readNumber(text: string, country: string): DialPreview {
  const given = plain(text);
  if (given === '') return { kind: 'empty' };
  if (given.length > mostText || digitsOf(given).length > mostDigits) return { kind: 'bad', reason: 'tooLong' };
  const code = given.replaceAll(/[\s./()-]/g, '');
  if (/^[*#\d]+$/.test(code) && (code.length <= mostShort || /[*#]/.test(code.slice(0, 1)))) return { kind: 'short', dial: code };
  const parsed = parsePhoneNumberFromString(given, { defaultCountry: countryOf(country), extract: false });
  if (parsed && /^\+?\d/.test(parsed.number)) return numberOf(parsed);
  if (/\p{L}/u.test(given)) return { kind: 'bad', reason: 'letters' };
  if (!/\d/.test(code)) return { kind: 'bad', reason: 'noDigits' };
  return /^\+?\d+$/.test(code) ? { kind: 'number', dial: code, e164: code, shown: code, country: null, extension: null, isValid: false } : { kind: 'bad', reason: 'noDigits' };
}

/** Reads a pasted text: the number in it, wherever it stands, or what the whole text means. */
export function readPasted(text: string, country: string): DialPreview {
  const whole = readNumber(text, country);
  if (whole.kind === 'short' || (whole.kind === 'number' && whole.isValid)) return whole;
  const [found] = findPhoneNumbersInText(text.slice(0, 2000), { defaultCountry: countryOf(country), extended: true });
  return found ? numberOf(found.number) : whole;
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

function numberOf(parsed: PhoneNumber): DialPreview {
  return {
    kind: 'number',
    dial: parsed.number,
    e164: parsed.number,
    shown: parsed.formatInternational().replace(/ ext\. .*$/, ''),
    country: parsed.country ?? null,
    extension: parsed.ext ?? null,
    isValid: parsed.isValid(),
  };
}

/** Without the scheme of a link, with ASCII digits, and with one plus sign before an international number. */
const plain = (text: string): string =>
  text
    .trim()
    // Of an address of SIP the part that a telephone could dial.
    .replace(/^(sips?:[^@;?]*)[@;?].*$/i, '$1')
    .replace(/^(tel|sips?|callto):/i, '')
    .replaceAll(/[\u0660-\u0669\u06f0-\u06f9\uff10-\uff19]/g, (digit) => String((digit.codePointAt(0) ?? 0) % 16))
    .replaceAll(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')
    .replace('\uff0b', '+')
    // Not every country dials 00 abroad, but who writes it means it.
    .replace(/^\+?\s*00(?=\s*[1-9])\s*/, '+')
    .trim();

const digitsOf = (text: string): string => text.replaceAll(/\D/g, '');
const countryOf = (country: string): CountryCode => (isSupportedCountry(country) ? country : 'GB');
