import { command, insert, update, type Change } from '#domain/kernel/command.ts';
import { idFrom } from '#domain/kernel/context.ts';
import { Refusal } from '#domain/kernel/failure.ts';
import { idOf } from '#domain/kernel/field.ts';
import { toRead, toWrite, type Rows } from '#domain/kernel/rows.ts';
import { CaseCategory } from '#domain/reference/case-category.ts';
import { CaseKind } from '#domain/reference/case-kind.ts';
import { CustomField } from '#domain/reference/custom-field.ts';
import { Priority } from '#domain/reference/priority.ts';
import { ReferenceItem } from '#domain/reference/reference-item.ts';
import * as z from 'zod';

const ordered = { caseCategories: CaseCategory, customFields: CustomField, referenceItems: ReferenceItem } as const;

/** Puts rows of a list in the order in which they are named. */
export const reorder = command('reference.reorder', {
  title: 'Change the order',
  args: z.strictObject({ entity: z.enum(['caseCategories', 'customFields', 'priorities', 'referenceItems']), ids: z.array(z.uuid()).min(1).max(500) }),
  mode: 'online',
  capability: 'reference.manage',
  needs: ({ entity, ids }) => (entity === 'priorities' ? [toWrite(Priority, {})] : ids.map((id) => toWrite(ordered[entity], { id }))),
  run: ({ args: { entity, ids }, rows }) => {
    if (new Set(ids).size < ids.length) throw new Refusal('field.invalid', 'ids', 'Every row is named once.');
    if (entity === 'priorities') return relevelled(ids, rows);
    const of = ordered[entity];
    return ids.map((id, sortOrder): Change => update(of, rows.get(of, id).id as never, { sortOrder } as never));
  },
});

/** Two priorities never have one level, not even for a moment: the new levels are all free ones. */
function relevelled(ids: readonly string[], rows: Rows): readonly Change[] {
  const all = rows.find(Priority, {});
  const missing = ids.find((id) => !all.some((row) => row.id === id));
  if (missing) throw new Refusal('row.missing', 'ids', 'There is no such priority.');
  if (all.length > ids.length) throw new Refusal('field.invalid', 'ids', 'Name all priorities.');
  const levels = all.map(({ level }) => level);
  const first = Math.min(...levels) >= ids.length ? 0 : Math.max(...levels) + 1;
  return ids.map((id, place) => update(Priority, id as Priority['id'], { level: first + place }));
}

const definition = z.strictObject({
  id: idOf('customFields').optional(),
  entityType: CustomField.fields.entityType.schema,
  kindCode: z.string().trim().min(1).max(255).nullish(),
  key: z.string().regex(/^[a-z][A-Za-z0-9]{0,62}$/),
  label: z.string().trim().min(1).max(255),
  fieldKind: CustomField.fields.fieldKind.schema,
  options: CustomField.fields.options.schema.nullish(),
  required: z.boolean().optional(),
  sensitivity: CustomField.fields.sensitivity.schema.optional(),
  sortOrder: z.int().nullish(),
});

/** Defines a field of the tenant's own, or changes one; what its values are made of stays. */
export const defineCustomField = command('customFields.define', {
  title: 'Define a field',
  args: definition,
  mode: 'online',
  capability: 'reference.manage',
  needs: ({ entityType, kindCode }) => [toWrite(CustomField, { entityType }), ...(kindCode ? [toRead(CaseKind, { code: kindCode })] : [])],
  run: ({ args: { id, ...args }, rows, context }) => {
    const { entityType, key, kindCode = null, fieldKind, options } = args;
    if (kindCode && rows.find(CaseKind, { code: kindCode }).length === 0) throw new Refusal('row.missing', 'kindCode', 'There is no such kind of case.');
    const hasOptions = (options?.length ?? 0) > 0;
    if ((fieldKind === 'choice') !== hasOptions) throw new Refusal('field.invalid', 'options', 'A choice has options, and nothing else does.');
    const defined = rows.find(CustomField, { entityType });
    const namesake = defined.find((field) => field.key === key && field.kindCode === kindCode);
    const known = id ? defined.find((field) => field.id === id) : namesake;
    if (id && !known) throw new Refusal('row.missing', 'id', 'There is no such field.');
    if (namesake && known !== namesake) throw new Refusal('unique.taken', 'key', 'Another field has this key.');
    if (!known) return [insert(CustomField, idFrom(context, 0), { ...args, kindCode })];
    if (known.fieldKind !== fieldKind || known.key !== key) throw new Refusal('field.kindChange', 'fieldKind', 'There may be values of the old kind; define another field.');
    const { label, required = known.required, sensitivity = known.sensitivity, sortOrder = known.sortOrder } = args;
    return [update(CustomField, known.id, { label, options: options ?? null, required, sensitivity, sortOrder })];
  },
});
