// @vitest-environment jsdom
import { cleanup, screen, waitFor, within } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { showApp } from '../dev/screen.tsx';

afterEach(cleanup);

/** The first seeded case is Amina's own, who sits at this desk. */
async function atMyCase(options = {}) {
  const app = showApp('/cases', options);
  const [id = ''] = app.control.ids.cases;
  window.location.hash = `#/cases/${id}`;
  await screen.findByRole('article');
  const sent = (name: string) => app.control.log.filter((call) => call.verb === 'send' && call.name === name);
  return { ...app, id, sent };
}

test('a note by a colleague is seen before mine can be sent', async () => {
  const { user, control, id, sent } = await atMyCase();
  const input = screen.getByRole('textbox', { name: 'Note' });
  await user.type(input, 'Shall I refund it?');
  control.asColleague(2, 'notes.add', { subject: { caseId: id }, body: 'It has been refunded.' });
  const alert = await screen.findByRole('alert');
  expect(within(alert).getByText('It has been refunded.')).toBeDefined();
  await user.click(screen.getByRole('button', { name: 'Add note' }));
  expect(within(alert).getByText(/Look before you send/)).toBeDefined();
  expect(sent('notes.add')).toHaveLength(0);
  await user.click(within(alert).getByRole('button', { name: 'I have seen it' }));
  await user.click(screen.getByRole('button', { name: 'Add note' }));
  await waitFor(() => expect(sent('notes.add')).toHaveLength(1));
  expect(sent('notes.add')[0]?.args).toMatchObject({ subject: { caseId: id }, body: 'Shall I refund it?' });
});

test('what I did myself while writing holds nothing up', async () => {
  const { user, sent } = await atMyCase();
  await user.type(screen.getByRole('textbox', { name: 'Note' }), 'First');
  await user.keyboard('{Control>}{Enter}{/Control}');
  await waitFor(() => expect(sent('notes.add')).toHaveLength(1));
  await user.type(screen.getByRole('textbox', { name: 'Note' }), 'Second');
  await user.keyboard('{Control>}{Enter}{/Control}');
  await waitFor(() => expect(sent('notes.add')).toHaveLength(2));
  expect(new Set(sent('notes.add').map((call) => call.id)).size).toBe(2);
});

