import { expect, type Page } from '@playwright/test';
import * as desk from './desk-page.ts';
import { people, type Office } from './office.ts';
import { keep } from './picture.ts';
import { slowHub } from './slow-hub.ts';
import { test } from './test.ts';
import { clash } from './two-people.ts';

const sizes = [
  { width: 1920, height: 1080 },
  { width: 1366, height: 768 },
] as const;

/** Lets whatever is still arriving arrive: the screen is the same twice. */
async function settled(page: Page): Promise<void> {
  let before = '';
  await expect
    .poll(async () => {
      const now = await page.locator('body').innerText();
      const isSame = now === before;
      before = now;
      return isSame;
    })
    .toBe(true);
}

async function show(page: Page, name: string, at?: string): Promise<void> {
  if (at !== undefined) await desk.goTo(page, at);
  await expect(page.getByRole('heading').first()).toBeVisible();
  await settled(page);
  await keep(page, name, 'screens', sizes);
}

async function newcomer(office: Office, openWindow: (of: Awaited<ReturnType<Office['desk']>>) => Promise<Page>, name: string): Promise<Page> {
  return openWindow(await office.desk(name, null));
}

test('screens of the door', async ({ office, openWindow }) => {
  const page = await newcomer(office, openWindow, 'door');
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await show(page, 'sign-in');
  await desk.signIn(page, people.joao.email, 'wrong-password');
  await expect(page.getByRole('alert')).toBeVisible();
  await show(page, 'sign-in-wrong');
  await desk.signIn(page, people.joao.email);
  await desk.expectCaughtUp(page);
  await page.getByRole('button', { name: 'Lock' }).click();
  await expect(page.getByRole('heading', { name: 'Welcome back' })).toBeVisible();
  await show(page, 'unlock');
  await desk.unlock(page, 'wrong');
  await expect(page.getByText('This password does not open the vault.')).toBeVisible();
  await show(page, 'unlock-wrong');
  await page.getByRole('button', { name: 'Sign in as somebody else' }).click();
  await desk.signIn(page, people.lin.email);
  await desk.expectCaughtUp(page);
  await desk.signOut(page);
  await expect(page.getByRole('heading', { name: 'Who is working?' })).toBeVisible();
  await show(page, 'who');
});

test('the first sync, with what has come and what has not', async ({ office, openWindow }) => {
  const hub = await slowHub(office.hub.url(), ['tenants', 'users', 'memberships', 'roles', 'teams', 'case_kinds', 'priorities', 'cases']);
  const slow = await office.desk('slow', null, hub.url);
  const page = await openWindow(slow);
  await desk.signIn(page, people.lin.email);
  await expect(page.getByRole('heading', { name: 'Fetching your records' })).toBeVisible();
  await expect(page.getByRole('listitem').filter({ hasText: 'Cases' }).first()).toContainText(/\d/);
  await show(page, 'first-sync');
  hub.release();
  await desk.expectCaughtUp(page);
  await slow.stop();
  await hub.close();
});

test('screens of cases and contacts', async ({ open }) => {
  const amina = await open('amina');
  await show(amina, 'cases', '/cases');
  await amina.getByRole('textbox', { name: 'Filter by words or number' }).fill('no such words anywhere');
  await expect(amina.getByText('No case matches')).toBeVisible();
  await show(amina, 'cases-none');
  await desk.openOwnCase(amina, 'Water comes through the ceiling of the shop');
  await desk.editField(amina, 'Description', 'Since the rain of Tuesday. Two buckets an hour.\nThe landlord does not answer; the insurer wants photographs by Friday.');
  await desk.writeNote(amina, 'Called the plumber: he comes today between two and four. اتصل بالعميل قبل ذلك.');
  await desk.composerOn(amina).fill('Photographs have arrived, three of');
  await desk.expectCaughtUp(amina);
  await show(amina, 'case');
  await amina.getByRole('button', { name: 'Resolve' }).click();
  await amina.getByRole('dialog').getByRole('button', { name: 'Resolve' }).click();
  await show(amina, 'case-dialog');
  await amina.keyboard.press('Escape');
  await show(amina, 'case-missing', '/cases/0192a000-0000-7000-8000-00000000ffff');
  await show(amina, 'case-new', '/cases/new');
  await amina.getByRole('form', { name: 'Open a case' }).getByRole('button', { name: 'Open a case' }).click();
  await expect(amina.getByText('Title is needed.')).toBeVisible();
  await show(amina, 'case-new-wrong');

  await show(amina, 'contacts', '/contacts');
  await amina.getByRole('listbox', { name: 'Contacts' }).getByRole('option').nth(3).click();
  await expect(amina.getByRole('article')).toBeVisible();
  await show(amina, 'contact');
  await show(amina, 'contact-new', '/contacts/new');
});

