import { useSyncExternalStore } from 'react';
import { useDesk, type ConnectionState } from './provider.tsx';

/** How this window reaches its desk process. */
export function useConnection(): ConnectionState {
  const { connection } = useDesk();
  return useSyncExternalStore(connection.subscribe, connection.read);
}
