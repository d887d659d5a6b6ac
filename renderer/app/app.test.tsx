// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { showApp, showPart } from '../dev/screen.tsx';
import { useDesktopNotices } from './use-desktop-notices.ts';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const calls = ({ control }: ReturnType<typeof showApp>, name: string) => control.log.filter((call) => call.name === name).map(({ args }) => args);

test('a locked desk shows nothing of its records and opens with the password alone', async () => {
  const app = showApp('/cases');
  await screen.findByRole('listbox', { name: 'Cases' });
  app.control.status({ vault: 'locked', session: null });
  const password = await screen.findByLabelText('Password');
  expect(screen.queryByRole('listbox')).toBeNull();
  await app.user.type(password, 'wrong{Enter}');
  expect(await screen.findByText('The password is wrong.')).toBeDefined();
  await app.user.clear(password);
  await app.user.type(password, 'right{Enter}');
  expect(await screen.findByRole('listbox', { name: 'Cases' })).toBeDefined();
  expect(calls(app, 'session.unlock').at(-1)).toEqual({ vault: 'v1', password: 'right' });
});

test('an expired vault can only be signed in, and a revoked one says what became of the work', async () => {
  const app = showApp('/cases');
  await screen.findByRole('listbox', { name: 'Cases' });
  app.control.status({ vault: 'expired', session: null });
  expect(await screen.findByText(/Its lease has run out/)).toBeDefined();
  expect(screen.getByRole('button', { name: 'Sign in' })).toBeDefined();
  expect(screen.queryByRole('button', { name: 'Unlock' })).toBeNull();
  app.control.status({ vault: 'revoked', session: null, vaults: [] });
  expect(await screen.findByText(/was sealed for your administrator/)).toBeDefined();
});

test('the status bar tells only what the desk knows', async () => {
  const app = showApp('/cases');
  const bar = await screen.findByRole('contentinfo');
  const since = new Date(Date.now() - 60_000).toISOString();
  app.control.status({ hub: { url: 'https://hub.example', state: 'offline', since, message: null }, caughtUpAt: null, lastError: { at: since, message: 'no route' } });
  expect(await within(bar).findByText('Never caught up')).toBeDefined();
  expect(within(bar).getByText(/^Hub offline since/)).toBeDefined();
  expect(within(bar).getByText(/no route/)).toBeDefined();
  expect(within(bar).getByText('0 pending')).toBeDefined();
});

test('Escape closes what the status bar tells of the hub, and nothing behind it', async () => {
  const app = showApp('/cases');
  await screen.findByRole('listbox', { name: 'Cases' });
  window.location.hash = `#/cases/${app.control.ids.cases[0]}`;
  await screen.findByRole('article');
  await app.user.click(screen.getByRole('button', { name: 'Hub online' }));
  await screen.findByText('http://127.0.0.1:8460');
  await app.user.keyboard('{Escape}');
  await waitFor(() => expect(screen.queryByText('http://127.0.0.1:8460')).toBeNull());
  expect(screen.getByRole('article')).toBeDefined();
});

test('the first sync shows its tables and lets one begin', async () => {
  const app = showApp('/cases');
  app.control.status({
    firstSync: [
      { entity: 'cases', rows: 1200, done: true },
      { entity: 'notes', rows: 40, done: false },
    ],
  });
  expect(await screen.findByText('1 of 2 tables · 1,240 rows')).toBeDefined();
  await app.user.click(screen.getByRole('button', { name: 'Start working with what is here' }));
  expect(await screen.findByRole('listbox', { name: 'Cases' })).toBeDefined();
  expect(screen.getByText('First sync: 1 of 2 tables')).toBeDefined();
});

