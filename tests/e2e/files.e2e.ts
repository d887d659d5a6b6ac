import { expect, type Page } from '@playwright/test';
import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { keep } from './picture.ts';
import * as desk from './desk-page.ts';
import type { Desk } from './office.ts';
import { test } from './test.ts';

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
  const plan = filesOn(page).getByRole('listitem').filter({ hasText: 'Roof plan.pdf' });
  await attach(page, 'Roof plan.pdf', 'application/pdf', randomBytes(1000));
  await expect(plan.getByText('Waits for the hub')).toBeVisible();
  spoilLast(await office.desk('amina', 'amina'));
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
  await expect(plan.getByRole('alert')).toHaveText(/^Not on the hub: This file was changed on this computer/);
  await keep(page, 'case', 'files');
  const address = new URL(page.url()).hash;

  const other = await open('sigrid');
  await desk.goTo(other, address.slice(1));
  const theirs = filesOn(other).getByRole('listitem').filter({ hasText: 'Bescheid für Jörg.pdf' });
  const download = other.waitForEvent('download');
  await theirs.getByRole('button', { name: /^Download/ }).click();
  expect(fs.readFileSync(await (await download).path()).equals(letter)).toBe(true);

  await page.getByRole('link', { name: '1 to review', exact: true }).click();
  const tray = page.getByRole('article', { name: 'Roof plan.pdf' });
  await expect(tray.getByRole('link', { name: /A matter with papers/ })).toBeVisible();
  await keep(page, 'tray', 'files');
  await tray.getByRole('button', { name: 'Discard' }).click();
  await tray.getByRole('button', { name: 'Yes, delete this file' }).click();
  await expect(page.getByText('Nothing to review')).toBeVisible();
  await desk.goTo(page, address.slice(1));
  await expect(filesOn(page).getByRole('listitem').filter({ hasText: 'dot.png' })).toBeVisible();
  await expect(plan).toHaveCount(0);
});

/** Changes the file that a desk took in last where it waits on the disk. */
function spoilLast({ home }: Desk): void {
  const waiting = fs.globSync('**/files/*/0', { cwd: home }).map((name) => path.join(home, name));
  const [last = ''] = waiting.toSorted((one, other) => fs.statSync(other).mtimeMs - fs.statSync(one).mtimeMs);
  const sealed = fs.readFileSync(last);
  sealed.writeUInt8(sealed.readUInt8(100) ^ 1, 100);
  fs.writeFileSync(last, sealed);
}
