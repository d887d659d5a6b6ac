import * as fs from 'node:fs';
import * as path from 'node:path';
import { parse } from 'csv-parse/sync';
import { normalizeName } from '#domain/contacts/rules.ts';
import { expect, test } from 'vitest';
import { realInput } from '../support/real-input.ts';
import { createStage, idOf } from '../support/stage.ts';

const folder = realInput();
const where = folder ?? 'no real input beside the checkout';
const me = idOf(700_001);
const names = (file: string): readonly Readonly<Record<string, string>>[] => parse(fs.readFileSync(path.join(where, 'contacts', file)), { columns: true, bom: true });

/** The scripts that the names are written in. */
const scripts = [
  'Latin',
  'Cyrillic',
  'Greek',
  'Arabic',
  'Hebrew',
  'Devanagari',
  'Han',
  'Hiragana',
  'Katakana',
  'Hangul',
  'Thai',
  'Armenian',
  'Georgian',
  'Bengali',
  'Ethiopic',
  'Khmer',
  'Tamil',
  'Sinhala',
  'Myanmar',
];

test.skipIf(!folder)('people with names of every country become contacts, their names to the letter and found in one form', { timeout: 60_000 }, () => {
  const stage = createStage(me);
  const forenames = Map.groupBy(names('common-forenames-by-country.csv'), (row) => row['Country'] ?? '');
  const surnames = Map.groupBy(names('common-surnames-by-country.csv'), (row) => row['Country'] ?? '');
  const people = [...new Set([...forenames.keys(), ...surnames.keys()])].flatMap((country) => {
    const [first = [], last = []] = [forenames.get(country), surnames.get(country)];
    return Array.from({ length: Math.max(first.length, last.length) }, (_, n) => {
      const [forename, surname = null] = [first[n]?.['Localized Name'], last[n]?.['Localized Name']];
      return forename ? { firstName: forename, lastName: surname } : { firstName: surname ?? '', lastName: null };
    });
  });
  const given = people.filter(({ firstName }) => firstName.trim() !== '');
  for (const person of given) stage.run('contacts.create', person);
  const kept = stage.rows('contacts');
  expect(kept.map(({ firstName, lastName }) => ({ firstName, lastName }))).toEqual(
    given.map(({ firstName, lastName }) => ({ firstName: firstName.trim(), lastName: lastName?.trim() ?? null })),
  );
  expect(kept.length).toBeGreaterThan(2000);
  for (const { fullName, normalizedName } of kept) expect(normalizeName(String(fullName).toUpperCase().normalize('NFD'))).toBe(normalizeName(String(normalizedName).toUpperCase()));
  const seen = scripts.filter((script) => kept.some(({ fullName }) => new RegExp(`\\p{Script=${script}}`, 'u').test(String(fullName))));
  expect(seen.length).toBeGreaterThanOrEqual(12);
  expect(kept.filter(({ normalizedName }) => normalizedName === '')).toEqual([]);
});

test.skipIf(!folder)('telephone numbers and mail addresses of real cards are looked up in one form', () => {
  const cards = path.join(where, 'contacts/vcard_ezvcard');
  const stage = createStage(me);
  const counts = fs.readdirSync(cards).map((file) => {
    const lines = fs
      .readFileSync(path.join(cards, file), 'utf8')
      .replace(/\r?\n[ \t]/g, '')
      .split(/\r?\n/);
    const points = lines.flatMap((line) => {
      const [, kind, value = ''] = /^(?:item\d+\.)?(TEL|EMAIL)(?:;[^:]*)?:(.+)$/i.exec(line) ?? [];
      return kind && !/[=]/.test(value) ? [{ kind: kind.toUpperCase() === 'TEL' ? 'phone' : 'email', value: value.trim() }] : [];
    });
    if (points.length === 0) return 0;
    const outcome = stage.outcome('contacts.create', { firstName: file, points: points.slice(0, 20), despiteDuplicates: true });
    // One card says “BusinessPhone” where its number should stand, and is told which.
    expect([file, outcome]).toEqual([file, points.some(({ kind, value }) => kind === 'phone' && !/\d/.test(value)) ? 'field.invalid points.0.value' : 'done']);
    return points.length;
  });
  expect(counts.filter((count) => count > 0).length).toBeGreaterThan(5);
  for (const { kind, normalized } of stage.rows('contactPoints')) expect(String(normalized)).toMatch(kind === 'phone' ? /^\+?\d*$/ : /^[^A-Z\s]+$/);
  // The makers of these cards gave John Doe the same numbers again and again: each of them is suspected from the second card on.
  const [first] = stage.rows('contactPoints', { kind: 'phone' });
  expect(stage.outcome('contacts.create', { firstName: 'Twin', points: [{ kind: 'phone', value: String(first?.['value']) }] })).toBe('contact.duplicateSuspected points');
});
