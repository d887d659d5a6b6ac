import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as desk from './desk-page.ts';
import { test } from './test.ts';

const pictures = path.resolve(import.meta.dirname, '../../test-results/files');
/** One blue dot. */
const dot = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPj/HwADBwIAMCbHYQAAAABJRU5ErkJggg==', 'base64');
const filesOn = (page: Page) => page.getByRole('region', { name: 'Files', exact: true });
const attach = (page: Page, name: string, mimeType: string, buffer: Buffer) => filesOn(page).getByLabel('Attach a file').last().setInputFiles({ name, mimeType, buffer });

test('files are attached with the hub away, reach it when it is back, and are opened by a colleague', async ({ office, open }) => {
  const page = await open('amina');
  await desk.openOwnCase(page, 'A matter with papers');
  await expect(filesOn(page).getByText('No files.')).toBeVisible();
  await office.hub.stop();
  const letter = randomBytes(1_300_000);
  await attach(page, 'Bescheid für Jörg.pdf', 'application/pdf', letter);
  const line = filesOn(page).getByRole('listitem').filter({ hasText: 'Bescheid für Jörg.pdf' });
  await expect(line.getByText('Waits for the hub')).toBeVisible();
  // What waits here can be opened here.
  const early = page.waitForEvent('download');
  await line.getByRole('button', { name: /^Download/ }).click();
  expect(fs.readFileSync(await (await early).path()).equals(letter)).toBe(true);
  await office.hub.start();
  await expect(line.getByText(/MB|MiB/)).toBeVisible({ timeout: 60_000 });
  await attach(page, 'page.html', 'text/html', Buffer.from('<p>'));
  await expect(filesOn(page).getByRole('status')).toHaveText(/page\.html was not attached: Files of the type text\/html are not taken/);
  await attach(page, 'dot.png', 'image/png', dot);
  await expect(filesOn(page).getByRole('button', { name: 'Open dot.png' })).toBeVisible();
  await filesOn(page).getByRole('button', { name: 'Open dot.png' }).click();
  await expect(page.getByRole('dialog').getByRole('img', { name: 'dot.png' })).toBeVisible();
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
  await filesOn(page).getByRole('listitem').last().scrollIntoViewIfNeeded();
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.screenshot({ path: path.join(pictures, `case-${colorScheme}.png`), animations: 'disabled' });
  }
  const { violations } = await new AxeBuilder({ page }).include('[aria-label="Files"]').analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  const address = new URL(page.url()).hash;

  const other = await open('sigrid');
  await desk.goTo(other, address.slice(1));
  const theirs = filesOn(other).getByRole('listitem').filter({ hasText: 'Bescheid für Jörg.pdf' });
  const download = other.waitForEvent('download');
  await theirs.getByRole('button', { name: /^Download/ }).click();
  expect(fs.readFileSync(await (await download).path()).equals(letter)).toBe(true);
});
