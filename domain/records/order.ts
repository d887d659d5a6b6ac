import { uniqueOf, type AnyEntity } from '#domain/kernel/entity.ts';

/** Whether the rows of an entity are listed by their title; those without one of their own are listed by age. */
export const isListedByTitle = ({ fields, title }: AnyEntity): boolean => fields[title]?.search !== undefined && !fields[title]?.multiline;

/** The fields by which a list of records may be put in order: its usual one, its age, and what leads an index and is never absent. */
export function sortsOf(entity: AnyEntity): readonly string[] {
  const { fields, indexes = [], unique = [], title } = entity;
  const leading = [...indexes, ...unique.map((one) => uniqueOf(one).on)].flatMap(([first]) => (first === undefined ? [] : [first]));
  const ordered = leading.filter((key) => fields[key] && !fields[key].optional && fields[key].kind !== 'id' && fields[key].sensitivity !== 'secret');
  return [...new Set([...(isListedByTitle(entity) ? [title] : []), ...ordered, 'id'])];
}
