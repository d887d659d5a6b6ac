import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { startPbx, whyNoPbx, type TestPbx } from '../support/pbx.ts';
import * as desk from './desk-page.ts';
import { test } from './test.ts';

const missing = await whyNoPbx();
const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const media = ['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream', '--autoplay-policy=no-user-gesture-required'];

test.use({ launchOptions: { executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium', args: [...flags, ...media] } });
test.skip(missing !== null, `no PBX: ${missing}`);
test.describe.configure({ mode: 'serial' });

/** The first contact of the demo tenant. */
const known = '+254710000000';
const pictures = path.resolve(import.meta.dirname, '../../test-results/phone');
let pbx: TestPbx;

test.beforeAll(async ({ office }) => {
  pbx = await startPbx({ agents: [{ extension: '101', secret: 'a telephone of a test' }], queues: [{ name: 'support', number: '500', members: ['101'] }] });
  const file = path.join(office.hub.home, '..', 'pbx', 'pbx.json');
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const { wsUrl, domain, ami } = pbx;
  fs.writeFileSync(file, JSON.stringify({ wsUrl, domain, ami, agents: [{ extension: '101', secret: 'a telephone of a test' }] }), { mode: 0o600 });
});
test.afterAll(async () => {
  await pbx?.stop();
});

const bar = (page: Page) => page.getByRole('region', { name: 'Calls', exact: true });
const cardOf = (page: Page, name: RegExp) => bar(page).getByRole('article', { name });
const wrapUpOf = (page: Page) => bar(page).getByRole('article', { name: /^Wrap-up/ });
const isReady = (page: Page) => expect(bar(page).getByText(/Phone ready/)).toBeVisible({ timeout: 60_000 });
/** Ends the wrap-up of the call before: until then the queue gives no other. */
const available = async (page: Page) => {
  await bar(page)
    .getByRole('button', { name: /^My state/ })
    .click();
  await page.getByRole('menuitem', { name: 'Available' }).click();
  await expect(bar(page).getByRole('button', { name: 'My state: Available' })).toBeVisible({ timeout: 60_000 });
};
/** Keeps a picture in both themes, and holds the screen to WCAG 2.2 AA. */
const look = async (page: Page, name: string) => {
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.screenshot({ path: path.join(pictures, `${name}-${colorScheme}.png`), animations: 'disabled' });
    const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze();
    expect
      .soft(
        violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join('; ')}`),
        `${name}, ${colorScheme}`,
      )
      .toEqual([]);
  }
};

/** A contact of the demo tenant with an open case, which is theirs alone. */
async function caseOfKnown(page: Page): Promise<{ readonly name: string; readonly title: string }> {
  await desk.goTo(page, `/contacts?text=${encodeURIComponent(known)}`);
  await page.getByRole('listbox', { name: 'Contacts' }).getByRole('option').first().click();
  const name = (await page.getByRole('article').getByRole('heading', { level: 1 }).innerText()).trim();
  const title = 'The meter of the caller';
  await page.getByRole('button', { name: 'New case' }).click();
  const form = page.getByRole('form', { name: 'Open a case' });
  await form.getByRole('textbox', { name: 'Title' }).fill(title);
  await desk.pick(page, form.getByRole('combobox', { name: 'Category' }), 'Refund');
  await form.getByRole('button', { name: 'Open a case' }).click();
  await expect(desk.caseOn(page, title)).toBeVisible();
  return { name, title };
}

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

test('a hub that is killed in a call loses nothing of it', async ({ open, office }) => {
  const page = await open('amina');
  await isReady(page);
  await available(page);
  const caller = await pbx.call({ to: '500', from: '+254788776655', name: 'While it was dark', seconds: 90 });
  const card = cardOf(page, /^Call with/);
  await card.getByRole('button', { name: 'Answer' }).click({ timeout: 60_000 });
  await expect(card.getByText(/Talking/)).toBeVisible({ timeout: 60_000 });
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
  const rows = page.getByRole('option').filter({ hasText: '+254788776655' });
  await expect(rows).toHaveCount(1);
  await expect(rows.first()).toContainText('Completed');
});

test('a page that is loaded anew in a call keeps the call’s row and the way back to it', async ({ open }) => {
  const page = await open('amina');
  await isReady(page);
  await available(page);
  await pbx.call({ to: '500', from: '+254777665544', name: 'Cut in half', seconds: 90 });
  const card = cardOf(page, /^Call with/);
  await card.getByRole('button', { name: 'Answer' }).click({ timeout: 60_000 });
  await expect(card.getByText(/Talking/)).toBeVisible({ timeout: 60_000 });
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
  await expect(page.getByRole('region', { name: 'Sound devices' })).toBeVisible();
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
  await desk.goTo(page, '/wall');
  await expect(page.getByRole('region', { name: 'Wall' })).toContainText('Service level, of offered');
  await look(page, 'wall');
});
