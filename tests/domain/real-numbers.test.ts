import * as fs from 'node:fs';
import * as path from 'node:path';
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { e164Of } from '../../renderer/softphone/number.ts';
import { numberOf } from '../../sync-server/telephony/journal/directory.ts';
import { realInput } from '../support/real-input.ts';

const folder = realInput();
const where = folder ?? 'no real input beside the checkout';

test.each([
  ['0049 30 901820', '+4930901820', '0049 30 901820'],
  ['030/901820', '+4930901820', '030/901820'],
  ['(030) 90 18-20', '+4930901820', '(030) 90 18-20'],
  ['+49 (0)30 901820', '+4930901820', '+49 (0)30 901820'],
  ['030 901820 ext. 12', '+4930901820', '030 901820 ext. 12'],
  ['+4930901820;ext=12', '+4930901820', '+4930901820;ext=12'],
  ['00254722000000', '+254722000000', '00254722000000'],
  ['500', '500', '500'],
  ['Anna', null, 'Anna'],
  ['<unknown>', null, '<unknown>'],
  ['anonymous', null, 'anonymous'],
  ['', null, null],
  ['9'.repeat(200), null, '9'.repeat(100)],
  ['+4930\r\nAction: Logoff', null, '+4930  Action: Logoff'],
])('what the PBX calls %s is kept as %s, and as it was', (told, number, raw) => {
  expect(numberOf(told, { country: 'DE' })).toEqual({ number, raw });
});

test.skipIf(!folder)('the numbers of real files are read alike by the hub and by a desk, whatever their form', () => {
  const housing: readonly Readonly<Record<string, string>>[] = parse(fs.readFileSync(path.join(where, 'crm/chicago_affordable_housing_developments.csv')), { columns: true });
  const cards = fs
    .readdirSync(path.join(where, 'contacts/vcard_ezvcard'))
    .flatMap((name) => fs.readFileSync(path.join(where, 'contacts/vcard_ezvcard', name), 'latin1').split(/\r?\n/));
  const told = [...housing.map((row) => row['Phone Number'] ?? ''), ...cards.flatMap((line) => /^(?:item\d+\.)?TEL[^:]*:(.*)$/.exec(line)?.[1] ?? [])].filter(
    (text) => text.trim() !== '',
  );
  const read = told.map((text) => numberOf(text, { country: 'US' }).number);
  expect(read).toEqual(told.map((text) => e164Of(text.trim(), 'US')));
  expect(told.length).toBeGreaterThan(250);
  expect(read.filter((number) => number !== null && /^\+1\d{10}$/.test(number)).length).toBeGreaterThan(240);
  expect(numberOf('tel:+1-418-656-9254;ext=102', { country: 'US' }).number).toBe('+14186569254');
});
