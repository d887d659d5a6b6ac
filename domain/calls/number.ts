/** A number as a numbering plan knows it. */
export interface PlannedNumber {
  /** In E.164. */
  readonly number: string;
  readonly country?: string | undefined;
  readonly ext?: string | undefined;
  readonly isValid: () => boolean;
  readonly formatInternational: () => string;
}

/** What knows how the countries write their numbers; each side brings it, as the domain holds no data. */
export type NumberingPlan = (text: string, country: string) => PlannedNumber | undefined;

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
export function readNumber(text: string, country: string, plan: NumberingPlan): DialPreview {
  const given = plain(text);
  if (given === '') return { kind: 'empty' };
  if (given.length > mostText || digitsOf(given).length > mostDigits) return { kind: 'bad', reason: 'tooLong' };
  const code = given.replaceAll(/[\s./()-]/g, '');
  if (/^[*#\d]+$/.test(code) && (code.length <= mostShort || /[*#]/.test(code.slice(0, 1)))) return { kind: 'short', dial: code };
  const parsed = plan(given, country);
  if (parsed && /^\+?\d/.test(parsed.number)) return previewOf(parsed);
  if (/\p{L}/u.test(given)) return { kind: 'bad', reason: 'letters' };
  if (!/\d/.test(code)) return { kind: 'bad', reason: 'noDigits' };
  return /^\+?\d+$/.test(code) ? { kind: 'number', dial: code, e164: code, shown: code, country: null, extension: null, isValid: false } : { kind: 'bad', reason: 'noDigits' };
}

/** A number as rows keep it, the same at every desk and at the hub; null where it is none that could be dialled. */
export function keptNumber(text: string, country: string, plan: NumberingPlan): string | null {
  const read = readNumber(text, country, plan);
  if (!('dial' in read)) return null;
  return /^\+?\d{2,15}$/.test(read.dial) ? read.dial : null;
}

/** What a number of a plan means to a telephone. */
export function previewOf(parsed: PlannedNumber): DialPreview {
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
