import { entityOf } from '#domain/registry.ts';

/** The answers that lie beside one, by their last names. */
export function besideOf(name: string, answers: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const stem = name.slice(0, name.lastIndexOf('.') + 1);
  return Object.fromEntries(Object.entries(answers).flatMap(([key, value]) => (key.startsWith(stem) ? [[key.slice(stem.length), value]] : [])));
}

/** Values that name a kind of record, by the name of its entity: a "user" is of "users". */
export const entitiesIn = (values: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, typeof value === 'string' && Object.hasOwn(entityOf, `${value}s`) ? `${value}s` : value]));
