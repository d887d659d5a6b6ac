import { expect } from '@playwright/test';
import type { TestPbx } from '../support/pbx.ts';
import * as desk from './desk-page.ts';
import { answered, available, bar, cardOf, caseOfKnown, isReady, known, look, missing, startPbxOf, withMicrophone, wrapUpOf } from './phone-page.ts';
import { test } from './test.ts';

test.use({ launchOptions: withMicrophone });
test.skip(missing !== null, `no PBX: ${missing}`);
test.describe.configure({ mode: 'serial' });

let pbx: TestPbx;

test.beforeAll(async ({ office }) => {
  pbx = await startPbxOf(office);
});
test.afterAll(async () => {
  await pbx?.stop();
});

test('a known caller rings, is found, answered, noted, linked and wrapped up', async ({ open }) => {
  const page = await open('amina');
  await isReady(page);
  await look(page, 'idle');
  const { title } = await caseOfKnown(page);
  await desk.goTo(page, '/cases');
  const caller = await pbx.call({ to: '500', from: known, seconds: 60 });
  const card = cardOf(page, /^Call with/);
  await expect(card.getByRole('link', { name: new RegExp(title) })).toBeVisible({ timeout: 20_000 });
  await look(page, 'ringing-known');
  // Nothing was opened over the work, and nothing took the focus.
  expect(await page.evaluate(() => document.activeElement?.closest('[role=dialog]'))).toBe(null);
  await card.getByRole('button', { name: 'Answer' }).click();
  await expect(card.getByText(/Talking/)).toBeVisible({ timeout: 20_000 });
  await card.getByRole('listitem').filter({ hasText: title }).getByRole('button', { name: /^Link/ }).first().click();
  await expect(card.getByRole('link', { name: /^Linked to/ })).toBeVisible();
  await card.getByRole('textbox', { name: 'Note on this call' }).fill('Asks for the reading');
  await card.getByRole('button', { name: /^Add to/ }).click();
  await expect(card.getByRole('textbox', { name: 'Note on this call' })).toHaveValue('');
  await look(page, 'in-call');
  await card.getByRole('button', { name: 'End' }).click();
  await caller.ended.catch(() => {});
  const wrapUp = wrapUpOf(page);
  await expect(wrapUp).toBeVisible({ timeout: 20_000 });
  await look(page, 'wrap-up');
  await desk.pick(page, wrapUp.getByRole('combobox', { name: 'Outcome' }), 'Solved');
  await wrapUp.getByRole('button', { name: 'Finish' }).click();
  await expect(wrapUp).toBeHidden();
  await desk.expectCaughtUp(page);
  await desk.goTo(page, '/records/calls');
  await expect(page.getByRole('option').filter({ hasText: known }).filter({ hasText: 'Completed' })).toHaveCount(1);
});

test('an unknown caller is a contact at one key', async ({ open }) => {
  const page = await open('amina');
  await isReady(page);
  await available(page);
  const caller = await pbx.call({ to: '500', from: '+254799887766', name: 'Sabina Unheard', seconds: 60 });
  const card = cardOf(page, /^Call with/);
  await expect(card.getByText('Nobody is known by this number.')).toBeVisible({ timeout: 60_000 });
  await look(page, 'ringing-unknown');
  await page.keyboard.press('Control+Shift+A');
  await expect(card.getByText(/Talking/)).toBeVisible({ timeout: 60_000 });
  await page.keyboard.press('Control+Shift+Y');
  await expect(page.getByRole('article').getByRole('heading', { name: 'Sabina Unheard' })).toBeVisible();
  await expect(card.getByRole('link', { name: 'Linked to Sabina Unheard' })).toBeVisible();
  await page.keyboard.press('Control+Shift+X');
  await caller.hangUp();
});

