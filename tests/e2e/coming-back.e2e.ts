import { expect, type Page } from '@playwright/test';
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as desk from './desk-page.ts';
import { password, people } from './office.ts';
import { test } from './test.ts';

const gone = (page: Page) => page.getByText(/^The desk process stopped answering at/);
const noteOn = (page: Page, body: string) => desk.storyOn(page).getByText(body, { exact: true });

/** The cases that a desk holds under these words. */
async function casesNamed(page: Page, title: string) {
  await desk.goTo(page, '/cases');
  await page.getByRole('textbox', { name: 'Filter by words or number' }).fill(title);
  await expect(page.getByRole('region', { name: 'Cases' })).toContainText(/\d+ record|No case matches/);
  return page.getByRole('listbox', { name: 'Cases' }).getByRole('option');
}

test('a double press on save without a hub makes one case, with a number that stays', async ({ open, office }) => {
  const [amina, sigrid] = await Promise.all([open('amina'), open('sigrid')]);
  await office.hub.kill();
  await desk.expectOffline(amina);
  const form = await desk.beginCase(amina, 'Pressed twice');
  await form.getByRole('button', { name: 'Open a case' }).dblclick();
  await expect(desk.caseOn(amina, 'Pressed twice')).toBeVisible();
  const number = await desk
    .caseOn(amina, 'Pressed twice')
    .getByText(/^MAT-\d{4}-\d{6}$/)
    .innerText();
  await desk.expectPending(amina, 1);
  await expect(await casesNamed(amina, 'Pressed twice')).toHaveCount(1);

  await office.hub.start();
  await desk.expectCaughtUp(amina);
  for (const page of [amina, sigrid]) {
    const found = await casesNamed(page, 'Pressed twice');
    await expect(found).toHaveCount(1);
    await expect(found).toContainText(number);
  }
});

test('a draft survives a reload, and the end of its desk process', async ({ open, openWindow, office }) => {
  const amina = await open('amina');
  const own = await office.desk('amina', 'amina');
  const address = await desk.openOwnCase(amina, 'Long letter');
  await desk.composerOn(amina).fill('Dear Mr Odhiambo,');
  await amina.reload();
  await expect(desk.composerOn(amina)).toHaveValue('Dear Mr Odhiambo,');
  await expect(amina.getByText(/^Your draft of .+ is back\.$/)).toBeVisible();

  await own.kill();
  await expect(gone(amina)).toBeVisible();
  await own.start();
  const another = await openWindow(own);
  await desk.visitCase(another, address, 'Long letter');
  await expect(desk.composerOn(another)).toHaveValue('Dear Mr Odhiambo,');
});

test('a tab stands as far scrolled as it was left: from another tab, and after the end of its desk process', async ({ open, openWindow, office }) => {
  const amina = await open('amina');
  await amina.setViewportSize({ width: 1366, height: 560 });
  const address = await desk.openOwnCase(amina, 'A long story');
  for (let n = 1; n <= 6; n += 1) await desk.writeNote(amina, `Chapter ${n}\nwith a second\nand a third line`);
  // The newest is beside the composer, and what came before is above it.
  await expect(desk.storyOn(amina).getByText('Chapter 6')).toBeInViewport();
  await expect(desk.storyOn(amina).getByText('Chapter 1')).not.toBeInViewport();
  const top = (page: Page) => desk.storyOn(page).evaluate(({ scrollTop }) => Math.round(scrollTop));
  await desk.storyOn(amina).hover();
  await amina.mouse.wheel(0, -200);
  await expect.poll(() => top(amina)).toBeLessThan(-150);
  const left = await top(amina);
  await desk.openOwnCase(amina, 'A short story');
  await desk.goTo(amina, address);
  await expect.poll(() => top(amina)).toBe(left);

  const own = await office.desk('amina', 'amina');
  await own.kill();
  await own.start();
  const another = await openWindow(own);
  await another.setViewportSize({ width: 1366, height: 560 });
  await expect(desk.caseOn(another, 'A long story')).toBeVisible();
  await expect.poll(() => top(another)).toBe(left);
});

test('what is typed while the desk process is gone is there when it is back and unlocked, to the last keystroke', async ({ openWindow, office }) => {
  const own = await office.desk('shared', null);
  const joao = await openWindow(own);
  await desk.signIn(joao, people.joao.email);
  await desk.expectCaughtUp(joao);
  const address = await desk.openOwnCase(joao, 'Longer letter');
  await desk.composerOn(joao).fill('Dear Mrs Wekesa,');
  await own.kill();
  await expect(gone(joao)).toBeVisible();
  await desk.composerOn(joao).press('End');
  await desk.composerOn(joao).pressSequentially(' we have written twice.');
  await own.start();
  await expect(joao.getByRole('heading', { name: 'Welcome back' })).toBeVisible();
  await desk.unlock(joao);
  await desk.expectCaughtUp(joao);
  await expect(gone(joao)).toBeHidden();
  await expect(desk.composerOn(joao)).toHaveValue('Dear Mrs Wekesa, we have written twice.');

  const another = await openWindow(own);
  await desk.visitCase(another, address, 'Longer letter');
  await expect(desk.composerOn(another)).toHaveValue('Dear Mrs Wekesa, we have written twice.');
  await desk.signOut(joao);
});

