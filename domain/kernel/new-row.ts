import type { AnyEntity, AnyRow } from './entity.ts';
import type { Defaulted, Field } from './field.ts';

/** A row that did not exist before: what is not given has its fallback, and the base fields say who made it and when. */
export function newRow(
  entity: AnyEntity,
  id: string,
  values: Readonly<Record<string, unknown>>,
  { tenantId, userId, at }: { readonly tenantId: string; readonly userId: string | null; readonly at: string },
): AnyRow {
  const blank = Object.entries<Field & Partial<Defaulted<unknown>>>(entity.fields).map(([key, field]) => [key, field.fallback ?? null]);
  return { ...Object.fromEntries(blank), ...values, version: 0, id, tenantId, createdAt: at, createdBy: userId, updatedAt: at, updatedBy: userId };
}
