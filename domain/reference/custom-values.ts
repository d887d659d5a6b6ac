import { Refusal } from '#domain/kernel/failure.ts';
import { toRead, type Need, type Rows } from '#domain/kernel/rows.ts';
import type { Registry } from '#domain/kernel/standard.ts';
import { CustomField } from '#domain/reference/custom-field.ts';
import * as z from 'zod';

type Definition = Pick<CustomField, 'fieldKind' | 'key' | 'kindCode' | 'label' | 'options' | 'required'>;
type Values = Readonly<Record<string, unknown>>;

const schemas: Readonly<Record<Exclude<CustomField['fieldKind'], 'choice'>, z.ZodType>> = {
  text: z.string().max(255),
  longText: z.string().max(100_000),
  int: z.int(),
  dec: z.number(),
  money: z.strictObject({ minor: z.int(), currency: z.string().regex(/^[A-Z]{3}$/) }),
  bool: z.boolean(),
  date: z.iso.date(),
  instant: z.iso.datetime({ precision: 3 }),
  phone: z.string().regex(/^\+?[0-9]{2,15}$/),
  email: z.email().max(254),
  ref: z.uuid(),
};

/** Asks for the fields that a tenant has defined for an entity, where a command writes values of such. */
export const customFieldNeed = (entityType: CustomField['entityType'], values: Values | null | undefined): readonly Need[] => (values ? [toRead(CustomField, { entityType })] : []);

/** Refuses values that the tenant's own definitions do not allow, naming the field; keys that are not defined are kept as they are. */
export function checkCustomFields(rows: Rows, entityType: CustomField['entityType'], values: Values | null | undefined, kindCode: string | null = null): void {
  if (!values) return;
  for (const definition of rows.find(CustomField, { entityType })) if (definition.kindCode === null || definition.kindCode === kindCode) check(definition, values[definition.key]);
}

/** The same for the standard commands, of whichever entities a tenant may define fields for. */
export const standardCustom: Registry['custom'] = {
  needs: ({ name }, { customFields }) => (isCustom(name) ? customFieldNeed(name, customFields as Values | null | undefined) : []),
  check: ({ name }, rows, { customFields }) => {
    if (isCustom(name)) checkCustomFields(rows, name, customFields as Values | null | undefined);
  },
};

const isCustom = (name: string): name is CustomField['entityType'] => CustomField.fields.entityType.schema.safeParse(name).success;

function check(definition: Definition, value: unknown): void {
  const refuse = (message: string): never => {
    throw new Refusal('field.invalid', `customFields.${definition.key}`, `${definition.label}: ${message}`);
  };
  if (value === undefined || value === null || value === '') {
    if (definition.required) refuse('must be given.');
    return;
  }
  const parsed = schemaOf(definition).safeParse(value);
  if (!parsed.success) refuse(parsed.error.issues[0]?.message ?? 'is not valid.');
}

function schemaOf({ fieldKind, options }: Definition): z.ZodType {
  if (fieldKind !== 'choice') return schemas[fieldKind];
  return z.literal((options ?? []).map(({ value }) => value));
}
