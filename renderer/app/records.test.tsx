// @vitest-environment jsdom
import { cleanup, screen, waitFor, within } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { showApp } from '../dev/screen.tsx';

afterEach(cleanup);

const sent = ({ control }: ReturnType<typeof showApp>, name: string) =>
  control.log.flatMap((call) => {
    if (call.verb === 'send' && call.name === name) return [call.args];
    const online = call.name === 'online.run' ? (call.args as { readonly name: string; readonly args: unknown }) : null;
    return online?.name === name ? [online.args] : [];
  });

test('the records are grouped by what they are about, and a role sees only its own', async () => {
  showApp('/records', { role: 'agent' });
  expect(await screen.findByRole('heading', { name: 'People and access' })).toBeDefined();
  expect(screen.getByRole('link', { name: /^Teams/ })).toBeDefined();
  expect(screen.queryByRole('link', { name: /^Audit events/ })).toBeNull();
  expect(screen.queryByRole('heading', { name: 'Invoices and payments' })).toBeNull();
});

test('a record is made, changed, deleted and brought back by what its declaration says', async () => {
  const app = showApp('/records/locations/new', { role: 'admin' });
  const form = await screen.findByRole('form', { name: 'Add a place' });
  await app.user.click(within(form).getByRole('button', { name: 'Add a place' }));
  expect(await within(form).findByText('Name is needed.')).toBeDefined();
  expect(sent(app, 'locations.create')).toEqual([]);
  await app.user.type(within(form).getByLabelText(/^Name/), 'Nakuru');
  await app.user.click(within(form).getByRole('combobox', { name: /^Type/ }));
  await app.user.click(await screen.findByRole('option', { name: 'District', hidden: true }));
  await app.user.click(within(form).getByRole('button', { name: 'Add a place' }));
  const article = await screen.findByRole('article', { name: 'Place' });
  expect(within(article).getByRole('heading', { name: 'Nakuru' })).toBeDefined();

  await app.user.click(within(article).getByRole('button', { name: 'Edit' }));
  const edit = await screen.findByRole('dialog');
  const name = within(edit).getByLabelText(/^Name/);
  await app.user.clear(name);
  await app.user.type(name, 'Naivasha');
  await app.user.click(within(edit).getByRole('button', { name: 'Save' }));
  expect(await screen.findByRole('heading', { name: 'Naivasha' })).toBeDefined();
  expect(sent(app, 'locations.update')).toMatchObject([{ patch: { name: 'Naivasha' }, base: { name: 'Nakuru' } }]);

  await app.user.click(screen.getByRole('button', { name: 'Delete' }));
  const sure = await screen.findByRole('dialog');
  await app.user.type(within(sure).getByLabelText(/^Reason/), 'Entered twice');
  await app.user.click(within(sure).getByRole('button', { name: 'Delete' }));
  await waitFor(() => expect(screen.getByText(/^Deleted on/)).toBeDefined());
  expect(sent(app, 'locations.archive')).toMatchObject([{ reason: 'Entered twice' }]);
  await app.user.click(screen.getByRole('button', { name: 'Restore' }));
  await app.user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Restore' }));
  await waitFor(() => expect(screen.queryByText(/^Deleted on/)).toBeNull());
});

test('a refused edit names its field and keeps what was typed', async () => {
  const app = showApp('/records/priorities', { role: 'admin' });
  const [first] = await within(await screen.findByRole('listbox', { name: 'Priorities' })).findAllByRole('option');
  await app.user.click(first as HTMLElement);
  await app.user.click(await screen.findByRole('button', { name: 'Edit' }));
  const edit = await screen.findByRole('dialog');
  const colour = within(edit).getByLabelText(/^Colour/);
  await app.user.clear(colour);
  await app.user.type(colour, 'no colour');
  await app.user.click(within(edit).getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(colour.getAttribute('aria-invalid')).toBe('true'));
  expect((colour as HTMLInputElement).value).toBe('no colour');
});

