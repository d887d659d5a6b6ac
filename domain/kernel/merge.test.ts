import { describe, expect, test } from 'vitest';
import { Case } from '#domain/cases/case.ts';
import { Trunk } from '#domain/telephony/trunk.ts';
import type { AnyRow } from './entity.ts';
import { Conflict } from './failure.ts';
import { edit, isSame } from './merge.ts';

const row: AnyRow = { id: 'c1', title: 'Water in the cellar', description: null, tags: ['damp', 'urgent'], customFields: { floor: 1, unit: 'b' } };

describe('an edit of a row that others may have changed', () => {
  test('writes what was changed when nobody else changed it', () => {
    expect(edit(Case, row, { title: 'Water' }, { title: 'Water in the cellar' })).toEqual({ title: 'Water' });
  });

  test('leaves alone what somebody else changed in other fields', () => {
    expect(edit(Case, { ...row, description: 'theirs' }, { title: 'Water' }, { title: 'Water in the cellar' })).toEqual({ title: 'Water' });
  });

  test('is no conflict when both wrote the same', () => {
    expect(edit(Case, { ...row, title: 'Same' }, { title: 'Same' }, { title: 'Before' })).toEqual({ title: 'Same' });
  });

  test('keeps theirs where the editor changed nothing', () => {
    expect(edit(Case, { ...row, title: 'Theirs' }, { title: 'Before' }, { title: 'Before' })).toEqual({ title: 'Theirs' });
  });

  test('names base, mine and theirs when both meant something else', () => {
    const attempt = () => edit(Case, { ...row, title: 'Theirs' }, { title: 'Mine', description: 'fine' }, { title: 'Before', description: null });
    expect(attempt).toThrow(Conflict);
    try {
      attempt();
    } catch (error) {
      expect(error instanceof Conflict && error.clashes).toEqual([{ field: 'title', base: 'Before', mine: 'Mine', theirs: 'Theirs' }]);
    }
  });

  test('never shows a secret that nobody can have seen', () => {
    expect(edit(Trunk, { ...row, secret: 'hidden' }, { secret: 'new' }, { secret: 'a guess' })).toEqual({ secret: 'new' });
  });

  test('merges tags as what was added and removed', () => {
    expect(edit(Case, { ...row, tags: ['damp', 'urgent', 'insured'] }, { tags: ['damp', 'legal'] }, { tags: ['damp', 'urgent'] })).toEqual({ tags: ['damp', 'insured', 'legal'] });
  });

  test('merges json by key, and meets in the same key only', () => {
    expect(edit(Case, { ...row, customFields: { floor: 2, unit: 'b' } }, { customFields: { floor: 1, unit: 'c' } }, { customFields: { floor: 1, unit: 'b' } })).toEqual({
      customFields: { floor: 2, unit: 'c' },
    });
    expect(() => edit(Case, { ...row, customFields: { floor: 2 } }, { customFields: { floor: 3 } }, { customFields: { floor: 1 } })).toThrow(Conflict);
  });

  test('deletes a json key that the editor took away', () => {
    expect(edit(Case, { ...row, customFields: { floor: 1, unit: 'z' } }, { customFields: { unit: 'b' } }, { customFields: { floor: 1, unit: 'b' } })).toEqual({
      customFields: { unit: 'z' },
    });
  });
});

test('the order of json keys makes no difference', () => {
  expect(isSame({ a: 1, b: [{ c: 2, d: 3 }] }, { b: [{ d: 3, c: 2 }], a: 1 })).toBe(true);
  expect(isSame({ a: 1 }, { a: 2 })).toBe(false);
});
