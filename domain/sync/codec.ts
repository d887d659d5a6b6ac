import type { AnyEntity, AnyRow } from '#domain/kernel/entity.ts';
import type { Kind } from '#domain/kernel/field.ts';
import { snake } from '#domain/kernel/names.ts';

/** A row as Postgres prints it: text by column name. Shapes carry rows so, and the server reads them so. */
export type TextRow = Readonly<Record<string, string | null | undefined>>;

/** The value of a field from what Postgres printed for it. */
export function decode(kind: Kind, text: string): unknown {
  switch (kind) {
    case 'boolean':
      return text === 't' || text === 'true';
    case 'integer':
    case 'long':
    case 'number':
      return Number(text);
    case 'instant':
      return instantOf(text);
    case 'json':
      return JSON.parse(text);
    case 'tags':
      return arrayOf(text);
    default:
      return text;
  }
}

/** The text by which Postgres takes the value of a field. */
export function encode(kind: Kind, value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (kind === 'json') return JSON.stringify(value);
  if (kind === 'tags') return Array.isArray(value) ? arrayText(value) : null;
  return String(value);
}

/** Reads rows of one entity from text; columns that are absent come out null. */
export function createRowDecoder(entity: AnyEntity): (text: TextRow) => AnyRow {
  const fields = Object.entries(entity.fields).map(([key, { kind }]) => [key, snake(key), kind] as const);
  return (text) => {
    const row: Record<string, unknown> & { id: string } = { id: '' };
    for (const [key, column, kind] of fields) {
      const value = text[column];
      row[key] = value === null || value === undefined ? null : decode(kind, value);
    }
    return row;
  };
}

/** `2026-03-01 09:30:00.5+00` as Postgres prints it in any zone, in ISO 8601 UTC with milliseconds. */
function instantOf(text: string): string {
  // A replica decodes millions of these; nearly all come in UTC and need no Date.
  if (text.endsWith('+00') && text[10] === ' ' && text.length <= 26) {
    const fraction = text.length > 22 ? text.slice(20, -3).padEnd(3, '0') : '000';
    return `${text.slice(0, 10)}T${text.slice(11, 19)}.${fraction}Z`;
  }
  const at = new Date(text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00'));
  if (Number.isNaN(at.getTime())) throw new Error(`Postgres printed a moment that cannot be read: ${text}`);
  return at.toISOString();
}

/** The members of an array of text as Postgres prints it: `{a,"b c",NULL}`. */
export function arrayOf(text: string): readonly string[] {
  if (text === '{}') return [];
  if (!text.includes('"') && !text.includes('\\')) return text.slice(1, -1).split(',');
  const members: string[] = [];
  for (let at = 1; at < text.length - 1; at++) {
    let member = '';
    if (text[at] === '"') {
      for (at++; text[at] !== '"'; at++) {
        if (text[at] === '\\') at++;
        member += text[at];
      }
      at++;
    } else for (; text[at] !== ',' && at < text.length - 1; at++) member += text[at];
    members.push(member);
  }
  return members;
}

const arrayText = (members: readonly unknown[]): string => `{${members.map((member) => `"${String(member).replace(/[\\"]/g, '\\$&')}"`).join(',')}}`;
