// @vitest-environment jsdom
import type { ReviewItem } from '#domain/desk/queries.ts';
import { cleanup, screen, waitFor, within } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { showApp } from '../dev/screen.tsx';

afterEach(cleanup);

const calls = ({ control }: ReturnType<typeof showApp>, name: string) => control.log.filter((call) => call.name === name).map(({ args }) => args);

const conflict = (id: string): ReviewItem => ({
  id: 'r1',
  commandId: 'c1',
  name: 'cases.update',
  title: 'Edit the case',
  kind: 'conflict',
  code: 'conflict',
  message: '',
  field: null,
  at: '2026-01-01T10:00:00.000Z',
  raisedAt: '2026-01-01T10:05:00.000Z',
  args: { id, patch: { title: 'Mine', description: 'My words' }, base: { title: 'Base', description: null } },
  entity: 'cases',
  rowId: id,
  rowTitle: 'Theirs',
  clashes: [
    { field: 'title', base: 'Base', mine: 'Mine', theirs: 'Theirs' },
    { field: 'description', base: null, mine: 'My words', theirs: 'Their words' },
  ],
  theirs: { by: 'Chloé Lefèvre', at: '2026-01-01T10:03:00.000Z' },
});

test('the tray shows both values and keeps mine field by field', async () => {
  const app = showApp('/review');
  app.control.review([conflict(app.control.ids.cases[0] ?? '')]);
  const table = within(await screen.findByRole('table'));
  for (const words of ['Base', 'Mine', 'Theirs', 'My words', 'Their words']) expect(table.getByText(words)).toBeDefined();
  await app.user.click(table.getByRole('radio', { name: 'Keep theirs: Description' }));
  await app.user.click(screen.getByRole('button', { name: 'Keep what is chosen' }));
  expect(calls(app, 'review.decide')).toEqual([{ id: 'r1', decision: { choice: 'keepMine', fields: ['title'] } }]);
  expect(await screen.findByText('Nothing to review')).toBeDefined();
});

test('an edited command goes again with what was not edited, and discarding asks twice', async () => {
  const app = showApp('/review');
  const [id = ''] = app.control.ids.cases;
  app.control.review([conflict(id)]);
  await app.user.click(await screen.findByRole('button', { name: 'Discard mine' }));
  expect(calls(app, 'review.decide')).toEqual([]);
  await app.user.click(screen.getByRole('button', { name: 'Cancel' }));
  await app.user.click(screen.getByRole('button', { name: 'Edit and send' }));
  const title = screen.getByRole('textbox', { name: 'Title' });
  await app.user.clear(title);
  await app.user.type(title, 'Both');
  await app.user.click(screen.getByRole('button', { name: 'Send the edited version' }));
  expect(calls(app, 'review.decide')).toEqual([
    { id: 'r1', decision: { choice: 'edit', args: { id, patch: { title: 'Both', description: 'My words' }, base: { title: 'Base', description: null } } } },
  ]);
});

const refused = (contactId: string): ReviewItem => ({
  ...conflict(''),
  id: 'r2',
  name: 'cases.open',
  title: 'Open a case',
  kind: 'refused',
  code: 'auth.denied',
  message: 'Your role does not allow “Open a case” here.',
  args: { title: 'Lift stuck', contactId },
  rowTitle: 'Lift stuck',
  clashes: [],
  theirs: null,
});

test('an edited version that is refused stays as it was written, and says why', async () => {
  const app = showApp('/review', { refuses: 'review.decide' });
  app.control.review([conflict(app.control.ids.cases[0] ?? '')]);
  await app.user.click(await screen.findByRole('button', { name: 'Edit and send' }));
  await app.user.type(screen.getByRole('textbox', { name: 'Title' }), ' and theirs');
  await app.user.click(screen.getByRole('button', { name: 'Send the edited version' }));
  expect(await screen.findByText(/Nothing was changed; it is still here/)).toBeDefined();
  expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'Title' }).value).toBe('Mine and theirs');
});