test('open records come back as tabs after a crash, with the one in sight', async () => {
  const app = showApp('/cases');
  const [first = '', , second = ''] = app.control.ids.cases;
  await screen.findByRole('listbox', { name: 'Cases' });
  const tabs = () => within(screen.getByRole('navigation', { name: 'Open records' }));
  window.location.hash = `#/cases/${first}`;
  await tabs().findByRole('button', { name: 'Charged twice for the March invoice' });
  window.location.hash = `#/cases/${second}`;
  await tabs().findByRole('button', { name: 'Refund for a cancelled order has not arrived' });
  await waitFor(() => expect(JSON.stringify(calls(app, 'drafts.save'))).toContain(`/cases/${second}`));
  cleanup();
  window.location.hash = '#/';
  app.crash();
  expect(await screen.findByRole('article', { name: 'Case: Refund for a cancelled order has not arrived' })).toBeDefined();
  expect(tabs().getAllByRole('button', { name: /^Close / })).toHaveLength(2);
});

test('the palette finds records and commands, also while typing', async () => {
  const app = showApp('/cases');
  await screen.findByRole('listbox', { name: 'Cases' });
  await app.user.click(screen.getByLabelText('Filter by words or number'));
  await app.user.keyboard('{Control>}k{/Control}');
  await app.user.type(await screen.findByRole('combobox', { name: /Search everything/ }), 'refund cancelled');
  const [hit] = await screen.findAllByRole('option', { name: /Refund for a cancelled order has not arrived.*Case/ });
  if (hit) await app.user.click(hit);
  expect(await screen.findByRole('article', { name: /Refund for a cancelled/ })).toBeDefined();
  await app.user.keyboard('{Control>}k{/Control}');
  await app.user.type(await screen.findByRole('combobox', { name: /Search everything/ }), 'add a contact{Enter}');
  expect(await screen.findByRole('form', { name: 'Add a contact' })).toBeDefined();
});

test('the palette finds what the hub alone has, once the typing rests, below what the desk has', async () => {
  const app = showApp('/cases');
  const gone = { entity: 'contacts', id: '0195e6a0-0000-7000-8000-00000000abcd', title: 'Refund Ltd', snippet: '‹Refund› Ltd', score: 900 };
  // One that the desk has too, and did not think worth showing, is not on the hub only.
  app.control.onHub([gone, { entity: 'cases', id: app.control.ids.cases[0] ?? '', title: 'Refund of another kind', snippet: '', score: 800 }]);
  await app.user.keyboard('{Control>}k{/Control}');
  await app.user.type(await screen.findByRole('combobox', { name: /Search everything/ }), 'refund');
  await screen.findByRole('option', { name: /Refund Ltd/ });
  const options = screen.getAllByRole('option').map(({ textContent }) => textContent);
  expect(options.filter((text) => text.includes('Refund of another kind'))).toEqual([]);
  expect(options.findIndex((text) => text.includes('Refund Ltd'))).toBeGreaterThan(options.findIndex((text) => /Refund for a cancelled/.test(text)));
  await app.user.click(screen.getByRole('option', { name: /Refund Ltd/ }));
  await waitFor(() => expect(app.control.log.findLast(({ name }) => name === 'online.read')?.args).toMatchObject({ entity: 'contacts', id: gone.id }));
});

test('cases of one title are told apart in the palette, the newest first', async () => {
  const app = showApp('/cases');
  await screen.findByRole('listbox', { name: 'Cases' });
  const [older = '', newer = ''] = [app.control.ids.cases[0] ?? '', app.control.ids.cases[2] ?? ''].toSorted();
  for (const [id, n] of [[older, 1] as const, [newer, 2] as const])
    app.control.asColleague(n, 'cases.update', { id, patch: { title: 'Meter out of order' }, base: { title: app.control.row('cases', id)?.['title'] } });
  await app.user.keyboard('{Control>}k{/Control}');
  await app.user.type(await screen.findByRole('combobox', { name: /Search everything/ }), 'meter out of');
  const numberOf = (id: string) => String(app.control.row('cases', id)?.['caseNumber']);
  const results = within(screen.getByRole('listbox', { name: 'Results' }));
  await results.findByRole('option', { name: new RegExp(numberOf(older)) });
  const found = results.getAllByRole('option', { name: /Meter out of order/ }).map((each) => each.textContent);
  expect(found).toHaveLength(2);
  expect(found[0]).toContain(numberOf(newer));
  expect(found[1]).toMatch(new RegExp(`${numberOf(older)} · .+ · (Open|On hold|Resolved|Pending|Closed|Cancelled) · \\d+ \\w+`));
});

