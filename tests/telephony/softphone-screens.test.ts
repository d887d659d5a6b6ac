import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import * as path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stories } from '../../renderer/dev/phone-story-events.ts';
import { createSoftphones } from '../support/softphone.ts';

const folder = path.resolve(import.meta.dirname, '../../test-results/softphone');
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
let phones: Awaited<ReturnType<typeof createSoftphones>>;
let page: Page;
let show: (name: string) => Promise<unknown>;

beforeAll(async () => {
  phones = await createSoftphones();
  ({ page, show } = await phones.stories());
  await page.setViewportSize({ width: 1366, height: 768 });
});

afterAll(() => phones?.stop());

test.each(Object.keys(stories))('the screen “%s” can be used by everybody, in both themes', async (name) => {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await show(name);
    await page.getByRole('region', { name: 'Calls' }).waitFor();
    await page.screenshot({ path: path.join(folder, `${name}-${colorScheme}.png`), animations: 'disabled' });
    const { violations } = await new AxeBuilder({ page }).withTags(rules).analyze();
    expect(violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html.slice(0, 160)).join('; ')}`)).toEqual([]);
  }
});

test('a ring is read out, answered, muted, held and ended by keys alone', async () => {
  await show('ringing');
  await expect.poll(() => page.getByRole('alert').textContent()).toBe('Incoming call from Anna Østberg for Support.');
  await page.keyboard.press('Control+Shift+A');
  const card = page.getByRole('article', { name: 'Call with Anna Østberg' });
  await card.getByText('Connecting…').waitFor();
  await show('talking');
  // A page that is not there yet hears no key.
  await card.getByRole('button', { name: 'Mute', pressed: false }).waitFor();
  await page.keyboard.press('Control+Shift+U');
  await card.getByRole('button', { name: 'Unmute', pressed: true }).waitFor();
  await page.keyboard.press('Control+Shift+H');
  await card.getByRole('button', { name: 'Resume', pressed: true }).waitFor();
  await page.keyboard.press('Control+Shift+X');
  await card.getByText('Ended').waitFor();
});

test('a pasted text is turned into its number, and the preview says what will be dialled', async () => {
  await show('dial');
  const field = page.getByRole('textbox', { name: 'Number' });
  await field.evaluate((input) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text', 'Please call Kari on 22/22 55 55 ext. 12 before noon');
    input.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  });
  await expect.poll(() => field.inputValue()).toBe('+47 22 22 55 55 ext. 12');
  await page.getByText('Calls +47 22 22 55 55 · Norway, then sends the tones 12').waitFor();
  await field.press('Enter');
  await page.getByRole('article', { name: 'Call with +47 22 22 55 55' }).waitFor();
});

test.each([
  ['call me', 'A telephone number has no letters.'],
  ['7'.repeat(200), 'This is longer than any telephone number.'],
  ['+', 'There is no number in this.'],
])('%s is refused in words, and nothing is dialled', async (text, words) => {
  await show('dial');
  await page.getByRole('textbox', { name: 'Number' }).fill(text);
  await page.getByText(words).waitFor();
  await page.getByRole('textbox', { name: 'Number' }).press('Enter');
  expect(await page.getByRole('article').count()).toBe(0);
});

test('the keypad works by keyboard, and focus comes back to where it was', async () => {
  await show('talking');
  await page.getByRole('button', { name: 'Keypad' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Key 5' }).waitFor();
  await page.keyboard.type('42#');
  await page.getByText('42#', { exact: true }).waitFor();
  await page.keyboard.press('Escape');
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Keypad');
});
