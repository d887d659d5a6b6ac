import { expect, test } from 'vitest';
import { closed, moved, noTabs, opened } from './tabs-store.ts';

test('a record opened twice keeps its place, and a list opens no tab', () => {
  const state = ['/cases/a', '/contacts/b', '/cases/a'].reduce((tabs, path) => opened(tabs, path, true), noTabs);
  expect(state).toEqual({ open: ['/cases/a', '/contacts/b'], current: '/cases/a' });
  expect(opened(state, '/contacts', false)).toEqual({ open: state.open, current: '/contacts' });
});

test('the oldest tab makes room for the thirteenth', () => {
  const paths = Array.from({ length: 13 }, (_, n) => `/cases/${n}`);
  expect(paths.reduce((tabs, path) => opened(tabs, path, true), noTabs).open).toEqual(paths.slice(1));
});

test('closing the tab in sight shows its neighbour, and the list when it was the last', () => {
  const state = { open: ['/cases/a', '/cases/b', '/cases/c'], current: '/cases/b' };
  expect(closed(state, '/cases/b')).toEqual({ state: { open: ['/cases/a', '/cases/c'], current: '/cases/c' }, goTo: '/cases/c' });
  expect(closed(state, '/cases/a').goTo).toBeNull();
  expect(closed({ open: ['/contacts/x'], current: '/contacts/x' }, '/contacts/x').goTo).toBe('/contacts');
});

test('a tab goes where it is taken, and no further than the ends', () => {
  const state = { open: ['a', 'b', 'c'], current: 'a' };
  expect(moved(state, 'a', 2).open).toEqual(['b', 'c', 'a']);
  expect(moved(state, 'c', -1).open).toEqual(['c', 'a', 'b']);
});
