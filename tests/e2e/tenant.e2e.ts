import { expect, type Locator, type Page } from '@playwright/test';
import * as desk from './desk-page.ts';
import { people, type Office } from './office.ts';
import { keep } from './picture.ts';
import { totp } from '../../sync-server/auth/totp.ts';
import { test } from './test.ts';
import { program } from './workstation.ts';

const word = 'a password of our own';

/** Makes somebody an operator as whoever may start the hub does it. */
async function appoint(office: Office, email: string): Promise<void> {
  const run = program(['hub', 'operator', email, '--home', office.hub.home]);
  await run.line(`operator ready ${email}`);
  await run.ended;
}

async function fill(form: Locator, answers: Readonly<Record<string, string>>, title: string): Promise<void> {
  for (const [name, value] of Object.entries(answers)) await form.getByRole('textbox', { name, exact: true }).fill(value);
  await form.getByRole('button', { name: title }).click();
}

/** Comes in at the door of a new desk by an invitation. */
async function comeIn(page: Page, code: string, name: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Code of the invitation' }).fill(code);
  await page.getByRole('textbox', { name: 'Your name' }).fill(name);
  await page.getByRole('textbox', { name: 'Password' }).fill(word);
  await page.getByRole('button', { name: 'Come in' }).click();
  await desk.expectCaughtUp(page);
}

test.describe.configure({ mode: 'serial' });
/** What the owner gives to the agent who is to come. */
let agentsCode = '';

test('an operator makes a tenant, and its owner comes in and sets it up', async ({ open, openWindow, office }) => {
  const [operator, ownersDesk] = [await open('irene'), await office.desk('tenant owner', null)];
  await expect(operator.getByRole('link', { name: 'Admin' })).toBeVisible();
  await appoint(office, people.irene.email);

  // The operator makes the tenant and sees of it what there is to see.
  await operator.getByRole('link', { name: 'Platform' }).click();
  await expect(operator.getByRole('region', { name: 'Tenants' }).getByRole('row', { name: /Harbour Assist/ })).toBeVisible();
  await keep(operator, 'platform');
  await operator.getByRole('button', { name: 'New tenant' }).click();
  const tenant = operator.getByRole('form', { name: 'New tenant' });
  const said = { Name: 'Lakeside', Subdomain: 'demo', 'Name of the owner': 'Mary Lake', 'E-mail of the owner': 'mary@lakeside.test', 'Country code': 'KE' };
  for (const [name, value] of Object.entries(said)) await tenant.getByRole('textbox', { name, exact: true }).fill(value);
  await keep(operator, 'platform-new-tenant');
  await tenant.getByRole('button', { name: 'New tenant' }).click();
  await expect(tenant.getByText('Another tenant has this subdomain.')).toBeVisible();
  await tenant.getByRole('textbox', { name: 'Subdomain', exact: true }).fill('lakeside');
  await tenant.getByRole('button', { name: 'New tenant' }).click();
  await desk.expectHeading(operator, 'The tenant is made');
  const code = await operator.getByRole('textbox', { name: 'Code of the invitation' }).inputValue();

  // Its owner comes in and sets it up.
  const owner = await openWindow(ownersDesk);
  await owner.getByRole('button', { name: 'I have an invitation' }).click();
  await keep(owner, 'door-invited');
  await comeIn(owner, code, 'Mary Lake');
  await expect(desk.statusBar(owner)).toContainText('Lakeside');
  const team = await desk.beginRecord(owner, 'teams', 'Save a team');
  await fill(team, { Name: 'Harbour' }, 'Save a team');
  await desk.expectHeading(owner, 'Harbour');
  const kind = await desk.beginRecord(owner, 'caseKinds', 'Add a case kind');
  await fill(kind, { Name: 'Mooring', Code: 'mooring', 'Number prefix': 'MOOR' }, 'Add a case kind');
  await desk.expectHeading(owner, 'Mooring');
  const priority = await desk.beginRecord(owner, 'priorities', 'Add a priority');
  await fill(priority, { Name: 'Storm', Level: '9', Colour: '#cf222e', 'SLA (hours)': '1' }, 'Add a priority');
  await desk.expectHeading(owner, 'Storm');

  // The order that forms offer is changed by keyboard.
  await desk.goTo(owner, '/admin/order/priorities');
  const storm = owner.getByRole('treeitem', { name: 'Storm' });
  await storm.focus();
  await owner.keyboard.press('Shift+ArrowUp');
  await expect(owner.getByRole('treeitem').nth(3)).toHaveAccessibleName('Storm');
  await expect(storm).toBeFocused();
  await keep(owner, 'admin-order');
  await desk.goTo(owner, '/admin/order/caseCategories');
  await expect(owner.getByRole('treeitem', { name: 'General' })).toBeVisible();

  await desk.goTo(owner, '/records/roles');
  await owner.getByRole('listbox', { name: 'Roles' }).getByRole('option').filter({ hasText: 'Agent' }).first().click();
  await owner.getByRole('link', { name: 'Copy this role' }).click();
  await fill(owner.getByRole('form', { name: 'Save a role' }), { 'Display name': 'Harbour agent' }, 'Save a role');
  await desk.expectHeading(owner, 'Harbour agent');

  const invitation = await desk.beginRecord(owner, 'invitations', 'Invite somebody');
  await invitation.getByRole('textbox', { name: 'E-mail' }).fill('tom@lakeside.test');
  await desk.pick(owner, invitation.getByRole('combobox', { name: 'Role' }), 'Harbour agent');
  await desk.pick(owner, invitation.getByRole('combobox', { name: 'Team' }), 'Harbour');
  await invitation.getByRole('button', { name: 'Invite somebody' }).click();
  await desk.expectHeading(owner, 'Invited');
  agentsCode = await owner.getByRole('textbox', { name: 'Code of the invitation' }).inputValue();
  expect(agentsCode).toMatch(/^lakeside\./);
});