test('a new contact at a known number is held until the person says it is another', async () => {
  const app = showApp('/contacts/new');
  await app.user.type(await screen.findByRole('textbox', { name: /First name/ }), 'Grace');
  await app.user.type(screen.getByRole('textbox', { name: 'Number or address' }), '+254 710 000 000');
  expect(await screen.findByText('Already reached at this address:')).toBeDefined();
  const add = screen.getByRole<HTMLButtonElement>('button', { name: 'Add a contact' });
  expect(add.disabled).toBe(true);
  await app.user.click(screen.getByRole('checkbox', { name: /another person/ }));
  await app.user.dblClick(add);
  await screen.findByRole('article', { name: 'Grace' });
  expect(calls(app, 'contacts.create')).toMatchObject([{ firstName: 'Grace', despiteDuplicates: true }]);
});

test('a hub that wants a new sign-in asks beside the work, and the work goes on', async () => {
  const app = showApp('/cases');
  await screen.findByRole('listbox', { name: 'Cases' });
  app.control.status({ hub: { url: '', state: 'refused', since: new Date().toISOString(), message: null } });
  await app.user.click(await screen.findByRole('button', { name: 'Sign in again' }));
  expect(screen.getByRole('listbox', { name: 'Cases', hidden: true })).toBeDefined();
  await app.user.type(await screen.findByLabelText(/Password of/), 'secret{Enter}');
  await waitFor(() => expect(calls(app, 'session.signIn')).toEqual([{ subdomain: 'nairobi', email: 'amina@helpline.example', password: 'secret' }]));
});

test('closing the palette gives the focus back to the sentence that was begun', async () => {
  const app = showApp('/contacts/new');
  const input = await screen.findByRole('textbox', { name: /First name/ });
  await app.user.type(input, 'Gra');
  await app.user.keyboard('{Control>}k{/Control}');
  await screen.findByRole('combobox', { name: /Search everything/ });
  await app.user.keyboard('{Escape}');
  await waitFor(() => expect(document.activeElement).toBe(input));
});

test('a fast hand gets what it typed, not what was on the list before', async () => {
  const app = showApp('/cases');
  await screen.findByRole('listbox', { name: 'Cases' });
  await app.user.keyboard('{Control>}k{/Control}');
  await screen.findByRole('combobox', { name: /Search everything/ });
  await app.user.keyboard('lock this desk{Enter}');
  expect(await screen.findByRole('button', { name: 'Unlock' })).toBeDefined();
});

test('a form found again after a crash sends the same command, so one record comes of it', async () => {
  const app = showApp('/contacts/new');
  await app.user.type(await screen.findByRole('textbox', { name: /First name/ }), 'Wambui');
  await waitFor(() => expect(JSON.stringify(calls(app, 'drafts.save'))).toContain('Wambui'));
  const idOf = (args: unknown) => /"commandId":"([^"]+)"/.exec(JSON.stringify(args).replaceAll('\\', ''))?.[1];
  const kept = idOf(calls(app, 'drafts.save').at(-1));
  app.crash();
  await screen.findByText(/Your draft of .* is back/);
  await app.user.click(screen.getByRole('button', { name: 'Add a contact' }));
  await screen.findByRole('article', { name: 'Wambui' });
  expect(kept).toBeDefined();
  expect(app.control.log.filter((call) => call.name === 'contacts.create').map(({ id }) => id)).toEqual([kept]);
});

test('a link to call somebody shows their number where there is no telephone, and nothing where it names none', async () => {
  showApp('/dial?number=254710625601');
  expect(await screen.findByText('254710625601')).toBeDefined();
  cleanup();
  showApp('/dial');
  expect(await screen.findByRole('heading', { name: 'No telephone' })).toBeDefined();
  expect(screen.queryByText('undefined')).toBeNull();
});