test('a refused command names what it refers to, and goes again or to a supervisor as it is', async () => {
  const app = showApp('/review');
  const [contact] = app.control.contacts();
  app.control.review([refused(String(contact?.id)), conflict(app.control.ids.cases[0] ?? '')]);
  expect(await screen.findByRole('row', { name: `Contact ${String(contact?.['fullName'])}` })).toBeDefined();
  await app.user.click(screen.getByRole('button', { name: 'Try again' }));
  await screen.findByRole('button', { name: 'Keep mine' });
  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('listbox', { name: 'Review tray' })));
  await app.user.click(screen.getByRole('button', { name: 'Hand to a supervisor' }));
  expect(await screen.findByText('Nothing to review')).toBeDefined();
  expect(calls(app, 'review.decide')).toEqual([
    { id: 'r2', decision: { choice: 'retry' } },
    { id: 'r1', decision: { choice: 'hand' } },
  ]);
});

test('what the hub refuses for one of its values is named by the field, there and where it is mended', async () => {
  const app = showApp('/review');
  const taken = { code: 'unique.taken', message: 'name: Another team has this name.', field: 'name', entity: 'teams', rowId: null, rowTitle: null } as const;
  app.control.review([{ ...refused(''), ...taken, name: 'teams.save', title: 'Save a team', args: { name: 'Night shift', kind: 'followUp' } }]);
  expect(await screen.findByText(/Name: Another team has this name\./)).toBeDefined();
  await app.user.click(screen.getByRole('button', { name: 'Edit and send' }));
  const name = await screen.findByRole('textbox', { name: 'Name' });
  expect(name.getAttribute('aria-invalid')).toBe('true');
  await app.user.type(name, ' 2');
  expect(name.getAttribute('aria-invalid')).not.toBe('true');
});

test('a file that the hub does not take is in the tray, counted, with why and where it hangs, until it is discarded for good', async () => {
  const app = showApp('/review');
  const [caseId = ''] = app.control.ids.cases;
  const link = { id: app.control.ids.cases[1], subjectType: 'cases', subjectId: caseId, createdBy: app.control.session.userId };
  app.control.tell({ 'files.subjects': [link, { ...link, id: app.control.ids.cases[2], createdBy: app.control.ids.users[3] }] });
  const file = {
    id: '0195e6a0-0000-7000-8000-000000000001',
    blobId: '0195e6a0-0000-7000-8000-000000000002' as never,
    name: 'Roof plan.pdf',
    size: 1_500_000,
    mimeType: 'application/pdf',
    code: 'storage.full',
    message: 'The hub has no room for this file.',
    at: '2026-01-01T10:00:00.000Z',
    isTriedAgain: true,
  };
  app.control.status({ files: [file] });
  const detail = within(await screen.findByRole('article', { name: 'Roof plan.pdf' }));
  expect(detail.getByText(/The hub has no room for this file\. It is offered again by itself\./)).toBeDefined();
  expect(detail.getAllByRole('link')[0]?.getAttribute('href')).toContain(`/cases/${caseId}`);
  expect(screen.getByRole('link', { name: '1 to review' })).toBeDefined();
  await app.user.click(detail.getByRole('button', { name: 'Try again' }));
  await app.user.click(detail.getByRole('button', { name: 'Discard' }));
  await app.user.click(detail.getByRole('button', { name: 'Cancel' }));
  expect(calls(app, 'files.decide')).toEqual([{ file: file.id, choice: 'retry' }]);
  await app.user.click(detail.getByRole('button', { name: 'Discard' }));
  await app.user.click(detail.getByRole('button', { name: 'Yes, delete this file' }));
  expect(calls(app, 'files.decide').at(-1)).toEqual({ file: file.id, choice: 'discard' });
  // Only what this person hung up is taken down with it.
  await waitFor(() => expect(calls(app, 'blobs.unlink')).toEqual([{ id: link.id }]));
  expect(await screen.findByText('Nothing to review')).toBeDefined();
});