test('an agent comes in, works, and guards the way in with a second factor', async ({ openWindow, office }) => {
  const agent = await openWindow(await office.desk('tenant agent', null));
  await agent.getByRole('button', { name: 'I have an invitation' }).click();
  await comeIn(agent, agentsCode, 'Tom Pier');
  await expect(desk.statusBar(agent)).toContainText('Tom Pier · Harbour agent');
  await desk.goTo(agent, '/cases/new');
  const form = agent.getByRole('form', { name: 'Open a case' });
  await form.getByRole('textbox', { name: 'Title' }).fill('A boat is adrift');
  await desk.pick(agent, form.getByRole('combobox', { name: 'Kind' }), 'Mooring');
  await desk.pick(agent, form.getByRole('combobox', { name: 'Category' }), 'General');
  await desk.pick(agent, form.getByRole('combobox', { name: 'Priority' }), 'Storm');
  await form.getByRole('button', { name: 'Open a case' }).click();
  await expect(desk.caseOn(agent, 'A boat is adrift')).toContainText('Storm');
  await expect(desk.caseOn(agent, 'A boat is adrift')).toContainText(/MOOR-/);

  await desk.goTo(agent, '/settings');
  const factor = agent.getByRole('region', { name: 'Second factor' });
  await factor.getByRole('button', { name: 'Add an authenticator app' }).click();
  await factor.getByRole('textbox', { name: 'Password' }).fill('a guess');
  await factor.getByRole('button', { name: 'Next' }).click();
  await expect(factor.getByText('The password is wrong.')).toBeVisible();
  await factor.getByRole('textbox', { name: 'Password' }).fill(word);
  await factor.getByRole('button', { name: 'Next' }).click();
  await expect(factor.getByRole('img', { name: 'Picture for the camera of the authenticator app' })).toBeVisible();
  await keep(agent, 'settings-factor');
  const secret = (await factor.getByText(/^[A-Z2-7]{32}$/).innerText()).trim();
  await factor.getByRole('textbox', { name: 'Code that the app shows' }).fill(totp(secret, Math.floor(Date.now() / 30_000)));
  await factor.getByRole('button', { name: 'Confirm' }).click();
  await expect(factor.getByRole('textbox', { name: 'Recovery codes' })).toHaveValue(/^([0-9a-f]{20}\n){9}[0-9a-f]{20}$/);
  await factor.getByRole('button', { name: 'I have kept them' }).click();
  await expect(factor.getByText('10 recovery codes left')).toBeVisible();
  await expect(agent.getByRole('region', { name: 'Sessions' }).getByText('this desk')).toBeVisible();
  await keep(agent, 'settings-access');
});

test('what the owner changes is so on the agent’s desk at once, and a device that is revoked is wiped', async ({ openWindow, office }) => {
  const [ownersDesk, agentsDesk] = [await office.desk('tenant owner', null), await office.desk('tenant agent', null)];
  const [owner, agent] = [await openWindow(ownersDesk), await openWindow(agentsDesk)];
  await Promise.all([desk.expectCaughtUp(owner), desk.expectCaughtUp(agent)]);
  await desk.goTo(owner, '/admin/settings');
  const settings = owner.getByRole('form', { name: 'Change the settings of the tenant' });
  await settings.getByRole('textbox', { name: 'Name', exact: true }).fill('Lakeside Harbour');
  await settings.getByRole('textbox', { name: 'Idle desk locks (minutes)' }).fill('45');
  await keep(owner, 'admin-settings');
  await settings.getByRole('button', { name: 'Change the settings of the tenant' }).click();
  await expect(desk.statusBar(agent)).toContainText('Lakeside Harbour');
  await desk.goTo(owner, '/admin/retention');
  await owner.getByRole('button', { name: 'Edit Calls', exact: true }).click();
  const dialog = owner.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Months on desks' }).fill('7');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(owner.getByRole('row', { name: /^Calls 7 months/ })).toBeVisible();
  await keep(owner, 'admin-retention');

  // The agent's device is lost: it is revoked, erases what it holds, and says so.
  await desk.goTo(owner, '/records/devices');
  await owner.getByRole('listbox', { name: 'Devices' }).getByRole('option').filter({ hasText: 'Tom Pier' }).click();
  await owner.getByRole('button', { name: 'Revoke' }).click();
  await owner.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
  await expect(agent.getByRole('status').filter({ hasText: 'Its copy of the records has been erased.' })).toBeVisible({ timeout: 60_000 });
  await expect(owner.getByRole('definition').filter({ hasText: /^Wiped$/ })).toBeVisible({ timeout: 60_000 });
  await Promise.all([ownersDesk.stop(), agentsDesk.stop()]);
});
