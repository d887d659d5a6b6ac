import '@mantine/core/styles.layer.css';
import '../ui/tokens.css';
import type { RoleName } from '#domain/kernel/capability.ts';
import { createRoot } from 'react-dom/client';
import { App } from '../app/app.tsx';
import { alwaysOpen, type ConnectionState } from '../bridge/provider.tsx';
import { createMemoryBridge } from './memory-bridge.ts';

const options = new URLSearchParams(window.location.search);
// A role of the address bar is a developer's word.
const { bridge, control } = createMemoryBridge({ role: (options.get('role') ?? 'agent') as RoleName, cases: Number(options.get('cases') ?? 240) });
let state: ConnectionState = { kind: 'open' };
const listeners = new Set<() => void>();
const connection = options.has('gone')
  ? {
      read: () => state,
      subscribe: (listener: () => void) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    }
  : alwaysOpen;
const lose = () => {
  state = { kind: 'gone', since: new Date().toISOString(), waiting: 2 };
  for (const listener of listeners) listener();
};
Object.assign(window, { dev: { ...control, lose } });

const root = document.getElementById('root');
if (root) createRoot(root).render(<App bridge={bridge} connection={connection} />);
