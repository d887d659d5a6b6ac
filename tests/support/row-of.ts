import { baseFields, type AnyEntity, type Check } from '#domain/kernel/entity.ts';
import type { Defaulted, Field } from '#domain/kernel/field.ts';
import type { EntityName } from '#domain/kernel/names.ts';
import * as z from 'zod';
import { oneOf, valueOf, type Draw } from './value-of.ts';

/** Where the values of a made-up row come from. */
export interface RowSource {
  readonly draw: Draw;
  /** The id of a row of that entity for a field to name, other than those given; null where there is none. */
  readonly refer: (target: EntityName, field: string, others: readonly unknown[]) => string | null;
}

export type Values = Readonly<Record<string, unknown>>;

/** Every value of a valid new row of any entity but its base, made up from the declaration; those given are taken as they are. */
export function rowOf(entity: AnyEntity, source: RowSource, given: Values = {}): Values {
  const { checks = [], fields } = entity;
  const row: Record<string, unknown> = { ...given };
  for (const [key, field] of Object.entries(fields)) {
    if (baseFields.has(key) || key in row) continue;
    if (field.typedBy) Object.assign(row, typedReference(key, field, fields[field.typedBy], source, row));
    else if (field.entities && Object.values(fields).some(({ typedBy }) => typedBy === key)) continue;
    else row[key] = field.target ? referenceOf(entity, key, field, source, siblings(checks, key, row)) : made(entity, key, field, source.draw);
  }
  together(entity, row, given);
  return row;
}

/** The values of the fields that must differ from one. */
const siblings = (checks: readonly Check[], key: string, row: Values): readonly unknown[] =>
  checks.filter(({ that, of }) => that === 'differ' && of.includes(key)).flatMap(({ of }) => of.map((other) => row[other]));

function referenceOf(entity: AnyEntity, key: string, { optional, target }: Field, { refer }: RowSource, others: readonly unknown[]): unknown {
  const id = target ? refer(target, key, others) : null;
  if (id === null && !optional) throw new Error(`There is no row of ${target} for ${entity.name}.${key}.`);
  return id;
}

/** A reference to a row of any entity: the first kind, cases before all, of which there is a row. */
function typedReference(key: string, { optional, typedBy = '' }: Field, type: Field | undefined, { refer }: RowSource, row: Values): Values {
  const wanted = row[typedBy];
  const entities = (type?.entities ?? []).filter((name) => wanted === undefined || name === wanted);
  for (const name of entities.toSorted((one, other) => Number(other === 'cases') - Number(one === 'cases'))) {
    const id = refer(name, key, []);
    if (id !== null) return { [typedBy]: name, [key]: id };
  }
  if (!optional) throw new Error(`There is no row for ${key}.`);
  return { [typedBy]: null, [key]: null };
}

function made({ transitions = {} }: AnyEntity, key: string, field: Field & Partial<Defaulted<unknown>>, draw: Draw): unknown {
  const states = transitions[key]?.initial;
  if (states) return field.fallback ?? oneOf(states, draw);
  if (field.fallback !== undefined) return field.fallback;
  // An id that no key holds names something that only its module knows.
  if (field.kind === 'id') return field.optional ? null : valueOf(z.uuid(), draw);
  return valueOf(field.schema, draw);
}

/** What a declaration asks of fields together. */
function together({ checks = [], fields }: AnyEntity, row: Record<string, unknown>, given: Values): void {
  const isSet = (key: string) => row[key] !== null && row[key] !== undefined;
  for (const { that, of } of checks) {
    if (that !== 'one') continue;
    const kept = of.find((key) => isSet(key) && key in given) ?? of.find(isSet);
    for (const key of of.filter((other) => other !== kept)) {
      row[key] = null;
      const beside = fields[key]?.typedBy;
      if (beside) row[beside] = null;
    }
  }
  for (const [key, { currency }] of Object.entries(fields)) if (currency && !isSet(key)) row[currency] = null;
}
