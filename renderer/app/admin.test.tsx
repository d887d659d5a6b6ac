// @vitest-environment jsdom
import { cleanup, screen, waitFor, within } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
// Loaded before they are asked for, so that no test waits for a file.
import '../admin/order-screen.tsx';
import '../admin/retention-screen.tsx';
import '../admin/tenant-settings.tsx';
import '../admin/verify-audit.tsx';
import { showApp } from '../dev/screen.tsx';

afterEach(cleanup);

const sent = ({ control }: ReturnType<typeof showApp>) =>
  control.log.flatMap(({ name, args }) => {
    if (name !== 'online.run') return [];
    const { name: command, args: given } = args as { readonly name: string; readonly args: unknown };
    return [[command, given]];
  });

test('a list is put into order by keyboard alone, also under another', async () => {
  const app = showApp('/admin/order/caseCategories', { role: 'admin' });
  const rows = await screen.findAllByRole('treeitem');
  const [first, second] = rows.filter((row) => row.getAttribute('aria-level') === '1');
  const idOf = (row: Element | undefined) => row?.getAttribute('data-id') ?? '';
  const [one, other] = [idOf(first), idOf(second)];
  first?.focus();
  await app.user.keyboard('{Shift>}{ArrowDown}{/Shift}');
  await waitFor(() => expect(sent(app)).toHaveLength(1));
  expect(sent(app)[0]).toMatchObject(['reference.reorder', { entity: 'caseCategories', ids: expect.arrayContaining([one, other]) }]);
  await waitFor(() => expect(idOf(screen.getAllByRole('treeitem')[0])).toBe(other));
  // It is still what the hand is on, and now lies under the one above it.
  await app.user.keyboard('{Shift>}{ArrowRight}{/Shift}');
  await waitFor(() => expect(sent(app)).toHaveLength(3));
  expect(sent(app)[1]).toEqual(['caseCategories.update', { id: one, patch: { parentId: other }, base: { parentId: null } }]);
  await waitFor(() => expect(document.activeElement?.getAttribute('aria-level')).toBe('2'));
  await app.user.keyboard('{ArrowLeft}{ArrowLeft}');
  expect(idOf(document.activeElement ?? undefined)).toBe(other);
  expect(document.activeElement?.getAttribute('aria-expanded')).toBe('false');
});

test('who may not order a list is not shown how', async () => {
  showApp('/admin/order/priorities', { role: 'agent' });
  expect(await screen.findByText('Not for this desk')).toBeDefined();
});

test('of the settings only what was changed is sent, with what it was', async () => {
  const app = showApp('/admin/settings', { role: 'admin' });
  const name = await screen.findByRole<HTMLInputElement>('textbox', { name: 'Name' });
  const before = name.value;
  // What holds where nothing is set.
  expect(screen.getAllByText(/^Default: /).map(({ textContent }) => textContent)).toEqual([
    'Default: 30',
    'Default: 15',
    'Default: 50',
    'Default: Only with consent',
    'Default: no limit',
  ]);
  await app.user.clear(name);
  await app.user.paste('Another Helpline');
  await app.user.click(screen.getByRole('textbox', { name: 'Idle desk locks (minutes)' }));
  await app.user.paste('30');
  await app.user.click(screen.getByRole('button', { name: 'Change the settings of the tenant' }));
  await waitFor(() => expect(sent(app)).toHaveLength(1));
  expect(sent(app)[0]).toMatchObject(['tenants.update', { patch: { name: 'Another Helpline', settings: { autoLockMinutes: 30 } }, base: { name: before } }]);
});

test('a chain that is broken says where, and how long records are kept is set for each kind', async () => {
  const app = showApp('/records/auditEvents', { role: 'owner' });
  await app.user.click(await screen.findByRole('button', { name: 'Verify the chain' }));
  expect(within(await screen.findByRole('alert')).getByRole('link', { name: 'after this row' })).toBeDefined();
  cleanup();
  const other = showApp('/admin/retention', { role: 'owner' });
  await other.user.click(await screen.findByRole('button', { name: 'Edit Calls' }));
  await other.user.click(within(await screen.findByRole('dialog')).getByRole('textbox', { name: 'Months on desks' }));
  await other.user.paste('7');
  await other.user.click(screen.getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(sent(other)).toMatchObject([['retention.set', { entityType: 'calls', hotMonths: 7 }]]));
  expect(await screen.findByRole('row', { name: /^Calls 7 months/ })).toBeDefined();
});

test('a right that a tenant’s owner holds does not make a tenant: that takes a role of the platform', async () => {
  const { user } = showApp('/cases', { role: 'owner' });
  await screen.findByRole('listbox', { name: 'Cases' });
  await user.keyboard('{Control>}k{/Control}');
  await user.click(await screen.findByRole('combobox', { name: 'Search everything or run a command' }));
  await user.paste('Make a tenant');
  const option = await screen.findByRole('option', { name: /Make a tenant/ });
  expect(option.textContent).toContain('Your role does not allow “Make a tenant”');
});
