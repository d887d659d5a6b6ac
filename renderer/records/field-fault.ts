import { partsOf } from '#domain/kernel/arguments.ts';
import { labelOf, type Field } from '#domain/kernel/field.ts';
import type { Refused } from '../bridge/use-command.ts';
import { number } from '../ui/format.ts';
import { ofCode, t } from '../ui/text.ts';

/** Whether a refusal is about a question: it names the argument, the field that the argument becomes, the whole that it is a part of, or something inside it. */
export const isAtFault = (name: string, field: string | undefined): boolean =>
  field !== undefined && (field === name || name.startsWith(`${field}.`) || name.endsWith(`.${field}`) || field.endsWith(`.${name}`) || field.startsWith(`${name}.`));

/** Why a value was refused, in words for whoever typed it: what its field does not take, else the reason that the command gave. */
export function faultOf(field: Field, value: unknown, { code, message }: Pick<Refused, 'code' | 'message'>): string {
  const [issue] = field.schema.safeParse(value).error?.issues ?? [];
  if (code !== 'field.invalid' || !issue) return ofCode('code', code, message.replace(/^[\w.]+: /, ''));
  if (field.kind === 'json' && issue.path.length > 0) {
    const place = issue.path.map((key) => (typeof key === 'number' ? key + 1 : labelOf(String(key), {})));
    const part = partAt(field, value, issue.path);
    if (part) return `${[...place.slice(0, -1), part.label].join(', ')}: ${faultOf(part.field, part.value, { code, message })}`;
    return `${place.join(', ')}: ${issue.message}`;
  }
  if (value === null || value === undefined || value === '') return t('fault.none');
  if (issue.code === 'too_big') return t(typeof value === 'number' ? 'fault.most' : 'fault.long', { n: number(Number(issue.maximum)) });
  if (issue.code === 'too_small') return t(typeof value === 'number' ? 'fault.least' : 'fault.short', { n: number(Number(issue.minimum)) });
  if (issue.code === 'custom') return t('fault.unfit', { why: issue.message });
  if (field.choices || field.entities) return t('fault.choice');
  if (issue.code === 'invalid_format' && issue.pattern === '/^[A-Z]{3}$/') return t('fault.currency');
  return ofCode('fault', field.form ?? field.kind, t('fault.text'));
}

/** The part of a structured value that lies at a path, its name, and what stands there; null where it is of no declared kind. */
function partAt(whole: Field, value: unknown, path: readonly PropertyKey[]): { readonly field: Field; readonly label: string; readonly value: unknown } | null {
  if (typeof path.at(-1) === 'number') return null;
  let at = { field: whole, label: '', value };
  for (const key of path) {
    const inner: unknown = Object(at.value)[key];
    const part = typeof key === 'number' ? at : partsOf(at.field.schema)?.parts.find((one) => one.key === key);
    if (!part) return null;
    at = { field: part.field, label: part.label, value: inner };
  }
  return at;
}
