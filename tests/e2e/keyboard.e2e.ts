import { expect, type Page } from '@playwright/test';
import * as desk from './desk-page.ts';
import { test } from './test.ts';

const palette = (page: Page) => page.getByRole('dialog', { name: 'Search everything or run a command' });

test('Ctrl K opens the palette from anywhere, also while typing, and gives the focus back', async ({ open }) => {
  const amina = await open('amina');
  await desk.openOwnCase(amina, 'Keys everywhere');
  const places = ['/cases', '/contacts', '/contacts/new', '/review', '/pending', '/records', '/records/teams', '/settings', '/cases/new'];
  for (const place of places) {
    await desk.goTo(amina, place);
    await expect(amina.getByRole('heading', { level: 1 }).first()).toBeVisible();
    await amina.keyboard.press('Control+k');
    await expect(palette(amina)).toBeVisible();
    await amina.keyboard.press('Escape');
    await expect(palette(amina)).toBeHidden();
  }
  await desk.runInPalette(amina, 'Keys everywhere');
  await expect(desk.caseOn(amina, 'Keys everywhere')).toBeVisible();
  await desk.composerOn(amina).pressSequentially('half a sen');
  await amina.keyboard.press('Control+k');
  await expect(palette(amina)).toBeVisible();
  await amina.keyboard.press('Escape');
  await expect(desk.composerOn(amina)).toBeFocused();
  await amina.keyboard.type('tence');
  await expect(desk.composerOn(amina)).toHaveValue('half a sentence');
});

test('a case is opened, held, resumed and told about without a mouse', async ({ open }) => {
  const amina = await open('amina');
  await desk.openOwnCase(amina, 'Without a mouse');
  await desk.goTo(amina, '/cases');
  await desk.runInPalette(amina, 'Without a mou');
  const record = desk.caseOn(amina, 'Without a mouse');
  await expect(record).toBeVisible();
  const status = (words: string) => record.locator('header').getByText(words, { exact: true });

  const steps = [
    { words: 'Hold', title: 'Put the case on hold', reason: 'Waiting for the letter', becomes: 'On hold' },
    { words: 'Resume', title: 'Resume the case', reason: 'The letter is here', becomes: 'Open' },
  ];
  for (const { words, title, reason, becomes } of steps) {
    await desk.runInPalette(amina, words);
    await expect(amina.getByRole('dialog', { name: title }).getByRole('textbox', { name: 'Reason' })).toBeFocused();
    await amina.keyboard.type(reason);
    // Past “Cancel” to the button.
    await amina.keyboard.press('Tab');
    await amina.keyboard.press('Tab');
    await amina.keyboard.press('Enter');
    await expect(status(becomes)).toBeVisible();
  }

  await expect(amina.getByRole('dialog')).toHaveCount(0);
  await amina.keyboard.press('m');
  await expect(desk.composerOn(amina)).toBeFocused();
  await amina.keyboard.type('Everything by hand, nothing by mouse');
  await amina.keyboard.press('Control+Enter');
  await expect(desk.storyOn(amina).getByText('Everything by hand, nothing by mouse', { exact: true })).toBeVisible();
});

test('a new case is opened by keyboard alone, and the list is walked with arrows', async ({ open }) => {
  const amina = await open('amina');
  await desk.goTo(amina, '/cases');
  const list = amina.getByRole('listbox', { name: 'Cases' });
  await expect(list).toBeFocused();
  await amina.keyboard.press('n');
  const form = amina.getByRole('form', { name: 'Open a case' });
  await expect(form.getByRole('textbox', { name: 'Title' })).toBeFocused();
  await amina.keyboard.type('Typed from start to end');
  await form.getByRole('combobox', { name: 'Category' }).focus();
  await amina.keyboard.type('Refund');
  await expect(amina.getByRole('option').filter({ has: amina.getByText('Refund', { exact: true }) })).toBeVisible();
  await amina.keyboard.press('ArrowDown');
  await amina.keyboard.press('Enter');
  await amina.keyboard.press('Control+Enter');
  await expect(desk.caseOn(amina, 'Typed from start to end')).toBeVisible();

  await amina.keyboard.press('Escape');
  await expect(list).toBeFocused();
  const title = await list.getByRole('option').nth(2).locator('strong, span').filter({ hasText: /\w/ }).first().innerText();
  await amina.keyboard.press('Home');
  await amina.keyboard.press('ArrowDown');
  await amina.keyboard.press('j');
  await amina.keyboard.press('Enter');
  await expect(amina.getByRole('article')).toContainText(title);
});

test('the question mark shows the keys of the screen, and is a letter while one types', async ({ open }) => {
  const amina = await open('amina');
  await desk.openOwnCase(amina, 'Which key was it');
  await desk.composerOn(amina).pressSequentially('Why?');
  await expect(desk.composerOn(amina)).toHaveValue('Why?');
  await amina.keyboard.press('Escape');
  await amina.keyboard.press('?');
  const sheet = amina.getByRole('dialog', { name: 'Keys of this screen' });
  for (const group of ['Everywhere', 'This case', 'Writing a note', 'In a list']) await expect(sheet.getByRole('heading', { name: group })).toBeVisible();
  await expect(sheet.getByRole('term').filter({ hasText: 'Hold' })).toBeVisible();
  await amina.keyboard.press('Escape');
  await expect(sheet).toBeHidden();
});
