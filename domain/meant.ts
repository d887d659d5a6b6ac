import { ref, type Field } from '#domain/kernel/field.ts';
import { entityNames, type EntityName } from '#domain/kernel/names.ts';
import { entityOf } from '#domain/registry.ts';

type Args = Readonly<Record<string, unknown>>;

/** Arguments that say where or how, and nothing that a person meant to write. */
const beside: ReadonlySet<string> = new Set(['base', 'id', 'from', 'subject', 'despiteDuplicates']);

/** What a person meant to write with a command: an edit's patch, else all that its arguments give. */
export function entriesOf(args: unknown): readonly (readonly [string, unknown])[] {
  if (!isArgs(args)) return [];
  const { patch } = args;
  if (isArgs(patch)) return Object.entries(patch);
  return Object.entries(args).filter(([name, value]) => !beside.has(name) && value !== null && value !== undefined);
}

/** The arguments with other values in the same places. */
export function withEntries(args: unknown, values: Args): unknown {
  if (!isArgs(args)) return args;
  const { patch } = args;
  return isArgs(patch) ? { ...args, patch: { ...patch, ...values } } : { ...args, ...values };
}

/** The field that an argument writes: one of the entity's own, or the reference that its name says, as `contactId` does. */
export function fieldOfArg(entity: EntityName | null, name: string): Field | undefined {
  const own = entity ? entityOf[entity].fields[name] : undefined;
  if (own) return own;
  const target = entityNames.find((each) => `${entityOf[each].singular.toLowerCase().replaceAll(' ', '')}id` === name.toLowerCase());
  return target && ref(target);
}

/** Whether arguments are what commands take: an object. */
export const isArgs = (value: unknown): value is Args => typeof value === 'object' && value !== null && !Array.isArray(value);
