import * as z from 'zod';
import type { AnyEntity, RowOf } from './entity.ts';

type PatchOf<E extends AnyEntity, K extends keyof E['fields'] & string> = z.ZodType<Partial<Pick<RowOf<E>, K>>>;

/** Parses some of the named fields of an entity: what an editor wrote, or what an editor saw. */
export function patchOf<const E extends AnyEntity, const K extends keyof E['fields'] & string>({ fields }: E, keys: readonly K[]): PatchOf<E, K> {
  const shape = keys.map((key) => {
    const field = fields[key];
    if (!field) throw new Error(`${key} is not a field`);
    return [key, (field.optional ? field.schema.nullable() : field.schema).optional()] as const;
  });
  // zod cannot follow a computed list of keys; the shape above is built from the same list.
  return z.strictObject(Object.fromEntries(shape)) as unknown as PatchOf<E, K>;
}