test('a call is recorded, not while it is paused or a password is typed, and is heard in its record', async ({ open }) => {
  const page = await open('amina');
  await isReady(page);
  await available(page);
  const caller = await pbx.call({ to: '500', from: '+254788776655', name: 'Odile Recorded', seconds: 60 });
  const card = cardOf(page, /^Call with/);
  await card.getByRole('button', { name: 'Answer' }).click({ timeout: 60_000 });
  await expect(card.getByText('Recording', { exact: true })).toBeVisible({ timeout: 60_000 });
  await page.keyboard.press('Control+Shift+E');
  await expect(card.getByText('Not recording')).toBeVisible();
  await look(page, 'recording-paused');
  await card.getByRole('button', { name: 'Resume recording' }).click();
  await expect(card.getByText('Recording', { exact: true })).toBeVisible();
  await desk.goTo(page, '/settings');
  await page.getByRole('button', { name: 'Add an authenticator app' }).click();
  await page.locator('input[type=password]').focus();
  await expect(card.getByText('Paused while you type what must not be kept')).toBeVisible();
  await page.locator('input[type=password]').blur();
  await expect(card.getByText('Recording', { exact: true })).toBeVisible();
  await page.keyboard.press('Escape');
  await card.getByRole('button', { name: 'End' }).click();
  await caller.ended.catch(() => {});
  await desk.goTo(page, '/records/calls');
  await page.getByRole('option').filter({ hasText: '+254788776655' }).click();
  const recordings = page.getByRole('region', { name: 'Audio of the call' });
  await recordings.getByRole('button', { name: 'Listen' }).click({ timeout: 60_000 });
  const audio = recordings.locator('audio');
  await expect.poll(() => audio.evaluate((element: HTMLAudioElement) => element.duration)).toBeGreaterThan(0.5);
  // The waveform is not a flat line: somebody is heard.
  await expect.poll(async () => new Set((await recordings.locator('path').first().getAttribute('d'))?.match(/v[\d.]+/g)).size).toBeGreaterThan(3);
  await recordings.scrollIntoViewIfNeeded();
  await look(page, 'recording');
});

test('a number that two share rings with both, ranked and with the reason', async ({ open }) => {
  const page = await open('amina');
  await isReady(page);
  await available(page);
  await desk.goTo(page, '/contacts/new');
  await page.getByRole('textbox', { name: 'First name' }).fill('Sandor Unheard');
  await page.getByRole('textbox', { name: 'Number or address' }).fill('00254 710/000-000');
  await page.getByRole('checkbox', { name: /^It is another person/ }).check();
  await page.getByRole('button', { name: 'Add a contact' }).click();
  await expect(page.getByRole('article').getByRole('heading', { name: 'Sandor Unheard' })).toBeVisible();
  const caller = await pbx.call({ to: '500', from: known, seconds: 60 });
  const matches = cardOf(page, /^Call with/).getByRole('list', { name: 'Who may be calling' });
  await expect(matches.getByRole('listitem')).toHaveCount(2, { timeout: 60_000 });
  await expect(matches).toContainText('this number, shared with one other');
  await look(page, 'ringing-several');
  await page.keyboard.press('Control+Shift+X');
  await caller.hangUp();
});

test('a supervisor is asked for help, listens unheard, whispers, ends the call and mends the state', async ({ open }) => {
  const [page, boss] = [await open('amina'), await open('sigrid')];
  await isReady(page);
  await isReady(boss);
  await available(page);
  const caller = await pbx.call({ to: '500', from: '+254755443322', name: 'Hard to help', seconds: 120 });
  const card = await answered(page);
  await bar(page).getByRole('button', { name: 'Help me' }).click();
  await expect(bar(page).getByText('Help is asked for')).toBeVisible();
  const cry = boss.getByRole('alert').filter({ hasText: 'Amina Wanjiru asks for help' });
  await expect(cry).toBeVisible({ timeout: 30_000 });
  await cry.getByRole('button', { name: 'Show' }).click();
  const row = boss.getByRole('table', { name: 'Agents of your teams' }).getByRole('row', { name: /Amina Wanjiru/ });
  await expect(row).toContainText('Hard to help', { timeout: 30_000 });
  await row.getByRole('button', { name: 'Listen, Amina Wanjiru' }).click();
  const way = bar(boss).getByRole('article');
  await expect(way).toContainText('You listen', { timeout: 30_000 });
  await expect(way).toContainText('Nobody hears you');
  await expect(way.getByText(/Talking/)).toBeVisible({ timeout: 30_000 });
  await expect(way.getByRole('button', { name: 'Mute' })).toHaveCount(0);
  await expect.poll(() => pbx.console('core show channels concise')).toMatch(/ChanSpy!PJSIP\/101-[0-9a-f]{8},uqE!/);
  await look(boss, 'supervision');
  await way.getByRole('button', { name: 'Whisper' }).click();
  await expect(way.filter({ hasText: 'You whisper to the agent' })).toBeVisible({ timeout: 30_000 });
  await expect.poll(() => pbx.console('core show channels concise')).toMatch(/ChanSpy!PJSIP\/101-[0-9a-f]{8},uqEw!/);
  await cry.getByRole('button', { name: 'I take care' }).click();
  await expect(cry).toBeHidden();
  await row.getByRole('button', { name: 'End call of Amina Wanjiru' }).click();
  const why = boss.getByRole('dialog');
  await why.getByRole('textbox').fill('The caller threatens');
  await why.getByRole('button', { name: 'End call' }).click();
  await caller.ended.catch(() => {});
  await expect(card.getByText('The other side hung up')).toBeVisible({ timeout: 30_000 });
  await expect(row).toContainText('Wrap-up', { timeout: 30_000 });
  await row.getByRole('button', { name: 'Set state of Amina Wanjiru' }).click();
  await boss.getByRole('menuitem', { name: 'Available' }).click();
  await expect(bar(page).getByRole('button', { name: 'My state: Available' })).toBeVisible({ timeout: 30_000 });
  await row
    .getByRole('button', { name: /^[1-9]\d*$/ })
    .first()
    .click();
  await expect(boss.getByRole('region', { name: 'Calls behind: Amina Wanjiru, Calls today' }).getByRole('link').first()).toBeVisible();
});

