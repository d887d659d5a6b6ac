import type { Bridge } from '#domain/bridge.ts';
import { createContext, use, useState, type ReactNode } from 'react';
import { createLive, type Live } from './live.ts';

/** Whether the desk process behind the bridge answers. */
export interface Connection {
  readonly read: () => ConnectionState;
  readonly subscribe: (listener: () => void) => () => void;
}
export type ConnectionState =
  | { readonly kind: 'open' }
  | { readonly kind: 'opening' }
  | { readonly kind: 'refused' }
  | { readonly kind: 'gone'; readonly since: string; readonly waiting: number };

/** A bridge that cannot be lost: where the shell is one process tree with the window. */
export const alwaysOpen: Connection = { read: () => open, subscribe: () => () => {} };
const open: ConnectionState = { kind: 'open' };

interface Desk {
  readonly bridge: Bridge;
  readonly live: Live;
  readonly connection: Connection;
  /** Drafts that the desk has not said it keeps, by person and key: a desk that died, or came back locked, is told them again. */
  readonly unkept: Map<string, string>;
}
const DeskContext = createContext<Desk | null>(null);

/** Gives every screen the way to the desk. */
export function BridgeProvider({ bridge, connection = alwaysOpen, children }: { readonly bridge: Bridge; readonly connection?: Connection; readonly children: ReactNode }) {
  const [desk] = useState(() => ({ bridge, connection, live: createLive(bridge), unkept: new Map() }));
  return <DeskContext value={desk}>{children}</DeskContext>;
}

export function useDesk(): Desk {
  const desk = use(DeskContext);
  if (!desk) throw new Error('A screen is shown outside the bridge provider');
  return desk;
}

export const useBridge = (): Bridge => useDesk().bridge;
