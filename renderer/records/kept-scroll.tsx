import { createContext, use, useEffect, useLayoutEffect, useMemo, useRef, type ReactNode, type RefObject } from 'react';
import * as z from 'zod';
import { useDraft } from '../bridge/use-draft.ts';

/** So many places are kept: those of more records than tabs may be open. */
const most = 60;
const schema = z.record(z.string(), z.number());

interface Places {
  readonly isReady: boolean;
  readonly at: (key: string) => number | undefined;
  readonly keep: (key: string, top: number) => void;
}

const PlacesContext = createContext<Places | null>(null);

/** Keeps how far each part of a record was scrolled, in the vault, as long as its tab may come back. */
export function KeptScrollProvider({ children }: { readonly children: ReactNode }) {
  const draft = useDraft('ui:scroll', schema, {});
  const latest = useRef<Readonly<Record<string, number>> | null>(null);
  const { isReady } = draft;
  const places = useMemo(
    (): Places => ({
      isReady,
      at: (key) => (latest.current ?? draft.value)[key],
      keep: (key, top) => {
        const { [key]: _, ...others } = latest.current ?? draft.value;
        latest.current = Object.fromEntries([...Object.entries(others), [key, Math.round(top)] as const].slice(-most));
        draft.set(latest.current);
      },
    }),
    // What was found is read once; from then on the places are those that were kept here.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [isReady],
  );
  return <PlacesContext value={places}>{children}</PlacesContext>;
}

/**
 * Brings a part of a record back to where its reader left it. Rows may still arrive:
 * it waits for as many as it takes, asks for more with `onShort`, and gives way to the reader's own hand.
 */
export function useKeptScroll(key: string, onShort?: () => void): RefObject<HTMLDivElement | null> {
  const places = use(PlacesContext);
  if (!places) throw new Error('A part of a record is shown outside the kept places');
  const box = useRef<HTMLDivElement>(null);
  const wanted = useRef<number | null | undefined>(undefined);

  useLayoutEffect(() => {
    const element = box.current;
    if (!element || !places.isReady) return;
    if (wanted.current === undefined) wanted.current = places.at(key) ?? null;
    const { current: top } = wanted;
    if (top === null) return;
    if (element.scrollHeight - element.clientHeight < Math.abs(top)) return onShort?.();
    wanted.current = null;
    element.scrollTop = top;
  });

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const takeOver = () => {
      wanted.current = null;
    };
    const keep = () => {
      if (wanted.current === null) places.keep(key, element.scrollTop);
    };
    const hands = ['wheel', 'pointerdown', 'keydown', 'touchmove'] as const;
    for (const hand of hands) element.addEventListener(hand, takeOver, { passive: true });
    element.addEventListener('scroll', keep, { passive: true });
    return () => {
      for (const hand of hands) element.removeEventListener(hand, takeOver);
      element.removeEventListener('scroll', keep);
    };
  }, [places, key]);
  return box;
}