test('a desk that is killed with work pending, and started without a hub, has it still and sends it once', async ({ open, office }) => {
  const [amina, sigrid] = await Promise.all([open('amina'), open('sigrid')]);
  const address = await desk.openOwnCase(amina, 'Power cut');
  await desk.expectCaughtUp(amina);
  await desk.visitCase(sigrid, address, 'Power cut');
  await office.hub.kill();
  await desk.expectOffline(amina);
  await desk.writeNote(amina, 'Before the lights went out');
  await desk.editField(amina, 'Title', 'Power cut in the whole street');

  const own = await office.desk('amina', 'amina');
  await own.kill();
  await own.start();
  await desk.expectPending(amina, 2);
  await desk.expectOffline(amina);
  await expect(desk.caseOn(amina, 'Power cut in the whole street')).toBeVisible();
  await expect(noteOn(amina, 'Before the lights went out')).toHaveCount(1);

  await office.hub.start();
  await desk.expectCaughtUp(amina);
  for (const page of [amina, sigrid]) {
    await expect(desk.caseOn(page, 'Power cut in the whole street')).toBeVisible();
    await expect(noteOn(page, 'Before the lights went out')).toHaveCount(1);
  }
});

test('who signs out with work pending finds it at the next sign-in, also without a hub, and it is sent once', async ({ openWindow, open, office }) => {
  const joao = await openWindow(await office.desk('shared', null));
  await desk.signIn(joao, people.joao.email);
  await desk.expectCaughtUp(joao);
  const address = await desk.openOwnCase(joao, 'End of the shift');
  await desk.expectCaughtUp(joao);
  await office.hub.kill();
  await desk.expectOffline(joao);
  await desk.writeNote(joao, 'Written at five to five');
  await desk.goTo(joao, '/settings');
  await expect(joao.getByText('1 command is not on the server yet. It stays in your vault and goes on at your next sign-in.')).toBeVisible();
  await desk.signOut(joao);

  await expect(joao.getByText('Written at five to five')).toHaveCount(0);
  await desk.signIn(joao, people.joao.email);
  await desk.expectPending(joao, 1);
  await desk.visitCase(joao, address, 'End of the shift');
  await expect(noteOn(joao, 'Written at five to five')).toHaveCount(1);
  await office.hub.start();
  // The sign-out ended the token, and the hub was not there to give another.
  await joao.getByRole('button', { name: 'Sign in again' }).click({ timeout: 60_000 });
  const dialog = joao.getByRole('dialog', { name: 'Sign in again' });
  await dialog.getByRole('textbox', { name: /^Password/ }).fill(password);
  await dialog.getByRole('button', { name: 'Sign in' }).click();
  await desk.expectCaughtUp(joao);
  const amina = await open('amina');
  await desk.visitCase(amina, address, 'End of the shift');
  for (const page of [joao, amina]) await expect(noteOn(page, 'Written at five to five')).toHaveCount(1);
  await desk.signOut(joao);
});

test('a locked desk shows no record, opens without a hub for the password, and for no other', async ({ open, office }) => {
  const amina = await open('amina');
  const address = await desk.openOwnCase(amina, 'Confidential matter');
  await office.hub.kill();
  await desk.expectOffline(amina);
  await amina.getByRole('button', { name: 'Lock' }).click();
  await expect(amina.getByRole('heading', { name: 'Welcome back' })).toBeVisible();
  await expect(amina.getByText('Confidential matter')).toHaveCount(0);
  await amina.reload();
  await desk.unlock(amina, 'holdfast-dem0');
  await expect(amina.getByText('This password does not open the vault.')).toBeVisible();
  await expect(amina.getByText('Confidential matter')).toHaveCount(0);
  await desk.unlock(amina);
  await expect(desk.statusBar(amina)).toContainText(people.amina.name);
  await desk.visitCase(amina, address, 'Confidential matter');
  await desk.expectOffline(amina);
});

test('nobody else reads what somebody wrote at the same computer, neither on screen nor in the files', async ({ openWindow, office }) => {
  const shared = await office.desk('shared', null);
  const page = await openWindow(shared);
  await enterAs(page, people.joao.email);
  await desk.openOwnCase(page, 'Xylophone-Vierzehn');
  await desk.writeNote(page, 'Quagmire-Siebenundzwanzig');
  await desk.composerOn(page).fill('Draft-Zweiundneunzig');
  await page.reload();
  await expect(desk.composerOn(page)).toHaveValue('Draft-Zweiundneunzig');
  expect(filesWith(shared.home, people.joao.email)).not.toEqual([]);
  for (const secret of ['Xylophone-Vierzehn', 'Quagmire-Siebenundzwanzig', 'Draft-Zweiundneunzig', 'SQLite format 3']) expect(filesWith(shared.home, secret)).toEqual([]);

  await desk.expectCaughtUp(page);
  await desk.signOut(page);
  await enterAs(page, people.lin.email);
  await expect(await casesNamed(page, 'Xylophone-Vierzehn')).toHaveCount(0);
  for (const secret of ['Xylophone-Vierzehn', 'Quagmire-Siebenundzwanzig', 'Draft-Zweiundneunzig']) expect(filesWith(shared.home, secret)).toEqual([]);
  await desk.signOut(page);
});

/** Signs in at the hub, whoever worked here before. */
async function enterAs(page: Page, email: string): Promise<void> {
  const other = page.getByRole('button', { name: 'Sign in as somebody else' });
  await expect(other.or(page.getByRole('textbox', { name: 'Organisation' }))).toBeVisible();
  if (await other.isVisible()) await other.click();
  await desk.signIn(page, email);
  await desk.expectCaughtUp(page);
}

/** The files below a folder that hold these words as a program would read them. */
function filesWith(folder: string, words: string): readonly string[] {
  const forms = [Buffer.from(words, 'utf8'), Buffer.from(words, 'utf16le')];
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => forms.some((form) => fs.readFileSync(file).includes(form)));
}
