// @vitest-environment jsdom
import { cleanup, screen, within } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { showApp } from '../dev/screen.tsx';

afterEach(cleanup);

test('a record names the kinds of records that refer to it, and how only where they do so in several ways', async () => {
  const { user } = showApp('/records/memberships', { role: 'admin' });
  const members = within(await screen.findByRole('listbox', { name: 'Members' }));
  await user.click((await members.findAllByRole('option'))[0] ?? document.body);
  expect(await screen.findByRole('heading', { name: 'Team members' })).toBeDefined();
  expect(screen.getAllByRole('heading', { level: 2 }).map((each) => each.textContent)).not.toContain('Team members User');
});