test('a list is narrowed by words and values, and says when nothing matches', async () => {
  const app = showApp('/records/teams', { role: 'admin' });
  const list = await screen.findByRole('listbox', { name: 'Teams' });
  const all = await within(list).findAllByRole('option');
  expect(all.length).toBeGreaterThan(1);
  await app.user.type(screen.getByRole('textbox', { name: 'Filter by words' }), 'zzz');
  expect(await screen.findByText('Nothing on this desk matches. Clear the filter to see all.')).toBeDefined();
});

test('what an agent may not do with a record is not offered', async () => {
  const app = showApp('/records/priorities', { role: 'agent' });
  const [first] = await within(await screen.findByRole('listbox', { name: 'Priorities' })).findAllByRole('option');
  expect(screen.queryByRole('button', { name: 'New' })).toBeNull();
  await app.user.click(first as HTMLElement);
  await screen.findByRole('article', { name: 'Priority' });
  expect(screen.queryByRole('button', { name: 'Edit' })).toBeNull();
  expect(screen.queryByRole('button', { name: 'Delete' })).toBeNull();
});

test('a record names the kinds of records that refer to it, and how only where they do so in several ways', async () => {
  const { user } = showApp('/records/memberships', { role: 'admin' });
  const members = within(await screen.findByRole('listbox', { name: 'Members' }));
  await user.click((await members.findAllByRole('option'))[0] ?? document.body);
  expect(await screen.findByRole('heading', { name: /^Team members/ })).toBeDefined();
  expect(screen.getAllByRole('heading', { level: 2 }).map((each) => each.textContent)).not.toContain('Team members User');
});

test('what happened to a record is on a tab of its own: every value to those who see the audit, else what the desk holds', async () => {
  const first = async (app: ReturnType<typeof showApp>) => {
    const [row] = await within(await screen.findByRole('listbox', { name: 'Priorities' })).findAllByRole('option');
    await app.user.click(row ?? document.body);
    await app.user.click(await screen.findByRole('tab', { name: 'History' }));
  };
  await first(showApp('/records/priorities', { role: 'agent' }));
  expect(await within(await screen.findByRole('list', { name: 'History' })).findByText('Added')).toBeDefined();
  cleanup();
  const app = showApp('/records/priorities', { role: 'admin' });
  await first(app);
  expect(await screen.findByText('Nothing is told of it')).toBeDefined();
  const asked = app.control.log.filter(({ name }) => name === 'online.read').map(({ args }) => args);
  expect(asked).toMatchObject([{ entity: 'auditEvents', search: { 'filter[subjectType]': 'priorities' } }]);
});

test.each([
  ['/records/teams', 'Filter by words'],
  ['/cases', 'Filter by words or number'],
  ['/contacts', 'Filter by name, number, e-mail'],
])('a filter of %s is kept under a name, comes back by it and is shown to a team', async (path, label) => {
  const app = showApp(path, { role: 'admin' });
  const { user } = app;
  const words = await screen.findByRole<HTMLInputElement>('textbox', { name: label });
  await user.type(words, 'desk');
  await user.click(screen.getByRole('button', { name: 'Views' }));
  await user.click(await screen.findByRole('menuitem', { name: 'Save this view…', hidden: true }));
  const dialog = await screen.findByRole('dialog');
  await user.type(within(dialog).getByLabelText(/^Name/), 'The desks');
  await user.click(within(dialog).getByRole('button', { name: 'Save the view' }));
  const views = await screen.findByRole('button', { name: 'The desks' });
  await user.click(views);
  await user.click(await screen.findByRole('menuitem', { name: 'Show all', hidden: true }));
  await waitFor(() => expect(words.value).toBe(''));
  await user.click(screen.getByRole('button', { name: 'Views' }));
  await user.click(await screen.findByRole('menuitem', { name: 'The desks', hidden: true }));
  await waitFor(() => expect(words.value).toBe('desk'));

  await user.click(screen.getByRole('button', { name: 'The desks' }));
  await user.click(await screen.findByRole('menuitem', { name: 'Share with a team…', hidden: true }));
  const share = await screen.findByRole('dialog');
  await user.click(within(share).getByRole('combobox', { name: 'Team that sees it' }));
  const list = share.querySelector('[role=combobox]')?.getAttribute('aria-controls') ?? '';
  await waitFor(() => expect(document.getElementById(list)?.querySelector('[role=option]')).not.toBeNull());
  await user.click(document.getElementById(list)?.querySelector('[role=option]') ?? document.body);
  await user.click(within(share).getByRole('button', { name: 'Share the view' }));
  await waitFor(() => expect(sent(app, 'savedViews.share')).toMatchObject([{ teamId: expect.any(String) }]));
});

