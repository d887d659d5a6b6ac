/** The form of a name by which two spellings meet: without accents, case or doubled spaces. */
export function normalizeName(name: string): string {
  return name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/g, ' ').trim();
}

/** The form of an address by which it is looked up: digits of a number, lower case of the rest. */
export function normalizePoint(kind: string, value: string): string {
  if (kind === 'phone' || kind === 'whatsapp')
    return value
      .replace(extension, '')
      .replace(/[^\d+]/g, '')
      .replace(/(?!^)\+/g, '')
      .replace(/^00/, '+');
  return value.trim().toLowerCase();
}

/** What is dialled after somebody has answered is no part of where they are reached. */
const extension = /(?:;ext=|ext\.?|extension|x|#)\s*\d{1,8}\s*$/i;

/** A person's name as one line. */
export const fullNameOf = (firstName: string, lastName: string | null | undefined): string => [firstName, lastName].filter(Boolean).join(' ');
