// @vitest-environment jsdom
import { cleanup, screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { showApp } from '../dev/screen.tsx';

afterEach(cleanup);

const vaults = [
  { id: 'v1', email: 'amina@helpline.example', tenantName: 'Nairobi City Helpline', subdomain: 'nairobi' },
  { id: 'v2', email: 'joao@helpline.example', tenantName: 'Nairobi City Helpline', subdomain: 'nairobi' },
];

async function atTheDoor(status: Parameters<ReturnType<typeof showApp>['control']['status']>[0]) {
  const app = showApp('/cases');
  await screen.findByRole('listbox', { name: 'Cases' });
  app.control.status({ session: null, vaults, ...status });
  return app;
}

test('a locked desk of two people lets the other one choose their own vault, and come back', async () => {
  const { user, control } = await atTheDoor({ vault: 'locked' });
  await screen.findByText(/^amina@helpline\.example/);
  await user.click(screen.getByRole('button', { name: 'Choose another person' }));
  expect(await screen.findByRole('heading', { name: 'Who is working?' })).toBeDefined();
  await user.click(screen.getByRole('button', { name: 'Sign in as somebody else' }));
  await user.click(screen.getByRole('button', { name: 'Back' }));
  await user.click(screen.getByRole('button', { name: /joao@helpline\.example/ }));
  await user.type(screen.getByLabelText('Password'), 'right{Enter}');
  expect(control.log.filter(({ name }) => name === 'session.unlock').map(({ args }) => args)).toEqual([{ vault: 'v2', password: 'right' }]);
});

test('a revoked device is told so once, and its sign-in names nobody else', async () => {
  const { user } = await atTheDoor({ vault: 'revoked', vaults: vaults.slice(1), notice: 'This device was revoked by an administrator.' });
  await screen.findByRole('heading', { name: 'Sign in' });
  expect(screen.getAllByText(/device was revoked/)).toHaveLength(1);
  expect(screen.getByLabelText<HTMLInputElement>('E-mail').value).toBe('');
  await user.click(screen.getByRole('button', { name: 'Back' }));
  expect(await screen.findByRole('button', { name: /joao@helpline\.example/ })).toBeDefined();
});

test('a vault chosen from the list that turns out to be expired asks for a sign-in', async () => {
  const { user, control } = await atTheDoor({ vault: 'locked' });
  await user.click(await screen.findByRole('button', { name: 'Choose another person' }));
  await user.click(screen.getByRole('button', { name: /joao@helpline\.example/ }));
  control.status({ vault: 'expired', vaults: vaults.toReversed() });
  expect((await screen.findByLabelText<HTMLInputElement>('E-mail')).value).toBe('joao@helpline.example');
});