test('a call that is handed to a colleague is theirs, and it is written down who had it', async ({ open }) => {
  const [page, boss] = [await open('amina'), await open('sigrid')];
  await isReady(page);
  await isReady(boss);
  await available(page);
  const caller = await pbx.call({ to: '500', from: '+254744332211', name: 'Passed on', seconds: 120 });
  const card = await answered(page);
  await card.getByRole('button', { name: 'Transfer' }).click();
  await page.getByRole('textbox', { name: 'Transfer to' }).fill('104');
  await page.getByRole('button', { name: 'Transfer now' }).click();
  await cardOf(boss, /^Call with/)
    .getByRole('button', { name: 'Answer' })
    .click({ timeout: 60_000 });
  await expect(card.getByText('Transferred')).toBeVisible({ timeout: 30_000 });
  await desk.goTo(page, '/records/callTransfers');
  const row = page.getByRole('option').filter({ hasText: 'Blind' });
  await expect(row).toContainText('Sigrid Bjørnstad');
  await expect(row).toContainText('Completed');
  await caller.hangUp();
});

test('a link of a number opens ready to be dialled, in the country’s own form', async ({ open }) => {
  const page = await open('amina');
  await isReady(page);
  await desk.goTo(page, `/dial?number=${encodeURIComponent('tel:00254-722-000-000;ext=3')}`);
  const screen = page.getByRole('region', { name: 'Dial', exact: true });
  await expect(screen.getByRole('textbox', { name: 'Number' })).toHaveValue('+254 722 000000 ext. 3');
  await expect(screen).toContainText('Calls +254 722 000000 · Kenya, then sends the tones 3');
  await look(page, 'dial-link');
});

test('a hub that is killed in a call loses nothing of it', async ({ open, office }) => {
  const page = await open('amina');
  await isReady(page);
  await available(page);
  const caller = await pbx.call({ to: '500', from: '+254733221100', name: 'While it was dark', seconds: 90 });
  const card = await answered(page);
  await office.hub.kill();
  await desk.expectOffline(page);
  await card.getByRole('button', { name: 'Hold' }).click();
  await expect(card.getByRole('button', { name: 'Resume' })).toBeVisible();
  await card.getByRole('button', { name: 'Resume' }).click();
  await card.getByRole('button', { name: 'End' }).click();
  await caller.hangUp();
  await office.hub.start();
  await desk.expectCaughtUp(page);
  await desk.goTo(page, '/records/calls');
  const rows = page.getByRole('option').filter({ hasText: '+254733221100' });
  await expect(rows).toHaveCount(1);
  await expect(rows.first()).toContainText('Completed');
});

test('a telephone in a window of its own goes on while the page that shows it is loaded anew', async ({ open }) => {
  const page = await open('amina');
  await isReady(page);
  await available(page);
  const hidden = await page.context().newPage();
  await hidden.goto(new URL('/#/phone', page.url()).href);
  await expect.poll(() => hidden.evaluate(holdsPhone), { timeout: 60_000 }).toBe(true);
  await isReady(page);
  await pbx.call({ to: '500', from: known, seconds: 120 });
  await answered(page);
  await page.reload();
  const card = cardOf(page, /^Call with/);
  await expect(card.getByText(/Talking/)).toBeVisible({ timeout: 60_000 });
  await card.getByRole('button', { name: 'End' }).click();
  await expect(wrapUpOf(page)).toBeVisible({ timeout: 60_000 });
  await hidden.close();
  await isReady(page);
});

