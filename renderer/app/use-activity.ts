import { useEffect } from 'react';
import { useBridge } from '../bridge/provider.tsx';

/** Tells the desk at most twice a minute that somebody is there, so that it does not lock itself under their hands. */
export function useActivity(): void {
  const bridge = useBridge();
  useEffect(() => {
    let last = 0;
    const touch = () => {
      const now = Date.now();
      if (now - last < 30_000) return;
      last = now;
      void bridge.device('session.touch', {});
    };
    const kinds = ['keydown', 'pointerdown', 'pointermove', 'wheel'] as const;
    for (const kind of kinds) window.addEventListener(kind, touch, { passive: true });
    return () => {
      for (const kind of kinds) window.removeEventListener(kind, touch);
    };
  }, [bridge]);
}
