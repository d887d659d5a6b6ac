import { Contact } from '#domain/contacts/contact.ts';
import { ContactPoint } from '#domain/contacts/contact-point.ts';
import { lookedUpBy, pointArgs, primaryFields, type Shown } from '#domain/contacts/points.ts';
import { command, insert, remove, update, type Change } from '#domain/kernel/command.ts';
import { idFrom } from '#domain/kernel/context.ts';
import { Refusal } from '#domain/kernel/failure.ts';
import { idOf } from '#domain/kernel/field.ts';
import { toRead, toWrite, type Rows } from '#domain/kernel/rows.ts';
import * as z from 'zod';

/** Adds an address by which a contact is reached. */
export const addPoint = command('contacts.addPoint', {
  title: 'Add a contact point',
  args: z.strictObject({ contactId: idOf('contacts'), point: pointArgs }),
  mode: 'offline',
  capability: 'contacts.edit',
  needs: ({ contactId }) => [toWrite(Contact, { id: contactId }), toRead(ContactPoint, { contactId })],
  on: ({ args, rows }) => [rows.get(Contact, args.contactId)],
  run: ({ args: { contactId, point }, rows, context }) => {
    const { kind, value, label = null } = point;
    const normalized = lookedUpBy(point, 'value');
    const points = rows.find(ContactPoint, { contactId });
    if (points.some((other) => other.kind === kind && other.normalized === normalized)) throw new Refusal('point.taken', 'value', 'The contact already has this address.');
    const isPrimary = !points.some((other) => other.kind === kind && other.isPrimary);
    return [
      insert(ContactPoint, idFrom(context, 0), { contactId, kind, value, normalized, label, isPrimary }),
      ...showing(contactId, [...points, { kind, normalized, isPrimary }], rows),
    ];
  },
});

/** Takes an address from a contact; the oldest other one of its kind takes its place. */
export const removePoint = command('contacts.removePoint', {
  title: 'Remove a contact point',
  args: z.strictObject({ id: idOf('contactPoints'), contactId: idOf('contacts') }),
  mode: 'offline',
  capability: 'contacts.edit',
  needs: ({ contactId }) => [toWrite(Contact, { id: contactId }), toWrite(ContactPoint, { contactId })],
  on: ({ args, rows }) => [rows.get(Contact, args.contactId)],
  run: ({ args, rows }) => {
    const points = rows.find(ContactPoint, { contactId: args.contactId });
    const leaving = ownPoint(points, args.id);
    const staying = points.filter((point) => point !== leaving);
    const next = leaving.isPrimary ? staying.filter(({ kind }) => kind === leaving.kind).toSorted((one, other) => (one.id < other.id ? -1 : 1))[0] : undefined;
    const after = staying.map((point) => (point === next ? { ...point, isPrimary: true } : point));
    return [remove(ContactPoint, leaving.id), ...(next ? [update(ContactPoint, next.id, { isPrimary: true })] : []), ...showing(args.contactId, after, rows)];
  },
});

/** Makes an address the first one of its kind to reach a contact at. */
export const setPrimaryPoint = command('contacts.setPrimaryPoint', {
  title: 'Make it the main contact point',
  args: z.strictObject({ id: idOf('contactPoints'), contactId: idOf('contacts') }),
  mode: 'offline',
  capability: 'contacts.edit',
  needs: ({ contactId }) => [toWrite(Contact, { id: contactId }), toWrite(ContactPoint, { contactId })],
  on: ({ args, rows }) => [rows.get(Contact, args.contactId)],
  run: ({ args, rows }) => {
    const points = rows.find(ContactPoint, { contactId: args.contactId });
    const chosen = ownPoint(points, args.id);
    const before = points.filter((point) => point.kind === chosen.kind && point.isPrimary && point !== chosen);
    const after = points.map((point) => (point.kind === chosen.kind ? { ...point, isPrimary: point === chosen } : point));
    return [
      ...before.map(({ id }) => update(ContactPoint, id, { isPrimary: false })),
      update(ContactPoint, chosen.id, { isPrimary: true }),
      ...showing(args.contactId, after, rows),
    ];
  },
});

function ownPoint(points: readonly ContactPoint[], id: string): ContactPoint {
  const point = points.find((each) => each.id === id);
  if (!point) throw new Refusal('row.missing', 'id', 'The contact has no such address.');
  return point;
}

function showing(contactId: Contact['id'], points: readonly Shown[], rows: Rows): readonly Change[] {
  const contact = rows.get(Contact, contactId);
  const fields = primaryFields(points);
  return fields.primaryEmail === contact.primaryEmail && fields.primaryPhone === contact.primaryPhone ? [] : [update(Contact, contactId, fields)];
}