test('a list that the hub keeps is narrowed and put in order by the hub', async () => {
  const app = showApp('/records/apiKeys', { role: 'admin' });
  await app.user.click(await screen.findByRole('combobox', { name: 'Active' }));
  await app.user.click(await screen.findByRole('option', { name: 'Active: Yes', hidden: true }));
  await app.user.click(screen.getByRole('button', { name: 'descending' }));
  const last = () => app.control.log.findLast(({ name }) => name === 'online.read')?.args;
  await waitFor(() => expect(last()).toEqual({ entity: 'apiKeys', search: { limit: '100', 'filter[isActive]': 'true', sort: 'id' } }));
  const since = screen.getByRole('textbox', { name: 'Last used not before' });
  await app.user.type(since, 'soon');
  expect(last()).not.toHaveProperty(['search', 'filter[lastUsedAt][gte]']);
  await app.user.clear(since);
  await app.user.type(since, '2026-03-01');
  await waitFor(() => expect(last()).toHaveProperty(['search', 'filter[lastUsedAt][gte]'], new Date('2026-03-01T00:00').toISOString()));
});

test('clients are told with what is open with each, and lead to the contact, where interests stand with what is asked for them now', async () => {
  const { user, control, bridge } = showApp('/clients', { role: 'manager' });
  const id = (await bridge.query('contacts.list', { limit: 1 })).rows[0]?.id ?? '';
  const client = { id, fullName: 'Zoë Lefèvre', kind: 'client', lifecycle: 'prospect', ownerId: null, primaryEmail: null, primaryPhone: null, acceptedAt: null, pending: 0 };
  const counts = { lastActivityAt: null, activeOpportunityCount: 2, openCaseCount: 0, qdSummary: [{ type: 'Credit', value: 612, trend: -4 }] };
  const interest = {
    id,
    contactId: id,
    level: 'visited',
    projectName: 'Harbour Heights',
    unitLabel: 'B-12',
    unitStatus: 'held',
    priceMinor: 1_250_000,
    priceCurrency: 'KES',
    acceptedAt: null,
    pending: 0,
  };
  control.tell({ 'contacts.clients': { rows: [{ ...client, ...counts }], next: null }, 'contacts.interests': [interest] });
  const [line] = await within(await screen.findByRole('listbox', { name: 'Clients' })).findAllByRole('option');
  expect(line?.textContent).toBe('Zoë LefèvreProspect——2—Credit 612 ');
  expect(screen.getByLabelText('down by 4')).toBeDefined();
  await user.click(line ?? document.body);
  const interests = await screen.findByRole('region', { name: 'Property interests' });
  expect(within(interests).getByRole('link').textContent).toMatch(/^Harbour Heights · B-12Visited · Held · KES\s12,500\.00$/);
});

test('what changed on cases is told by the names and values of their fields, and a list is in no order that nobody sees', async () => {
  const { user } = showApp('/records/caseHistory', { role: 'admin' });
  const lines = await within(await screen.findByRole('listbox', { name: 'Changes' })).findAllByRole('option');
  expect(lines.map(({ textContent }) => textContent)).toContainEqual(expect.stringMatching(/Assigned to—Amina Wanjiru/));
  expect(lines.filter(({ textContent }) => /assignedTo|[0-9a-f]{8}-/.test(textContent))).toEqual([]);
  cleanup();
  showApp('/records/devices', { role: 'admin' });
  await user.click(await screen.findByRole('combobox', { name: 'Order' }));
  expect((await screen.findAllByRole('option', { hidden: true })).map(({ textContent }) => textContent)).toContain('Age');
  expect(screen.queryByRole('option', { name: 'Public key', hidden: true })).toBeNull();
});
