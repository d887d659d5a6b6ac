import type { AnyRow } from '#domain/kernel/entity.ts';
import { snake } from '#domain/kernel/names.ts';
import { entityOf } from '#domain/registry.ts';
import { describe, expect, test } from 'vitest';
import { createRowCodec } from './rows.ts';

const row: AnyRow = {
  ...Object.fromEntries(Object.keys(entityOf.contacts.fields).map((key) => [key, null])),
  id: '0190a000-0000-7000-8000-000000000001',
  createdAt: '2026-03-01T09:30:00.500Z',
  version: 3,
  fullName: 'Zoë “Z” Ångström\n林',
  isActive: true,
  tags: ['a b', 'c,"d"', '\\'],
  customFields: { deep: { list: [1, 'two', null] } },
  dateOfBirth: '1980-02-29',
};

describe('a row', () => {
  const codec = createRowCodec(entityOf.contacts);

  test('comes back from SQLite as it was', () => {
    expect(codec.fromStored(codec.toStored(row))).toEqual(row);
  });

  test('is the same whether the wire or a command brought it', () => {
    const wire = {
      id: row.id,
      created_at: '2026-03-01 09:30:00.5+00',
      version: '3',
      full_name: 'Zoë “Z” Ångström\n林',
      is_active: 'true',
      tags: '{"a b","c,\\"d\\"","\\\\"}',
      custom_fields: '{"deep": {"list": [1, "two", null]}}',
      date_of_birth: '1980-02-29',
      a_column_of_tomorrow: 'x',
    };
    const values: (number | string | null)[] = [];
    codec.valuesFromWire(wire, values);
    const whole = Object.fromEntries(codec.columns.map((column, place) => [column, values[place] ?? null]));
    expect(codec.fromStored(whole)).toEqual(row);
    expect(codec.fromWire(wire)).toEqual(Object.fromEntries(Object.entries(whole).filter(([column]) => column in wire)));
    expect(codec.columns).toEqual(Object.keys(entityOf.contacts.fields).map(snake));
  });
});
