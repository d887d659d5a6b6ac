// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { VirtualList } from './virtual-list.tsx';

const rowsOf = (...names: readonly string[]) => names.map((id) => ({ id }));
const many = Array.from({ length: 200 }, (_, n) => `row ${n}`);
const scrollBy = vi.fn();

beforeEach(() => {
  scrollBy.mockClear();
  Element.prototype.scrollBy = scrollBy;
  Element.prototype.scrollTo = () => {};
  Object.defineProperties(HTMLElement.prototype, { clientHeight: { configurable: true, get: () => 300 }, clientWidth: { configurable: true, get: () => 300 } });
  window.ResizeObserver ??= class {
    observe() {}
    unobserve() {}
    disconnect() {}
  };
});
afterEach(cleanup);

function show(names: readonly string[]) {
  const opened: string[] = [];
  const list = (now: readonly string[]) => (
    <VirtualList label="list" rows={rowsOf(...now)} rowHeight={30} onOpen={({ id }) => opened.push(id)}>
      {({ id }) => id}
    </VirtualList>
  );
  const { rerender } = render(list(names));
  const box = screen.getByRole('listbox');
  return { opened, box, change: (next: readonly string[]) => rerender(list(next)) };
}

test('rows that come and go above what is in sight move nothing that is in sight', () => {
  const { box, change } = show(many);
  box.scrollTop = 60 * 30 + 7;
  change(['new 1', 'new 2', ...many]);
  expect(scrollBy).toHaveBeenLastCalledWith({ top: 60 });
  change(many.slice(5));
  expect(scrollBy).toHaveBeenLastCalledWith({ top: -7 * 30 });
});

test('at the top, what is new comes into sight', async () => {
  const { change } = show(many);
  change(['new', ...many]);
  expect(scrollBy).not.toHaveBeenCalled();
  expect(await screen.findByText('new')).toBeDefined();
});

test('only what is seen is drawn, and the list says how long it is', async () => {
  show(many);
  const drawn = await screen.findAllByRole('option');
  expect(drawn.length).toBeLessThan(40);
  expect(drawn[0]?.getAttribute('aria-setsize')).toBe('200');
});

test('arrows and j, k move, Enter opens, and the row stays the same when others come above it', () => {
  const { box, opened, change } = show(many);
  for (const key of ['ArrowDown', 'j', 'j', 'k']) fireEvent.keyDown(box, { key });
  change(['new', ...many]);
  fireEvent.keyDown(box, { key: 'Enter' });
  expect(opened).toEqual(['row 2']);
});

test('rows that arrive late leave the focus with an open dialog or a text that is being written', () => {
  const late = (beside: ReactNode) => {
    const list = (isHere: boolean) => (
      <>
        {beside}
        {isHere && (
          <VirtualList label="list" rows={rowsOf('row')} rowHeight={30} onOpen={() => {}} hasFocus>
            {({ id }) => id}
          </VirtualList>
        )}
      </>
    );
    const { rerender, unmount } = render(list(false));
    document.querySelector<HTMLElement>('[data-at]')?.focus();
    rerender(list(true));
    const at = document.activeElement?.getAttribute('data-at') ?? document.activeElement?.getAttribute('role');
    unmount();
    return at;
  };
  expect(late(<input data-at="text" />)).toBe('text');
  expect(
    late(
      <div role="dialog" aria-modal="true">
        <button type="button" data-at="dialog" />
      </div>,
    ),
  ).toBe('dialog');
  expect(late(<a href="#there" data-at="link" />)).toBe('listbox');
});
