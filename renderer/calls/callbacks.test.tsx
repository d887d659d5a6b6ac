// @vitest-environment jsdom
import { cleanup, screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { showPart } from '../dev/screen.tsx';
import { Callbacks } from './callbacks.tsx';

afterEach(cleanup);

test('what came of a callback that is not to be had any more is refused in words beside it', async () => {
  const gone = { id: '0192a000-0000-7000-8000-00000000dead', phone: '+254710625601', dueAt: new Date().toISOString(), attempts: 0, reason: null };
  const callback = { ...gone, contactId: null, contactName: null, caseId: null, caseNumber: null };
  const { user } = await showPart(() => <Callbacks />, { answers: { 'callbacks.open': [callback] } });
  await user.click(await screen.findByRole('button', { name: 'Reached' }));
  expect(await screen.findByRole('alert')).toHaveProperty('textContent', 'There is no such callback, or you may not see it.');
});
