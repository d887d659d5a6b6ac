import { isDialogOpen, isTaken } from './attention.ts';
import { createContext, use, useEffect, useRef, useState, useSyncExternalStore, type ReactNode } from 'react';

/** One key of a screen: `key` as `KeyboardEvent.key` has it, with `Ctrl+` or `Ctrl+Shift+` before it for a chord. */
export interface Key {
  readonly key: string;
  readonly label: string;
  /** Works also over an open dialog. */
  readonly isAnywhere?: boolean;
  readonly run: () => void;
}

/** The keys that one part of the screen understands, under its name in the sheet. */
export interface KeyGroup {
  readonly title: string;
  readonly keys: readonly Key[];
}

function createKeys() {
  let groups: readonly { readonly current: KeyGroup }[] = [];
  const listeners = new Set<() => void>();
  const tell = () => {
    for (const listener of listeners) listener();
  };
  return {
    add: (group: { readonly current: KeyGroup }) => {
      groups = [...groups, group];
      tell();
      return () => {
        groups = groups.filter((other) => other !== group);
        tell();
      };
    },
    read: () => groups,
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    press: (event: KeyboardEvent) => {
      const name = nameOf(event);
      if (name === null) return;
      const isBehind = isDialogOpen();
      for (const { current } of groups.toReversed()) {
        const found = current.keys.find(({ key, isAnywhere = false }) => key === name && (isAnywhere || !isBehind));
        if (!found) continue;
        event.preventDefault();
        found.run();
        return;
      }
    },
  };
}

type Keys = ReturnType<typeof createKeys>;
const KeysContext = createContext<Keys | null>(null);

/** Listens for keys once for the whole window. */
export function KeysProvider({ children }: { readonly children: ReactNode }) {
  const [keys] = useState(createKeys);
  useEffect(() => {
    window.addEventListener('keydown', keys.press);
    return () => window.removeEventListener('keydown', keys.press);
  }, [keys]);
  return <KeysContext value={keys}>{children}</KeysContext>;
}

function useKeysStore(): Keys {
  const keys = use(KeysContext);
  if (!keys) throw new Error('Keys are declared outside their provider');
  return keys;
}

/** Declares the keys of a part of the screen for as long as it is shown; the innermost part wins. */
export function useKeys(title: string, keys: readonly Key[]): void {
  const store = useKeysStore();
  const group = useRef<KeyGroup>({ title, keys });
  useEffect(() => {
    group.current = { title, keys };
  });
  useEffect(() => store.add(group), [store]);
}

/** All keys that work now, for the sheet. */
export function useKeySheet(): readonly KeyGroup[] {
  const store = useKeysStore();
  return useSyncExternalStore(store.subscribe, store.read).map(({ current }) => current);
}

/** The name of what was pressed, or null where it is not ours to take: typing, AltGr, composition, an open menu. */
function nameOf(event: KeyboardEvent): string | null {
  if (event.defaultPrevented || event.isComposing || event.altKey || event.metaKey || event.getModifierState('AltGraph')) return null;
  if (event.ctrlKey) return `Ctrl+${event.shiftKey ? 'Shift+' : ''}${event.key.length === 1 ? event.key.toUpperCase() : event.key}`;
  return isTaken(event.target) ? null : event.key;
}