test('screens of the desk itself', async ({ open }) => {
  const irene = await open('irene');
  await show(irene, 'review-empty', '/review');
  await show(irene, 'pending-empty', '/pending');
  await show(irene, 'settings', '/settings');
  await show(irene, 'records', '/records');
  await show(irene, 'records-list', '/records/memberships');
  await irene.getByRole('listbox', { name: 'Members' }).getByRole('option').first().click();
  await expect(irene.getByRole('article')).toBeVisible();
  await show(irene, 'records-record');
  await show(irene, 'records-none', '/records/numberBlocks');
  await show(irene, 'not-found', '/nowhere');
  await desk.goTo(irene, '/cases');
  await expect(irene.getByRole('listbox', { name: 'Cases' })).toBeFocused();
  await irene.keyboard.press('Control+k');
  await show(irene, 'palette');
  await irene.keyboard.type('refund');
  await expect(desk.resultsOf(irene).filter({ hasText: 'Refund from February' }).first()).toBeVisible();
  await show(irene, 'palette-found');
  await irene.keyboard.press('Escape');
  await irene.getByRole('listbox', { name: 'Cases' }).getByRole('option').first().click();
  await expect(irene.getByRole('article')).toBeVisible();
  await irene.keyboard.press('?');
  await expect(irene.getByRole('dialog', { name: 'Keys of this screen' })).toBeVisible();
  await show(irene, 'keys');
});

test('screens of trouble', async ({ open, office }) => {
  const [amina, sigrid] = await Promise.all([open('amina'), open('sigrid')]);
  await clash(amina, sigrid, office.hub, 'Meter reading disputed');
  await show(sigrid, 'review-conflict', '/review');
  await sigrid.getByRole('button', { name: 'Edit and send' }).click();
  await expect(sigrid.getByRole('textbox', { name: 'Description' })).toBeVisible();
  await show(sigrid, 'review-edit');
  await sigrid.getByRole('button', { name: 'Cancel' }).click();
  await sigrid.getByRole('button', { name: 'Keep mine' }).click();
  await desk.expectToReview(sigrid, 0);
  await sigrid.goBack();
  await desk.composerOn(sigrid).fill('I think that');
  await desk.writeNote(amina, 'The technician has read it himself.');
  await expect(sigrid.getByText('Something happened while you were writing.')).toBeVisible();
  await show(sigrid, 'case-news');

  await office.hub.kill();
  await desk.expectOffline(amina);
  await desk.writeNote(amina, 'Written without a line.');
  await desk.beginCase(amina, 'Opened without a line').then((form) => form.getByRole('button', { name: 'Open a case' }).click());
  await expect(desk.caseOn(amina, 'Opened without a line')).toBeVisible();
  await show(amina, 'case-offline');
  await desk
    .statusBar(amina)
    .getByRole('button', { name: /^Hub offline/ })
    .click();
  await expect(amina.getByText(/^Since /)).toBeVisible();
  await show(amina, 'hub-offline');
  await amina.keyboard.press('Escape');
  await show(amina, 'pending', '/pending');
  await show(amina, 'settings-offline', '/settings');
  const own = await office.desk('amina', 'amina');
  await own.stop();
  await expect(amina.getByText(/^The desk process stopped answering at/)).toBeVisible();
  await show(amina, 'desk-gone', '/cases');
  await own.start();
  await office.hub.start();
  await Promise.all([desk.expectCaughtUp(amina), desk.expectCaughtUp(sigrid)]);
});
