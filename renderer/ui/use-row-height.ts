import { useSyncExternalStore } from 'react';

const heights = { compact: { card: 54, line: 34 }, comfortable: { card: 64, line: 42 } } as const;

/** The height of a list's rows at the density that the person chose. */
export function useRowHeight(isLine: boolean): number {
  const density = useSyncExternalStore(follow, () => document.documentElement.dataset['density']);
  return heights[density === 'comfortable' ? 'comfortable' : 'compact'][isLine ? 'line' : 'card'];
}

function follow(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-density'] });
  return () => observer.disconnect();
}
