import { Contact } from '#domain/contacts/contact.ts';
import { ContactPoint } from '#domain/contacts/contact-point.ts';
import { normalizePoint } from '#domain/contacts/rules.ts';
import { Refusal } from '#domain/kernel/failure.ts';
import * as z from 'zod';

/** An address as a person gives it. */
export const pointArgs = z.strictObject({ kind: ContactPoint.fields.kind.schema, value: z.string().trim().min(1).max(255), label: z.string().max(255).nullish() });
export type GivenPoint = z.output<typeof pointArgs>;
/** What decides whether a contact shows an address as its own. */
export type Shown = Pick<ContactPoint, 'isPrimary' | 'kind' | 'normalized'>;

/** The form by which an address is looked up; one that has none, such as a number without digits, is refused by its place. */
export function lookedUpBy({ kind, value }: GivenPoint, field: string): string {
  const normalized = normalizePoint(kind, value);
  if (!ContactPoint.fields.normalized.schema.safeParse(normalized).success) throw new Refusal('field.invalid', field, `“${value}” is no ${kind} to reach anybody at.`);
  return normalized;
}

/** The addresses of a new contact, each once. */
export function uniquePoints(points: readonly GivenPoint[]) {
  const normal = points.map((point, place) => ({ ...point, normalized: lookedUpBy(point, `points.${place}.value`) }));
  return normal.filter(({ kind, normalized }, place) => normal.findIndex((other) => other.kind === kind && other.normalized === normalized) === place);
}

/** The value that a contact shows of its primary address; one that is no whole address or number is not shown. */
export function shown(point: Pick<ContactPoint, 'kind' | 'normalized'> | undefined): string | null {
  if (!point) return null;
  const field = point.kind === 'email' ? Contact.fields.primaryEmail : Contact.fields.primaryPhone;
  return field.schema.safeParse(point.normalized).success ? point.normalized : null;
}

/** What a contact shows of its addresses. */
export function primaryFields(points: readonly Shown[]): Pick<Contact, 'primaryEmail' | 'primaryPhone'> {
  const primary = (kind: string) => shown(points.find((point) => point.kind === kind && point.isPrimary));
  return { primaryEmail: primary('email'), primaryPhone: primary('phone') ?? primary('whatsapp') };
}
