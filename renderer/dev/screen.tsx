import { MantineProvider } from '@mantine/core';
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router';
import { cleanup, configure, render } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { App } from '../app/app.tsx';
import { alwaysOpen, BridgeProvider } from '../bridge/provider.tsx';
import { SessionProvider } from '../bridge/session.tsx';
import { KeysProvider } from '../ui/keys.tsx';
import { createMemoryBridge } from './memory-bridge.ts';

/** Shows the whole interface at an address, on rows in memory, in a window without a picture. */
export function showApp(path: string, options: Parameters<typeof createMemoryBridge>[0] = {}) {
  prepareWindow();
  window.location.hash = `#${path}`;
  const desk = createMemoryBridge({ cases: 20, settleAfter: null, ...options });
  const show = () => render(<App bridge={desk.bridge} connection={alwaysOpen} />);
  show();
  return {
    ...desk,
    user: userEvent.setup(),
    /** What a crash of the window leaves: the desk, and nothing else. */
    crash: () => {
      cleanup();
      show();
    },
  };
}

/** Shows one part of a screen alone, on rows in memory and on what its queries are told to answer. */
export async function showPart(part: (desk: ReturnType<typeof createMemoryBridge>) => ReactNode, options: Parameters<typeof createMemoryBridge>[0] = {}) {
  prepareWindow();
  const desk = createMemoryBridge({ cases: 20, settleAfter: null, ...options });
  const status = await desk.bridge.query('desk.status', {});
  const router = createRouter({ routeTree: createRootRoute({ component: () => part(desk) }), history: createMemoryHistory() });
  render(
    <MantineProvider>
      <BridgeProvider bridge={desk.bridge}>
        <KeysProvider>
          <SessionProvider session={desk.control.session} status={status}>
            <RouterProvider router={router as never} />
          </SessionProvider>
        </KeysProvider>
      </BridgeProvider>
    </MantineProvider>,
  );
  return { ...desk, user: userEvent.setup(), history: router.history };
}

/** Gives jsdom what it lacks: sizes, so that lists draw rows, and the media queries and observers that Mantine asks for. */
function prepareWindow(): void {
  // A busy machine takes longer than the second that is waited otherwise.
  configure({ asyncUtilTimeout: 4000 });
  window.matchMedia ??= (media) => ({
    matches: false,
    media,
    onchange: null,
    addListener: () => {},
    removeListener: () => {},
    addEventListener: () => {},
    removeEventListener: () => {},
    dispatchEvent: () => false,
  });
  window.ResizeObserver ??= class {
    observe() {}
    unobserve() {}
    disconnect() {}
  };
  Element.prototype.scrollIntoView ??= () => {};
  window.scrollTo = () => {};
  Object.defineProperty(document, 'fonts', { configurable: true, value: { addEventListener: () => {}, removeEventListener: () => {} } });
  Element.prototype.scrollBy = () => {};
  Element.prototype.scrollTo = () => {};
  Object.defineProperties(HTMLElement.prototype, { clientHeight: { configurable: true, get: () => 600 }, clientWidth: { configurable: true, get: () => 800 } });
}
