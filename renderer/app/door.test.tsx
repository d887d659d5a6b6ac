// @vitest-environment jsdom
import { cleanup, screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { showApp } from '../dev/screen.tsx';

afterEach(cleanup);

const vaults = [
  { id: 'v1', email: 'amina@helpline.example', tenantName: 'Nairobi City Helpline', subdomain: 'nairobi' },
  { id: 'v2', email: 'joao@helpline.example', tenantName: 'Nairobi City Helpline', subdomain: 'nairobi' },
];

async function atTheDoor(status: Parameters<ReturnType<typeof showApp>['control']['status']>[0], refuses?: string) {
  const app = showApp('/cases', refuses ? { refuses } : {});
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

/** Puts a text into a field at once: what a hand types letter by letter draws the screen as often. */
async function fill(user: ReturnType<typeof showApp>['user'], label: RegExp | string, value: string): Promise<void> {
  await user.clear(screen.getByLabelText(label));
  await user.paste(value);
}

test('who was invited comes in by the code, or by an address that ends in it, with a password of their own', async () => {
  const { user, control } = await atTheDoor({ vault: 'signedOut', vaults: [] });
  await user.click(await screen.findByRole('button', { name: 'I have an invitation' }));
  const token = 'a-b_'.repeat(10);
  await fill(user, /^Code of the invitation/, 'nairobi.short');
  expect(screen.getByText('This is not the whole code.')).toBeDefined();
  await fill(user, /^Code of the invitation/, `https://hub.example/#invitation=Nairobi.${token}`);
  await fill(user, /^Your name/, 'Mary Lake');
  await fill(user, 'Password', 'too short');
  expect(screen.getByRole('button', { name: 'Come in' })).toHaveProperty('disabled', true);
  await fill(user, 'Password', 'too short no more');
  await user.keyboard('{Enter}');
  await screen.findByRole('listbox', { name: 'Cases' });
  const password = 'too short no more';
  expect(control.log.filter(({ name }) => /^(invitation|session\.signIn)/.test(name)).map(({ name, args }) => [name, args])).toEqual([
    ['invitation.accept', { subdomain: 'nairobi', token, fullName: 'Mary Lake', password }],
    ['session.signIn', { subdomain: 'nairobi', email: control.session.email, password }],
  ]);
});

test('an invitation that is over says so, and what was typed stays', async () => {
  const { user } = await atTheDoor({ vault: 'signedOut', vaults: [] }, 'invitation.accept');
  await user.click(await screen.findByRole('button', { name: 'I have an invitation' }));
  await fill(user, /^Code of the invitation/, `nairobi.${'a'.repeat(43)}`);
  await fill(user, /^Your name/, 'Mary Lake');
  await fill(user, 'Password', 'a long password');
  await user.keyboard('{Enter}');
  expect(await screen.findByRole('alert')).toHaveProperty('textContent', 'The pretended desk refuses this.');
  expect(screen.getByLabelText<HTMLInputElement>(/^Your name/).value).toBe('Mary Lake');
});

test('who took an invitation and is not in yet is told why, where they sign in', async () => {
  const { user, control } = await atTheDoor({ vault: 'signedOut', vaults: [] }, 'session.signIn');
  await user.click(await screen.findByRole('button', { name: 'I have an invitation' }));
  await fill(user, /^Code of the invitation/, `nairobi.${'a'.repeat(43)}`);
  await fill(user, /^Your name/, 'Mary Lake');
  await fill(user, 'Password', 'a long password');
  await user.keyboard('{Enter}');
  expect(await screen.findByRole('alert')).toHaveProperty('textContent', 'Your invitation is taken. Now sign in: The pretended desk refuses this.');
  expect(screen.getByLabelText<HTMLInputElement>('E-mail').value).toBe(control.session.email);
});
