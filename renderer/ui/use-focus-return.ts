import { useEffect, useState } from 'react';

/** Gives the focus back to where it was when this part came, unless it has gone on to something else. */
export function useFocusReturn(): void {
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      // After the part is gone: whatever it opened has taken the focus by then.
      setTimeout(() => {
        const isFree = document.activeElement === null || document.activeElement === document.body;
        if (isFree && before instanceof HTMLElement && before.isConnected) before.focus();
      });
    },
    [before],
  );
}
