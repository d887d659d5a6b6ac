import { randomUUID } from 'node:crypto';
import type { EntityName, Id } from '#domain/kernel/names.ts';

/** A new UUIDv7 for a row that the server makes by itself: 48 bits of time, the rest random. */
export function newId<Name extends EntityName>(now: number): Id<Name> {
  const time = now.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}` as Id<Name>;
}
