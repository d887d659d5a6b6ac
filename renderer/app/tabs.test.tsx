// @vitest-environment jsdom
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { showApp } from '../dev/screen.tsx';

beforeEach(() => {
  Object.defineProperty(HTMLElement.prototype, 'scrollHeight', { configurable: true, get: () => 5000 });
});
afterEach(cleanup);

const tabs = () => within(screen.getByRole('navigation', { name: 'Open records' }));
const story = () => screen.findByRole('region', { name: 'What happened' });

async function atTwoCases() {
  const app = showApp('/cases');
  const [first = '', , second = ''] = app.control.ids.cases;
  const go = async (id: string) => {
    window.location.hash = `#/cases/${id}`;
    await screen.findByRole('article', { name: `Case: ${String(app.control.row('cases', id)?.['title'])}` });
  };
  await screen.findByRole('listbox', { name: 'Cases' });
  return { ...app, first, second, go };
}

test('a tab is as far scrolled as it was left, also after a crash', async () => {
  const { first, second, go, crash, control } = await atTwoCases();
  await go(first);
  const left = await story();
  left.scrollTop = -700;
  fireEvent.scroll(left);
  await go(second);
  expect((await story()).scrollTop).toBe(0);
  await go(first);
  expect((await story()).scrollTop).toBe(-700);
  await waitFor(() => expect(JSON.stringify(control.log.filter(({ name }) => name === 'drafts.save'))).toContain('-700'));
  crash();
  await waitFor(async () => expect((await story()).scrollTop).toBe(-700));
});

test('a record that never was in sight leaves no tab, and one that goes out of sight keeps its own', async () => {
  const { first, go, control } = await atTwoCases();
  window.location.hash = '#/cases/0192a000-0000-7000-8000-00000000ffff';
  await screen.findByText('This case is not in sight');
  expect(tabs().queryAllByRole('button')).toHaveLength(0);
  await go(first);
  expect(await tabs().findAllByRole('button', { name: /^Close / })).toHaveLength(1);
  control.forget('cases', first);
  await screen.findByText('This case is not in sight');
  expect(tabs().getAllByRole('button', { name: /^Close / })).toHaveLength(1);
});

test('what is typed at once after Ctrl K is all in the palette', async () => {
  const { user } = await atTwoCases();
  await user.keyboard('{Control>}k{/Control}refund');
  expect(screen.getByRole<HTMLInputElement>('combobox', { name: /Search everything/ }).value).toBe('refund');
});