test('a crash of the window loses no letter of a note, and news that came meanwhile is shown', async () => {
  const { user, control, id, crash } = await atMyCase();
  await user.type(screen.getByRole('textbox', { name: 'Note' }), 'Half a thou');
  await waitFor(() => expect(control.log.some((call) => call.name === 'drafts.save' && JSON.stringify(call.args).includes('Half a thou'))).toBe(true));
  control.asColleague(2, 'notes.add', { subject: { caseId: id }, body: 'While you were away.' });
  crash();
  await waitFor(() => expect(screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Note' }).value).toBe('Half a thou'));
  expect(await screen.findByText('Something happened while you were writing.')).toBeDefined();
  expect(screen.getByText(/Your draft of .* is back/)).toBeDefined();
});

test('two presses on save are one command', async () => {
  const { user, sent } = await atMyCase();
  await user.click(screen.getByRole('button', { name: 'Resolve' }));
  const dialog = await screen.findByRole('dialog');
  await user.type(within(dialog).getByRole('textbox', { name: /Resolution/ }), 'Refunded.');
  await user.dblClick(within(dialog).getByRole('button', { name: 'Resolve' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(sent('cases.resolve')).toHaveLength(1);
});

test('an edit carries the value that was seen', async () => {
  const { user, sent, control, id } = await atMyCase();
  const before = control.row('cases', id)?.['title'];
  await user.click(screen.getByRole('button', { name: /^Edit Title/ }));
  const input = screen.getByRole('textbox', { name: 'Title' });
  await user.clear(input);
  await user.type(input, 'A better title{Enter}');
  await waitFor(() => expect(sent('cases.update')).toHaveLength(1));
  expect(sent('cases.update')[0]?.args).toEqual({ id, patch: { title: 'A better title' }, base: { title: before } });
});

test('a change by a colleague to the field being edited is shown before it is written over', async () => {
  const { user, sent, control, id } = await atMyCase();
  const before = control.row('cases', id)?.['title'];
  await user.click(screen.getByRole('button', { name: /^Edit Title/ }));
  const input = screen.getByRole('textbox', { name: 'Title' });
  await user.clear(input);
  await user.type(input, 'Mine');
  control.asColleague(2, 'cases.update', { id, patch: { title: 'Theirs' }, base: { title: before } });
  await screen.findByText('Changed meanwhile to');
  await user.type(input, '{Enter}');
  expect(sent('cases.update')).toHaveLength(0);
  await user.type(input, '{Enter}');
  await waitFor(() => expect(sent('cases.update')).toHaveLength(1));
  expect(sent('cases.update')[0]?.args).toEqual({ id, patch: { title: 'Mine' }, base: { title: 'Theirs' } });
});

test('what a role may not do is greyed with the reason, and what the state forbids is not offered', async () => {
  const { control, sent, user } = await atMyCase({ role: 'viewer' });
  expect(screen.getByText(/Your role does not allow “Add a note”/)).toBeDefined();
  expect(control.session.roleName).toBe('Viewer');
  const resolve = screen.getByRole('button', { name: 'Resolve' });
  expect(resolve.getAttribute('aria-disabled')).toBe('true');
  await user.click(resolve);
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(screen.queryByRole('button', { name: 'Resume' })).toBeNull();
  expect(screen.queryByRole('button', { name: 'Reopen' })).toBeNull();
  expect(sent('cases.resolve')).toHaveLength(0);
});

test('a record says when it was on the server, and how many changes are not', async () => {
  const { user } = await atMyCase();
  const article = screen.getByRole('article');
  expect(within(article).getByText(/^On server /)).toBeDefined();
  await user.click(screen.getByRole('button', { name: 'Hold' }));
  await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Hold' }));
  expect(await within(article).findByText('1 change not on the server yet')).toBeDefined();
  expect(screen.getByRole('link', { name: /1 pending/ })).toBeDefined();
});

test('the due moment is typed as the rest of the screen writes it, and what is none is said to be wrong', async () => {
  const { user, sent, id } = await atMyCase();
  await user.click(screen.getByRole('button', { name: /^Edit Due/ }));
  const input = screen.getByRole<HTMLInputElement>('textbox', { name: /^Due/ });
  expect(input.placeholder).toBe('dd/mm/yyyy, hh:mm');
  await user.clear(input);
  await user.type(input, 'next week');
  await user.click(screen.getByRole('button', { name: 'Save' }));
  expect(await screen.findByText('Write it as dd/mm/yyyy, hh:mm.')).toBeDefined();
  await user.clear(input);
  await user.type(input, '31/12/2031 17:30{Enter}');
  await waitFor(() => expect(sent('cases.update').at(-1)?.args).toMatchObject({ id, patch: { dueAt: new Date(2031, 11, 31, 17, 30).toISOString() } }));
});

test('a first description is told as written, a later one as rewritten', async () => {
  const { control } = await atMyCase();
  const [, , id = ''] = control.ids.cases;
  const edit = (description: string) =>
    control.asColleague(2, 'cases.update', { id, patch: { description }, base: { description: control.row('cases', id)?.['description'] ?? null } });
  window.location.hash = `#/cases/${id}`;
  await screen.findByRole('article', { name: `Case: ${String(control.row('cases', id)?.['title'])}` });
  const story = within(screen.getByRole('region', { name: 'What happened' }));
  edit('The lift is stuck.');
  expect(await story.findByText(/Description was written/)).toBeDefined();
  edit('The lift is stuck between two floors.');
  expect(await story.findByText(/Description was rewritten/)).toBeDefined();
});

test('the sheet of keys says once how to move', async () => {
  const { user } = await atMyCase();
  await user.keyboard('?');
  const sheet = within(await screen.findByRole('dialog'));
  expect(sheet.getAllByText('Move')).toHaveLength(1);
});

test('targets say how long they have, how those of a period went, and lead to their cases', async () => {
  const { user, control } = showApp('/targets');
  const [caseId = ''] = control.ids.cases;
  const target = (id: string, title: string, minutes: number) => {
    const [startedAt, dueAt] = [-7200, minutes].map((from) => new Date(Math.floor(Date.now() / 60_000) * 60_000 + from * 60_000).toISOString());
    return { id, caseId, title, startedAt, dueAt, metric: 'resolution', state: 'running', pausedAt: null, caseNumber: null, assigneeName: null, teamName: 'Front desk' };
  };
  control.tell({ 'cases.slaBoard': { due: [], running: 0, paused: 0, met: 0, breached: 0 } });
  expect(await screen.findByText('No target runs')).toBeDefined();
  control.tell({ 'cases.slaBoard': { due: [target('1', 'Long due', -185), target('2', 'Due soon', 20)], running: 2, paused: 1, met: 3, breached: 1 } });
  const list = await screen.findByRole('listbox', { name: 'Targets' });
  const lines = within(list).getAllByRole('option');
  expect(lines.map(({ textContent }) => textContent)).toEqual([
    '3h 5m lateResolutionNo number yetLong dueNobodyFront desk',
    expect.stringMatching(/^(20|19)m leftResolution.*Due soon/),
  ]);
  expect(
    within(screen.getByRole('region', { name: 'Targets' }))
      .getAllByRole('definition')
      .map(({ textContent }) => textContent),
  ).toEqual(['2', '1', '3', '1', '25%']);
  list.focus();
  await user.keyboard('{Enter}');
  expect(await screen.findByRole('article', { name: /^Case: / })).toBeDefined();
});
