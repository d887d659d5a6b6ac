// @vitest-environment jsdom
import type { Bridge, Outcome } from '#domain/bridge.ts';
import { act, cleanup, renderHook } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { BridgeProvider } from './provider.tsx';
import { useSubmission } from './use-command.ts';

afterEach(cleanup);

test('a command of which nobody knows what became goes again as itself, and another as another', async () => {
  const ids: string[] = [];
  const codes = ['online.failed', 'online.failed', 'field.invalid'];
  const device = async (_name: string, { id }: { readonly id: string }): Promise<Outcome> => {
    ids.push(id);
    const code = codes.shift();
    return code ? { ok: false, code, message: '' } : { ok: true, commandId: id, rowId: null };
  };
  const { result } = renderHook(() => useSubmission('units.setPrice'), {
    // Nothing but the call to the hub is used here.
    wrapper: ({ children }) => <BridgeProvider bridge={{ device } as unknown as Bridge}>{children}</BridgeProvider>,
  });
  const submit = (amount: string) => act(() => result.current.submit({ amount } as never));
  await submit('100.00');
  await submit('100.00');
  await submit('200.00');
  await submit('200.00');
  const [first, second, third, fourth] = ids;
  expect(second).toBe(first);
  expect(new Set([first, third, fourth]).size).toBe(3);
});
