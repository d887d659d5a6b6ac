import { expect, type Locator, type Page } from '@playwright/test';
import * as fs from 'node:fs';
import { password, type Desk } from './office.ts';

/** The address with its one-use token. */
export const addressOf = ({ url, tokenFile }: Desk): string => `${url()}/#token=${fs.readFileSync(tokenFile, 'utf8')}`;

export const statusBar = (page: Page): Locator => page.getByRole('contentinfo', { name: 'How this desk stands' });

/** Nothing waits at this desk, and it holds what the hub has. */
export async function expectCaughtUp(page: Page): Promise<void> {
  const bar = statusBar(page);
  await expect(bar.getByRole('button', { name: 'Hub online' })).toBeVisible({ timeout: 60_000 });
  await expect(bar.getByRole('link', { name: '0 pending' })).toBeVisible({ timeout: 60_000 });
  await expect(bar).toContainText(/Caught up \d\d:\d\d:\d\d/, { timeout: 60_000 });
}

/** The hub is gone, and the desk says so. */
export const expectOffline = (page: Page): Promise<void> => expect(statusBar(page).getByRole('button', { name: /^Hub offline since/ })).toBeVisible({ timeout: 60_000 });

export const expectPending = (page: Page, count: number): Promise<void> => expect(statusBar(page).getByRole('link', { name: `${count} pending` })).toBeVisible();
export const expectToReview = (page: Page, count: number): Promise<void> =>
  expect(statusBar(page).getByRole('link', { name: `${count} to review` })).toBeVisible({ timeout: 30_000 });

/** Goes to an address of the interface without loading the page anew. */
export async function goTo(page: Page, path: string): Promise<void> {
  await page.evaluate((to) => {
    location.hash = to;
  }, path);
}

export const caseOn = (page: Page, title: string): Locator => page.getByRole('article', { name: `Case: ${title}`, exact: true });
export const storyOn = (page: Page): Locator => page.getByRole('region', { name: 'What happened' });
export const composerOn = (page: Page): Locator => page.getByRole('textbox', { name: 'Note', exact: true });

/** Fills in the form of a new case; the caller presses the button. */
export async function beginCase(page: Page, title: string): Promise<Locator> {
  await goTo(page, '/cases/new');
  const form = page.getByRole('form', { name: 'Open a case' });
  await form.getByRole('textbox', { name: 'Title' }).fill(title);
  await pick(page, form.getByRole('combobox', { name: 'Category' }), 'Refund');
  return form;
}

/** The form of a new record of a kind; the caller fills it in and presses its button. */
export async function beginRecord(page: Page, entity: string, title: string): Promise<Locator> {
  await goTo(page, `/records/${entity}`);
  await page.getByRole('button', { name: 'New', exact: true }).click();
  const form = page.getByRole('form', { name: title });
  await expect(form).toBeVisible();
  return form;
}

export const expectHeading = (page: Page, title: string): Promise<void> => expect(page.getByRole('heading', { name: title, exact: true })).toBeVisible();

/** Opens a case, which is then its opener's; answers its address in the interface. */
export async function openOwnCase(page: Page, title: string): Promise<string> {
  const form = await beginCase(page, title);
  await form.getByRole('button', { name: 'Open a case' }).click();
  await expect(caseOn(page, title)).toBeVisible();
  await expect(composerOn(page)).toBeVisible();
  return new URL(page.url()).hash.slice(1).replace(/\?.*$/, '');
}

/** Chooses in a list that is searched by typing. */
export async function pick(page: Page, box: Locator, option: string): Promise<void> {
  await box.fill(option);
  await page
    .getByRole('option')
    .filter({ has: page.getByText(option, { exact: true }) })
    .click();
}

/** Opens a case at an address that another desk gave, and waits until it is there. */
export async function visitCase(page: Page, path: string, title: string): Promise<void> {
  await goTo(page, path);
  await expect(caseOn(page, title)).toBeVisible();
}

export async function writeNote(page: Page, body: string): Promise<void> {
  await composerOn(page).fill(body);
  await page.getByRole('button', { name: 'Add note' }).click();
  await expect(storyOn(page).getByText(body, { exact: true })).toBeVisible();
  await expect(composerOn(page)).toHaveValue('');
}

/** A field of the record in sight that may be edited where it stands. */
export const fieldOn = (page: Page, label: string): Locator => page.getByRole('button', { name: new RegExp(`^Edit ${label}\\b`) });

/** Changes a field where it stands. */
export async function editField(page: Page, label: string, value: string): Promise<void> {
  await fieldOn(page, label).click();
  const input = page.getByRole('textbox', { name: label, exact: true });
  await input.fill(value);
  await input.press('Control+Enter');
  await expect(input).toBeHidden();
}

/** Opens a vault of this computer at the door. */
export async function unlock(page: Page, word: string = password): Promise<void> {
  await page.getByRole('textbox', { name: 'Password' }).fill(word);
  await page.getByRole('button', { name: 'Unlock' }).click();
}

/** Signs in at the hub. */
export async function signIn(page: Page, email: string, word: string = password): Promise<void> {
  await page.getByRole('textbox', { name: 'Organisation' }).fill('demo');
  await page.getByRole('textbox', { name: 'E-mail' }).fill(email);
  await page.getByRole('textbox', { name: 'Password' }).fill(word);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

export async function signOut(page: Page): Promise<void> {
  await goTo(page, '/settings');
  await page.getByRole('button', { name: 'Sign out of this desk' }).click();
  await page.getByRole('button', { name: 'Yes, sign out' }).click();
}

/** Runs a command by keyboard alone, from wherever the focus is. */
export async function runInPalette(page: Page, words: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('combobox', { name: 'Search everything or run a command' })).toBeFocused();
  await page.keyboard.type(words);
  await expect(resultsOf(page).first()).toContainText(words);
  await page.keyboard.press('Enter');
}

/** What the palette offers. */
export const resultsOf = (page: Page): Locator => page.getByRole('listbox', { name: 'Results' }).getByRole('option');
