import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Case } from '#domain/cases/case.ts';
import { ContactPoint } from '#domain/contacts/contact-point.ts';
import { Contact } from '#domain/contacts/contact.ts';
import { Household } from '#domain/contacts/household.ts';
import { HouseholdMember } from '#domain/contacts/household-member.ts';
import { normalizePoint } from '#domain/contacts/rules.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSeededReplica, seedId, type SeededReplica } from '../bridge/seeded-replica.ts';
import { openReader } from '../replica/open.ts';
import { createRead, type Read } from '../records/parts/read.ts';
import { callersAt } from './match.ts';

const folder = mkdtempSync(join(tmpdir(), 'holdfast-match-'));
const people = ['Spaces', 'National', 'Extension', 'Office one', 'Office two', 'Short', 'Same ending', 'Kin'];
const numbers = ['+254 712 345 678', '0733/111-222', '+254 744 555 666 ext. 12', '+254 20 1234567', '0201234567', '4711', '+49 30 9876543', null];
let replica: SeededReplica;
let db: Read;

beforeAll(() => {
  replica = createSeededReplica(join(folder, 'replica.db'));
  replica.add(
    Contact,
    people.map((fullName, n) => ({ id: seedId(8, n), firstName: fullName, fullName, normalizedName: fullName.toLowerCase() })),
  );
  replica.add(
    ContactPoint,
    numbers.flatMap((value, n) => (value === null ? [] : [{ id: seedId(9, n), contactId: seedId(8, n), kind: 'phone', value, normalized: normalizePoint('phone', value) }])),
  );
  const open = { kindId: seedId(10, 0), categoryId: seedId(11, 0), priorityId: seedId(3, 0), status: 'open', visibleTo: [] };
  replica.add(
    Case,
    [4, 4, 0].map((n, place) => ({
      ...open,
      id: seedId(5, place),
      caseNumber: `MAT-${place}`,
      title: `Matter ${place}`,
      primaryContactId: seedId(8, n),
      openedAt: `2026-03-0${place + 1}T09:00:00.000Z`,
    })),
  );
  replica.add(Household, [{ id: seedId(40, 0), name: 'Of Spaces' }]);
  replica.add(
    HouseholdMember,
    [0, 7].map((n) => ({ id: seedId(41, n), householdId: seedId(40, 0), contactId: seedId(8, n), role: 'other' })),
  );
  db = createRead(openReader(replica.place));
});
afterAll(() => {
  replica.db.close();
  rmSync(folder, { recursive: true });
});

const found = (number: string, e164: string | null = null) => callersAt(db, number, e164).map(({ fullName, reason }) => `${fullName}: ${reason}`);

test.each(['+254712345678', '00254712345678', '0712345678', '254712345678', '0712 345/678', '(0712) 345-678', '+254 712 345 678', '712345678'])(
  '%s is found, and the household after it',
  (number) => {
    expect(found(number)).toEqual(['Spaces: exact', 'Kin: household']);
  },
);

test('a number that was written down nationally is found by its international form', () => {
  expect(found('+254733111222', '+254733111222')).toEqual(['National: exact']);
});

test('a number with an extension is found by the number, and says so', () => {
  expect(found('+254744555666')).toEqual(['Extension: extension']);
});

test('of those who share a number whoever has open cases comes first, with the newest case', () => {
  const matches = callersAt(db, '+254201234567', '+254201234567');
  expect(matches.map(({ fullName, others }) => [fullName, others])).toEqual([
    ['Office two', 1],
    ['Office one', 1],
  ]);
  expect(matches[0]?.cases.map(({ caseNumber }) => caseNumber)).toEqual(['MAT-1', 'MAT-0']);
});

test('a number of which only the ending is the same comes last, and says so', () => {
  expect(found('+44209876543')).toEqual(['Same ending: ending']);
});

test('a short number is found whole only', () => {
  expect(found('4711')).toEqual(['Short: exact']);
  expect(found('711')).toEqual([]);
});

test.each(['', 'anonymous', '+', '9'.repeat(200), '%', "'; DROP TABLE contacts"])('“%s” finds nobody and breaks nothing', (number) => {
  expect(found(number)).toEqual([]);
});
