import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AnyRow } from '#domain/kernel/entity.ts';
import { envelope, idIn, openOffice, type Office } from '../support/office.ts';

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.close());

const year = new Date().getUTCFullYear();
const printed = (seq: number) => `MAT-${year}-${String(seq).padStart(6, '0')}`;
const numberOf = async (id: string) => (await office.rows('SELECT case_number, provisional_number FROM cases WHERE id = $1', [id]))[0];
const lease = async (device: string, remaining: Readonly<Record<string, number>> = {}): Promise<AnyRow> => {
  const [block] = await office.numbers.lease(await office.as('agent', device), remaining);
  if (!block) throw new Error('no block');
  return block;
};
const open = async (device: string, drawn: object) => office.service.run(await office.as('agent', device), envelope('cases.open', office.caseArgs(), { drawn }));

test('a number from the device’s own block is final', async () => {
  const block = await lease('one');
  const caseNumber = printed(Number(block['fromSeq']) + 3);
  const answer = await open('one', { caseNumber });
  expect(answer).not.toHaveProperty('notice');
  expect(await numberOf(idIn(answer, 'cases'))).toEqual({ case_number: caseNumber, provisional_number: null });
});

test('a number that is taken, of another device, or of nobody is replaced, and the answer says so', async () => {
  const mine = await lease('two');
  const theirs = await lease('three');
  const taken = printed(Number(mine['fromSeq']));
  expect(await open('two', { caseNumber: taken })).not.toHaveProperty('notice');
  for (const caseNumber of [taken, printed(Number(theirs['fromSeq'])), printed(900_000), 'MAT-1', 'free text', `MAT-${year}-0${String(mine['toSeq'])}`]) {
    const answer = await open('two', { caseNumber });
    expect(answer).toMatchObject({ status: 'accepted', notice: { code: 'number.reassigned', field: 'caseNumber' } });
    const number = await numberOf(idIn(answer, 'cases'));
    expect(number?.['case_number']).toMatch(/^MAT-\d{4}-\d{6}$/);
    expect(number?.['case_number']).not.toBe(caseNumber);
  }
});

test('a case without a number gets one, and keeps the provisional one that was read out', async () => {
  const answer = await open('four', { provisionalNumber: 'T-ab12-1' });
  expect(answer).not.toHaveProperty('notice');
  expect(await numberOf(idIn(answer, 'cases'))).toEqual({ case_number: expect.stringMatching(/^MAT-/), provisional_number: 'T-ab12-1' });
});

test('blocks never overlap, however many devices ask at once, and no number is given twice', async () => {
  const devices = Array.from({ length: 12 }, (_, n) => `desk ${n}`);
  for (const device of devices) await office.as('agent', device);
  await Promise.all(devices.map(async (device) => [await lease(device), await open(device, {})]));
  const blocks = await office.rows('SELECT from_seq, to_seq FROM number_blocks ORDER BY from_seq');
  for (const [place, block] of blocks.entries()) if (place > 0) expect(Number(block['from_seq'])).toBeGreaterThan(Number(blocks[place - 1]?.['to_seq']));
  const inBlocks = await office.rows(
    `SELECT c.case_number FROM cases c JOIN number_blocks b ON right(c.case_number, 6)::int BETWEEN b.from_seq AND b.to_seq WHERE c.created_at > (SELECT max(leased_at) - interval '5 seconds' FROM number_blocks) AND c.provisional_number IS NULL AND NOT EXISTS (SELECT 1 FROM audit_events a WHERE a.case_id = c.id AND a.device_id = b.device_id)`,
  );
  expect(inBlocks).toEqual([]);
});

test('a device with enough left gets nothing; one with few left is topped up; used-up blocks end', async () => {
  await lease('five');
  expect(await office.numbers.lease(await office.as('agent', 'five'), { MAT: 10 })).toEqual([]);
  const second = await lease('five', { MAT: 9 });
  const third = await lease('five', { MAT: 0 });
  const { deviceId } = await office.as('agent', 'five');
  const states = await office.rows('SELECT from_seq, status FROM number_blocks WHERE device_id = $1 ORDER BY from_seq', [deviceId]);
  expect(states.map(({ status }) => status)).toEqual(['exhausted', 'exhausted', 'active']);
  expect(states.at(-1)?.['from_seq']).toBe(third['fromSeq']);
  const late = await open('five', { caseNumber: printed(Number(second['toSeq'])) });
  expect(late).not.toHaveProperty('notice');
});