/** Whether this very page holds the telephone, of all that were opened. */
async function holdsPhone(): Promise<boolean> {
  return navigator.locks.request('probe', async () => {
    const { held = [] } = await navigator.locks.query();
    const ownerOf = (start: string) => held.find(({ name = '' }) => name.startsWith(start))?.clientId;
    return ownerOf('holdfast-phone/') === ownerOf('probe');
  });
}

test('a page that is loaded anew in a call keeps the call’s row and the way back to it', async ({ open }) => {
  const page = await open('amina');
  await isReady(page);
  await available(page);
  await pbx.call({ to: '500', from: '+254777665544', name: 'Cut in half', seconds: 90 });
  await answered(page);
  await page.reload();
  await isReady(page);
  await expect(wrapUpOf(page)).toContainText('Cut in half', { timeout: 30_000 });
});

test('a second call rings beside the first, and devices are chosen in the settings', async ({ open }) => {
  const page = await open('amina');
  await isReady(page);
  await available(page);
  await bar(page).getByRole('button', { name: 'Dial' }).click();
  const pad = page.getByRole('dialog');
  await pad.getByRole('textbox', { name: 'Number' }).fill('600');
  await pad.getByRole('button', { name: 'Call', exact: true }).click();
  const echo = cardOf(page, /^Call with 600/);
  await expect(echo.getByText(/Talking/)).toBeVisible({ timeout: 20_000 });
  const caller = await pbx.call({ to: '101', from: known, seconds: 30 });
  const second = cardOf(page, /^Call with \+254/);
  await expect(second.getByRole('button', { name: 'Answer' })).toBeVisible({ timeout: 20_000 });
  await expect(echo.getByText(/Talking/)).toBeVisible();
  await look(page, 'two-lines');
  await second.getByRole('button', { name: 'Reject' }).click();
  await caller.ended;
  await echo.getByRole('button', { name: 'Transfer' }).click();
  await expect(page.getByRole('textbox', { name: 'Transfer to' })).toBeVisible();
  await look(page, 'transfer');
  await page.keyboard.press('Escape');
  await desk.goTo(page, '/settings');
  await page.getByRole('region', { name: 'Sound devices' }).scrollIntoViewIfNeeded();
  await look(page, 'devices');
  await echo.getByRole('button', { name: 'End' }).click();
  await desk.goTo(page, '/records/calls');
  await expect(page.getByRole('option').filter({ hasText: 'Outbound' }).filter({ hasText: 'Completed' })).toHaveCount(1);
});

test('the board, the wall and what was missed are told from rows', async ({ open }) => {
  const page = await open('sigrid');
  const caller = await pbx.call({ to: '500', from: '+254766554433', name: 'Nobody came', seconds: 5, patience: 4 });
  await caller.ended;
  await desk.goTo(page, '/queues');
  const queue = page.getByRole('article', { name: 'Support' });
  await expect(queue.getByText('Amina Wanjiru')).toBeVisible();
  const missed = page.getByRole('region', { name: 'Missed, and nobody’s yet' });
  await expect(missed.getByText('Nobody came')).toBeVisible({ timeout: 30_000 });
  await expect(queue.getByRole('list', { name: 'Alarms of Support' })).toContainText('Call for more agents, or offer callbacks.');
  await look(page, 'queues');
  await queue
    .getByRole('button', { name: /^[1-9]/ })
    .last()
    .click();
  await expect(
    page
      .getByRole('region', { name: /^Calls behind/ })
      .getByRole('link')
      .first(),
  ).toBeVisible();
  await missed.getByRole('listitem').filter({ hasText: 'Nobody came' }).getByRole('button', { name: 'I call back' }).click();
  await expect(missed.getByText('Nobody came')).toBeHidden();
  const promised = page.getByRole('region', { name: 'Callbacks' }).getByRole('listitem').filter({ hasText: '+254766554433' });
  await promised.getByRole('button', { name: 'Not reached' }).click();
  await expect(promised).toContainText('1 try');
  await promised.getByRole('button', { name: 'Reached', exact: true }).click();
  await expect(promised).toBeHidden();
  await desk.goTo(page, '/wall');
  await expect(page.getByRole('region', { name: 'Wall' })).toContainText('Service level, of offered');
  await look(page, 'wall');
});