test('the inbox holds what waits, counts it in the rail, and lets go of what was answered', async () => {
  const app = showApp('/inbox');
  expect(await screen.findByText('Nothing waits for you')).toBeDefined();
  await app.bridge.send('reminders.set', { text: 'Ask for the meter reading', remindAt: '2026-01-01T10:00:00.000Z' });
  const link = await screen.findByRole('link', { name: 'Ask for the meter reading' });
  expect(within(screen.getByRole('navigation', { name: 'Main' })).getByLabelText('1 thing waits for you')).toBeDefined();
  expect(link.getAttribute('href')).toMatch(/\/records\/reminders\//);
  await app.user.click(screen.getByRole('button', { name: 'Finish the reminder' }));
  await waitFor(() => expect(app.control.log.filter(({ name }) => name === 'reminders.finish')).toHaveLength(1));
});

test('a contact shows the calls with them among the notes on them, in the order in which they happened', async () => {
  const app = showApp('/contacts');
  const [contact] = app.control.contacts();
  const at = (hour: number) => new Date(Date.now() - hour * 3_600_000).toISOString();
  const contactId = contact?.id as never;
  await app.bridge.send('calls.logManual', { contactId, direction: 'inbound', number: { raw: '0710625601' }, startedAt: at(2), seconds: 185 });
  await app.bridge.send('notes.add', { subject: { contactId }, body: 'Wants to be called after five.' });
  window.location.hash = `#/contacts/${contactId}`;
  const story = within(await screen.findByRole('region', { name: 'What happened' }));
  const call = await story.findByRole('link', { name: 'Call' });
  const note = await story.findByText('Wants to be called after five.');
  expect(call.compareDocumentPosition(note) & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy();
  expect(call.closest('div')?.textContent).toContain('3m 5s');
});

test('whoever works here chooses when no mail comes, and of what it tells besides the rules', async () => {
  const app = showApp('/settings');
  const notices = within(await screen.findByLabelText('Notices'));
  const told = () => calls(app, 'preferences.set').map((args) => Object(args).notifications);
  await app.user.click(notices.getByLabelText('Quiet hours'));
  fireEvent.change(await notices.findByLabelText('To'), { target: { value: '06:30' } });
  await waitFor(() => expect(notices.getByLabelText('To')).toHaveProperty('value', '06:30'));
  expect(told()).toMatchObject([{ quietHours: { from: '22:00', to: '07:00' } }, { quietHours: { from: '22:00', to: '06:30' } }]);
  await app.user.click(notices.getByLabelText('By mail, too'));
  await app.user.click(await screen.findByText('Case assigned'));
  await waitFor(() => expect(told().at(-1)).toEqual({ events: { caseAssigned: ['email'] } }));
  await app.user.click(notices.getByLabelText('Quiet hours'));
  await waitFor(() => expect(notices.queryByLabelText('To')).toBeNull());
  expect(told().at(-1)).toEqual({ quietHours: null });
});

test('what pops up is new, shown once, and not in quiet hours', async () => {
  const shown: string[] = [];
  class Shown {
    static readonly permission = 'granted';
    constructor(title: string) {
      shown.push(title);
    }
  }
  vi.stubGlobal('Notification', Shown);
  const Desk = () => (useDesktopNotices(), (<p>at work</p>));
  const row = (n: number, more = {}) => ({ id: `0192a000-0000-7000-8000-00000000000${n}`, title: `Notice ${n}`, message: 'x', ...more });
  const quiet = { notificationPrefs: { quietHours: { from: '00:00', to: '23:59', timeZone: 'UTC' } } };
  const { control } = await showPart(() => <Desk />);
  const told = (...rows: readonly object[]) => act(() => control.tell({ 'records.list': { rows, next: null } }));
  await screen.findByText('at work');
  told(row(1));
  told(row(2), row(1));
  await waitFor(() => expect(shown).toContain('Notice 2'));
  vi.setSystemTime(Date.UTC(2026, 4, 5, 12));
  told(row(3, quiet), row(2), row(1));
  told(row(4), row(2), row(1));
  await waitFor(() => expect(shown.at(-1)).toBe('Notice 4'));
  expect(shown.filter((title) => title !== 'Notice 1')).toEqual(['Notice 2', 'Notice 4']);
});
