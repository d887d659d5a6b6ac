import { expect, type Locator, type Page } from '@playwright/test';
import * as desk from './desk-page.ts';
import { people } from './office.ts';
import { keep } from './picture.ts';
import { test } from './test.ts';

const send = (form: Locator, title: string) => form.getByRole('button', { name: title }).click();

/** Gives a member another role. */
async function give(page: Page, member: string, role: string): Promise<void> {
  await desk.goTo(page, '/records/memberships');
  await page.getByRole('listbox', { name: 'Members' }).getByRole('option').filter({ hasText: member }).click();
  await page.getByRole('button', { name: 'Change', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await desk.pick(page, dialog.getByRole('combobox', { name: 'Role' }), role);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();
}

test('an administrator sets up teams, kinds, priorities and roles, and an agent has them at once', async ({ open }) => {
  const [admin, agent] = [await open('irene'), await open('amina')];
  await expect(agent.getByRole('link', { name: 'Admin' })).toHaveCount(0);
  await desk.goTo(agent, '/inbox');
  await expect(agent.getByRole('button', { name: 'Mark as read' }).first()).toBeVisible();
  await keep(agent, 'inbox');
  await admin.getByRole('link', { name: 'Admin' }).click();
  await desk.expectHeading(admin, 'Admin');
  await keep(admin, 'admin');

  const priority = await desk.beginRecord(admin, 'priorities', 'Add a priority');
  await keep(admin, 'admin-new-priority');
  await priority.getByRole('textbox', { name: 'Name' }).fill('Blue light');
  await priority.getByRole('textbox', { name: 'Level' }).fill('9');
  await priority.getByRole('textbox', { name: 'Colour' }).fill('#cf222e');
  await priority.getByRole('textbox', { name: 'SLA (hours)' }).fill('1');
  await send(priority, 'Add a priority');
  await desk.expectHeading(admin, 'Blue light');
  await keep(admin, 'admin-priority');

  const team = await desk.beginRecord(admin, 'teams', 'Save a team');
  await team.getByRole('textbox', { name: 'Name' }).fill('Night shift');
  await send(team, 'Save a team');
  await desk.expectHeading(admin, 'Night shift');
  await admin.getByRole('button', { name: 'Add a member' }).click();
  const dialog = admin.getByRole('dialog');
  await desk.pick(admin, dialog.getByRole('combobox', { name: 'Member' }), people.amina.name);
  await dialog.getByRole('button', { name: 'Add a member' }).click();
  await expect(dialog).toBeHidden();

  // The agent's form offers what has just been made.
  await desk.goTo(agent, '/cases/new');
  const form = agent.getByRole('form', { name: 'Open a case' });
  await form.getByRole('textbox', { name: 'Title' }).fill('The lift is stuck');
  await desk.pick(agent, form.getByRole('combobox', { name: 'Category' }), 'Repair');
  await desk.pick(agent, form.getByRole('combobox', { name: 'Priority' }), 'Blue light');
  await form.getByRole('button', { name: 'Open a case' }).click();
  await expect(desk.caseOn(agent, 'The lift is stuck')).toBeVisible();
  await expect(desk.caseOn(agent, 'The lift is stuck')).toContainText('Blue light');
});

/** The rows of a tree from top to bottom, each with how deep it lies. */
const orderOf = (tree: Locator) => tree.getByRole('treeitem').evaluateAll((all) => all.map((each) => `${each.getAttribute('aria-level')} ${each.getAttribute('aria-label')}`));

test('what forms offer is put in order by hand and by keyboard, and a tree is rearranged', async ({ open }) => {
  const admin = await open('irene');
  for (const [path, name, list] of [
    ['/admin/order/priorities', 'Priorities', null],
    ['/admin/order/referenceItems', 'Items', 'List'],
  ] as const) {
    await desk.goTo(admin, path);
    if (list) {
      await admin.getByRole('combobox', { name: list }).click();
      await admin.getByRole('option').first().click();
    }
    const tree = admin.getByRole('tree', { name });
    const items = tree.getByRole('treeitem');
    await expect(items.nth(3)).toBeVisible();
    const before = await orderOf(tree);
    const turned = [...before.slice(-1), ...before.slice(0, -1)];
    await items.last().dragTo(items.first(), { targetPosition: { x: 80, y: 3 } });
    await expect.poll(() => orderOf(tree)).toEqual(turned);
    await items.first().focus();
    for (const place of before.keys()) {
      if (place === 0) continue;
      await admin.keyboard.press('Shift+ArrowDown');
      await expect.poll(() => orderOf(tree)).toEqual([...turned.slice(1, place + 1), ...turned.slice(0, 1), ...turned.slice(place + 1)]);
      await expect(items.nth(place)).toBeFocused();
      await expect(items.nth(place)).toHaveAttribute('draggable', 'true');
    }
    expect(await orderOf(tree)).toEqual(before);
  }

  await desk.goTo(admin, '/admin/order/caseCategories');
  const tree = admin.getByRole('tree', { name: 'Categories' });
  await expect(tree.getByRole('treeitem').nth(3)).toBeVisible();
  const before = await orderOf(tree);
  const roots = tree.locator('[role=treeitem][aria-level="1"]');
  const [moved, into] = [await roots.nth(1).getAttribute('aria-label'), await roots.first().getAttribute('aria-label')];
  const row = tree.getByRole('treeitem', { name: moved ?? '', exact: true });
  const { height = 0 } = (await roots.first().boundingBox()) ?? {};
  await row.dragTo(tree.getByRole('treeitem', { name: into ?? '', exact: true }), { targetPosition: { x: 80, y: height / 2 } });
  await expect(row).toHaveAttribute('aria-level', '2');
  await expect(row).toHaveAttribute('draggable', 'true');
  await keep(admin, 'admin-order');
  await row.focus();
  await admin.keyboard.press('Shift+ArrowLeft');
  await expect(row).toHaveAttribute('aria-level', '1');
  await expect(row).toBeFocused();
  await expect.poll(() => orderOf(tree)).toEqual(before);
});

test('a role is copied, changed by its matrix and given, and its holder loses sight at once', async ({ open }) => {
  const [admin, agent] = [await open('irene'), await open('joao')];
  await desk.goTo(agent, '/contacts');
  await expect(agent.getByRole('listbox', { name: 'Contacts' }).getByRole('option').first()).toBeVisible();

  await desk.goTo(admin, '/records/roles');
  await admin.getByRole('listbox', { name: 'Roles' }).getByRole('option').filter({ hasText: 'Agent' }).first().click();
  await keep(admin, 'admin-role-system');
  await admin.getByRole('link', { name: 'Copy this role' }).click();
  const form = admin.getByRole('form', { name: 'Save a role' });
  await form.getByRole('textbox', { name: 'Display name' }).fill('Agent without contacts');
  await send(form, 'Save a role');
  await desk.expectHeading(admin, 'Agent without contacts');
  const matrix = admin.getByRole('region', { name: 'What it allows' });
  const view = matrix.getByRole('combobox', { name: 'Contacts: View', exact: true });
  await expect(view).toHaveValue('Everything');
  await view.click();
  await admin.getByRole('option', { name: '—', exact: true }).click();
  await keep(admin, 'admin-role-matrix');
  await matrix.getByRole('button', { name: 'Save' }).click();
  await expect(matrix.getByRole('button', { name: 'Save' })).toHaveCount(0);

  await give(admin, people.joao.name, 'Agent without contacts');
  const contacts = agent.getByRole('listbox', { name: 'Contacts' }).getByRole('option');
  await expect(contacts).toHaveCount(0, { timeout: 5000 });
  await give(admin, people.joao.name, 'Agent');
  await expect(contacts.first()).toBeVisible({ timeout: 30_000 });
});

test('a key is made and shown once, listed from the hub with its age, and revoked', async ({ open }) => {
  const admin = await open('irene');
  await desk.goTo(admin, '/records/apiKeys');
  await expect(admin.getByText(/^Read from the hub/)).toBeVisible();
  await admin.getByRole('button', { name: 'New', exact: true }).click();
  const form = admin.getByRole('form', { name: 'Make an API key' });
  await form.getByRole('textbox', { name: 'Name' }).fill('Payroll');
  await send(form, 'Make an API key');
  await desk.expectHeading(admin, 'The key is made');
  await expect(admin.getByRole('textbox', { name: 'API key' })).toHaveValue(/^hf_[0-9a-f]{32}_[\w-]{43}$/);
  await keep(admin, 'admin-key');
  await desk.goTo(admin, '/records/apiKeys');
  await admin.getByRole('link', { name: 'Payroll' }).click();
  await desk.expectHeading(admin, 'Payroll');
  await keep(admin, 'admin-key-record');
  await admin.getByRole('button', { name: 'Revoke the API key' }).click();
  await admin.getByRole('dialog').getByRole('button', { name: 'Revoke the API key' }).click();
  await expect(admin.getByRole('dialog')).toBeHidden();
  await expect(admin.getByRole('definition').filter({ hasText: /^No$/ })).toBeVisible();
  await admin.getByRole('tab', { name: 'History' }).click();
  await expect(admin.getByRole('list', { name: 'History' }).getByText('Revoke the API key')).toBeVisible();
  await keep(admin, 'admin-history');
});

test('somebody is invited, and the invitation can be withdrawn', async ({ open }) => {
  const admin = await open('irene');
  const form = await desk.beginRecord(admin, 'invitations', 'Invite somebody');
  await keep(admin, 'admin-invite');
  await form.getByRole('textbox', { name: 'E-mail' }).fill('new@demo.holdfast.test');
  await desk.pick(admin, form.getByRole('combobox', { name: 'Role' }), 'Agent');
  await send(form, 'Invite somebody');
  await desk.expectHeading(admin, 'Invited');
  await desk.goTo(admin, '/records/invitations');
  await admin.getByRole('listbox', { name: 'Invitations' }).getByRole('option').filter({ hasText: 'new@demo.holdfast.test' }).click();
  await admin.getByRole('button', { name: 'Withdraw the invitation' }).click();
  await admin.getByRole('dialog').getByRole('button', { name: 'Withdraw the invitation' }).click();
  await expect(admin.getByRole('definition').filter({ hasText: 'Revoked' })).toBeVisible();
});

test('the audit is read at the hub, and without a line the screen says so', async ({ open, office }) => {
  const admin = await open('irene');
  await desk.goTo(admin, '/records');
  await keep(admin, 'records-index');
  await desk.goTo(admin, '/records/auditEvents');
  await expect(admin.getByRole('table').getByRole('link').first()).toBeVisible();
  await desk.pick(admin, admin.getByRole('combobox', { name: 'Action' }), 'Sign in');
  const deeds = admin.getByRole('row').filter({ has: admin.getByRole('cell') });
  await expect(deeds.filter({ has: admin.getByText('Sign in', { exact: true }) }).first()).toBeVisible();
  await expect(deeds.filter({ hasNot: admin.getByText('Sign in', { exact: true }) })).toHaveCount(0);
  await admin.getByRole('button', { name: 'Verify the chain' }).click();
  await expect(admin.getByText(/^The chain is whole: [\d,]+ rows/)).toBeVisible();
  await keep(admin, 'admin-audit');
  await office.hub.kill();
  await desk.expectOffline(admin);
  await expect(admin.getByRole('heading', { name: 'What is shown is what the hub said last' })).toBeVisible();
  await expect(admin.getByRole('table').getByRole('link').first()).toBeVisible();
});

test('who is told of what, and the hours of a week, are written part by part', async ({ open }) => {
  const admin = await open('irene');
  const rule = await desk.beginRecord(admin, 'notificationRules', 'Add a notification rule');
  await rule.getByLabel(/^Name/).fill('Missed calls, to supervisors');
  await desk.pick(admin, rule.getByRole('combobox', { name: 'Trigger event' }), 'Call missed');
  await rule.getByRole('button', { name: 'Add to Recipients' }).click();
  const told = rule.getByRole('group', { name: 'Recipients, 1' });
  await told.getByRole('combobox', { name: 'Kind' }).click();
  await admin.getByRole('option', { name: 'Role', exact: true }).click();
  await desk.pick(admin, told.getByRole('combobox', { name: 'Which' }), 'Supervisor');
  await rule.getByRole('combobox', { name: 'Channels' }).press('ArrowDown');
  await admin.getByRole('option', { name: 'In the app', exact: true }).click();
  await admin.keyboard.press('Escape');
  await rule.getByLabel(/^Template/).fill('Nobody answered {{title}}');
  await keep(admin, 'new-notification-rule');
  await send(rule, 'Add a notification rule');
  await desk.expectHeading(admin, 'Missed calls, to supervisors');
  await expect(admin.getByRole('link', { name: 'Supervisor', exact: true })).toBeVisible();
  await keep(admin, 'notification-rule');

  const calendar = await desk.beginRecord(admin, 'calendars', 'Add a calendar');
  await calendar.getByRole('button', { name: 'Add to Monday' }).click();
  const monday = calendar.getByRole('group', { name: 'Monday, 1' });
  await monday.getByLabel(/^From/).fill('08:00');
  await keep(admin, 'new-calendar');
});
