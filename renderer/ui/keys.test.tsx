// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { KeysProvider, useKeys } from './keys.tsx';

afterEach(cleanup);

const letters = [...'abcdefghijklmnopqrstuvwxyzäöüßąćęłńóśźżابتثجحخدذرزسشصضطظعغفقكلمنهوي/?[]1234xX', 'Escape', 'Enter'];

function show() {
  const pressed: string[] = [];
  const Screen = () => {
    useKeys(
      'Screen',
      [...letters, 'Ctrl+K'].map((key) => ({ key, label: key, run: () => void pressed.push(key) })),
    );
    return (
      <>
        <textarea aria-label="note" />
        <button type="button">button</button>
        <div role="dialog">
          <button type="button">inside</button>
        </div>
      </>
    );
  };
  render(
    <KeysProvider>
      <Screen />
    </KeysProvider>,
  );
  return pressed;
}

test('no letter of any keyboard triggers anything while text has focus', () => {
  const pressed = show();
  for (const key of letters) fireEvent.keyDown(screen.getByLabelText('note'), { key });
  expect(pressed).toEqual([]);
});

test('AltGr and Alt combinations belong to the keyboard layout, not to us', () => {
  const pressed = show();
  for (const key of letters) fireEvent.keyDown(screen.getByText('button'), { key, ctrlKey: true, altKey: true });
  for (const key of letters) fireEvent.keyDown(screen.getByText('button'), { key, altKey: true });
  expect(pressed).toEqual([]);
});

test('the palette opens also while typing, with small and capital letters', () => {
  const pressed = show();
  fireEvent.keyDown(screen.getByLabelText('note'), { key: 'k', ctrlKey: true });
  fireEvent.keyDown(screen.getByLabelText('note'), { key: 'K', ctrlKey: true });
  expect(pressed).toEqual(['Ctrl+K', 'Ctrl+K']);
});

test('a bare key works outside text, and not behind an open dialog or during composition', () => {
  const pressed = show();
  fireEvent.keyDown(screen.getByText('button'), { key: 'x' });
  fireEvent.keyDown(screen.getByText('inside'), { key: 'x' });
  fireEvent.keyDown(screen.getByText('button'), { key: 'x', isComposing: true });
  expect(pressed).toEqual(['x']);
});

test('while a dialog is open no key works behind it, wherever the focus is, but for those that work anywhere', () => {
  const pressed: string[] = [];
  const press = (key: string) => () => void pressed.push(key);
  const Screen = () => {
    useKeys('Screen', [
      { key: 'x', label: 'x', run: press('x') },
      { key: 'Ctrl+Enter', label: 'send', run: press('Ctrl+Enter') },
      { key: 'Ctrl+K', label: 'palette', isAnywhere: true, run: press('Ctrl+K') },
    ]);
    return <textarea aria-label="answer" />;
  };
  const shown = (isOpen: boolean) => (
    <KeysProvider>
      <Screen />
      {isOpen && <div role="dialog" aria-modal="true" />}
    </KeysProvider>
  );
  const { rerender } = render(shown(true));
  fireEvent.keyDown(document.body, { key: 'x' });
  fireEvent.keyDown(screen.getByLabelText('answer'), { key: 'Enter', ctrlKey: true });
  fireEvent.keyDown(document.body, { key: 'k', ctrlKey: true });
  expect(pressed).toEqual(['Ctrl+K']);
  rerender(shown(false));
  fireEvent.keyDown(document.body, { key: 'x' });
  expect(pressed).toEqual(['Ctrl+K', 'x']);
});
