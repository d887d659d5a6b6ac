import { expect, type Page } from '@playwright/test';
import * as fs from 'node:fs';
import * as desk from './desk-page.ts';
import { people } from './office.ts';
import { test } from './test.ts';

/** Opens a record in the generic list of its kind. */
async function openRecord(page: Page, entity: string, plural: string, title: string): Promise<void> {
  await desk.goTo(page, `/records/${entity}`);
  await page.getByRole('listbox', { name: plural }).getByRole('option').filter({ hasText: title }).click();
  await expect(page.getByRole('heading', { name: title })).toBeVisible();
}

/** Puts a person into the team “Front desk”, or takes them out. */
async function changeTeam(owner: Page, what: 'Add a member' | 'Remove a member', person: string): Promise<void> {
  await openRecord(owner, 'teams', 'Teams', 'Front desk');
  await owner.getByRole('button', { name: what }).click();
  const dialog = owner.getByRole('dialog');
  await desk.pick(owner, dialog.getByRole('combobox', { name: 'Member' }), person);
  await dialog.getByRole('button', { name: what }).click();
  await expect(dialog).toBeHidden();
}

async function changeRole(owner: Page, person: string, role: string): Promise<void> {
  await openRecord(owner, 'memberships', 'Members', person);
  await owner.getByRole('button', { name: 'Change', exact: true }).click();
  const dialog = owner.getByRole('dialog');
  await desk.pick(owner, dialog.getByRole('combobox', { name: 'Role' }), role);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();
}

test('who leaves a team loses sight of its cases at once, and has them back when put in again', async ({ open }) => {
  const [joao, amina, irene] = await Promise.all([open('joao'), open('amina'), open('irene')]);
  const address = await desk.openOwnCase(amina, 'Only for the front desk');
  await desk.visitCase(joao, address, 'Only for the front desk');
  const lines = joao.getByRole('listbox', { name: 'Cases' }).getByRole('option').filter({ hasText: 'Only for the front desk' });
  await expect(lines).toHaveCount(1);

  await changeTeam(irene, 'Remove a member', people.joao.name);
  await expect(joao.getByRole('heading', { name: 'This case is not in sight' })).toBeVisible();
  await expect(joao.getByText('Only for the front desk')).toHaveCount(0);
  await joao.keyboard.press('Control+k');
  await joao.keyboard.type('Only for the front');
  await expect(joao.getByText('Nothing on this desk matches “Only for the front”.')).toBeVisible();
  await joao.keyboard.press('Escape');

  await changeTeam(irene, 'Add a member', people.joao.name);
  await expect(desk.caseOn(joao, 'Only for the front desk')).toBeVisible();
  await expect(lines).toHaveCount(1);
});

test('a role that is taken away bars at once what it allowed, and the screen says so', async ({ open }) => {
  const [joao, irene] = await Promise.all([open('joao'), open('irene')]);
  await desk.openOwnCase(joao, 'Half done');
  await desk.expectCaughtUp(joao);
  await changeRole(irene, people.joao.name, 'Viewer');
  await expect(desk.statusBar(joao)).toContainText(`${people.joao.name} · Viewer`);
  await expect(joao.getByRole('button', { name: 'New case' })).toBeDisabled();
  await expect(desk.composerOn(joao)).toHaveCount(0);
  await expect(joao.getByText('Your role does not allow “Add a note” here.')).toBeVisible();

  await changeRole(irene, people.joao.name, 'Agent');
  await expect(joao.getByRole('button', { name: 'New case' })).toBeEnabled();
  await expect(desk.composerOn(joao)).toBeVisible();
});

/** Revokes the device whose number its own settings show. */
async function revoke(owner: Page, id: string): Promise<void> {
  await desk.goTo(owner, `/records/devices/${id}`);
  await owner.getByRole('button', { name: 'Revoke' }).click();
  const dialog = owner.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Revoke' }).click();
  await expect(dialog).toBeHidden();
}

async function deviceOf(page: Page): Promise<string> {
  await desk.goTo(page, '/settings');
  const shown = await page
    .getByRole('definition')
    .filter({ hasText: /[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/ })
    .innerText();
  return shown.trim();
}

const replicasBelow = (folder: string) =>
  fs
    .readdirSync(folder, { recursive: true })
    .map(String)
    .filter((name) => /\.(db|sqlite)/.test(name));

for (const when of ['at work', 'switched off'] as const)
  test(`a device that is revoked while it is ${when} loses its records, and says so`, async ({ open, openWindow, office }) => {
    const own = await office.desk(`lin ${when}`, null);
    const [lin, irene] = await Promise.all([openWindow(own), open('irene')]);
    await desk.signIn(lin, people.lin.email);
    await desk.expectCaughtUp(lin);
    const id = await deviceOf(lin);
    await expect.poll(() => replicasBelow(own.home)).not.toEqual([]);
    if (when === 'switched off') await own.kill();
    await revoke(irene, id);
    if (when === 'switched off') {
      await own.start();
      await expect(lin.getByRole('heading', { name: 'Welcome back' })).toBeVisible();
      await desk.unlock(lin);
    }

    const notice = lin.getByRole('status').filter({ hasText: 'Its copy of the records has been erased.' });
    await expect(notice).toContainText('This device was revoked', { timeout: 60_000 });
    await expect(lin.getByRole('listbox', { name: 'Cases' })).toHaveCount(0);
    await expect.poll(() => replicasBelow(own.home)).toEqual([]);
    // The hub has its word for it.
    await expect(irene.getByRole('definition').filter({ hasText: /^Wiped$/ })).toBeVisible({ timeout: 60_000 });
    await own.stop();
  });
