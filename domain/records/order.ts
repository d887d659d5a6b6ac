import { uniqueOf, type AnyEntity } from '#domain/kernel/entity.ts';

/** Whether the rows of an entity are listed by their title; those without one of their own are listed by age. */
export const isListedByTitle = ({ fields, title }: AnyEntity): boolean => fields[title]?.search !== undefined && !fields[title]?.multiline;

/** The fields by which a list of records may be put in order: its usual one, its age, and what leads an index, is never absent, and means something to whoever looks. */
export function sortsOf(entity: AnyEntity): readonly string[] {
  const { columns, fields, indexes = [], unique = [], title } = entity;
  const leading = [...indexes, ...unique.map((one) => uniqueOf(one).on)].flatMap(([first]) => (first === undefined ? [] : [first]));
  const ordered = leading.filter((key) => {
    const field = fields[key];
    return field && !field.optional && field.kind !== 'id' && field.sensitivity !== 'secret' && (field.kind === 'instant' || columns.includes(key));
  });
  return [...new Set([...(isListedByTitle(entity) ? [title] : []), ...ordered, 'id'])];
}

/** The fields by which the hub puts a list in order: those that lead an index, so that no order needs all rows; its usual order is by age. */
export function onlineSortsOf({ fields, indexes = [], unique = [], transitions = {} }: AnyEntity): readonly string[] {
  // A key that holds under a condition, or beyond the tenant, orders only some rows, or others' too.
  const whole = unique.map(uniqueOf).filter(({ when, global }) => !when && !global);
  const leading = [...indexes, ...whole.map(({ on }) => on)].map(([first]) => first ?? 'id');
  const references = Object.entries(fields).flatMap(([key, { target }]) => (target ? [key] : []));
  const known = new Set(['id', 'updatedAt', ...leading, ...references, ...Object.keys(transitions)]);
  const sortable = Object.entries(fields).filter(([key, { kind, sensitivity }]) => known.has(key) && !['json', 'tags'].includes(kind) && sensitivity !== 'secret');
  return sortable.map(([key]) => key).filter((key) => !['tenantId', 'createdBy', 'updatedBy', 'deletedBy'].includes(key));
}
