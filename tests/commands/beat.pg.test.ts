import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createBeat } from '../../sync-server/commands/beat.ts';
import { silentLog } from '../../sync-server/engine/log.ts';
import { newCommandId } from '../support/ids.ts';
import { openOffice, type Office } from '../support/office.ts';

let office: Office;
beforeAll(async () => {
  office = await openOffice();
  await vi.waitFor(async () => expect(await beats()).toBe(1), { timeout: 5000 });
});
afterAll(() => office.close());

const beats = async () => Number((await office.rows('SELECT count FROM sync_beats'))[0]?.['count']);
const written = async () => (await office.rows(`SELECT (pg_current_wal_insert_lsn() - '0/0')::text AS lsn`))[0]?.['lsn'];

test('after a command the hub writes once more, behind the place that the answer names; without one it stays quiet', async () => {
  const before = await beats();
  const answer = await office.run('agent', 'cases.open', office.caseArgs());
  expect(BigInt(answer.lsn)).toBeLessThanOrEqual(BigInt(String(await written())));
  await expect.poll(beats, { timeout: 5000 }).toBe(before + 1);
  await sleep(300);
  expect(await beats()).toBe(before + 1);
});

test('who asks later what became of a command gets a beat behind that answer too, unless it was not accepted', async () => {
  const accepted = await office.run('agent', 'cases.open', office.caseArgs());
  const refused = await office.run('agent', 'cases.open', {});
  await sleep(300);
  const before = await beats();
  const caller = await office.as('agent');
  expect(await office.service.outcomes(caller, [refused.id, newCommandId()])).toMatchObject([{ status: 'refused' }, { status: 'unknown' }]);
  await sleep(200);
  expect(await beats()).toBe(before);
  expect(await office.service.outcomes(caller, [refused.id, accepted.id])).toMatchObject([{ status: 'refused' }, { status: 'accepted' }]);
  await expect.poll(beats, { timeout: 5000 }).toBe(before + 1);
});

test('a hub that starts writes once, for an answer that one before it gave and did not live to follow', async () => {
  const before = await beats();
  const beat = createBeat(office.pool, silentLog);
  await expect.poll(beats, { timeout: 5000 }).toBe(before + 1);
  await beat.stop();
  expect(await beats()).toBe(before + 1);
});

test('many commands share beats, and the last of them has one behind it', async () => {
  const before = await beats();
  for (let n = 0; n < 40; n++) await office.run('agent', 'cases.open', office.caseArgs());
  const isBehind = async () => (await office.rows('SELECT beat_at > (SELECT max(accepted_at) FROM cases) AS behind FROM sync_beats'))[0]?.['behind'];
  await expect.poll(isBehind, { timeout: 5000 }).toBe(true);
  expect((await beats()) - before).toBeLessThan(40);
});

test('a refusal writes nothing that desks wait for', async () => {
  await sleep(300);
  const before = await beats();
  expect((await office.run('agent', 'cases.open', {})).status).toBe('refused');
  await sleep(200);
  expect(await beats()).toBe(before);
});
