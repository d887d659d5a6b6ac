import '@mantine/core/styles.layer.css';
import '../ui/tokens.css';
import type { Bridge } from '#domain/bridge.ts';
import { enterPath, socketPath } from '#domain/bridge-wire.ts';
import { createRoot } from 'react-dom/client';
import { alwaysOpen } from '../bridge/provider.tsx';
import { createSocketBridge } from '../bridge/socket.ts';
import { App } from './app.tsx';

declare global {
  interface Window {
    /** Exposed by preload; absent in the browser shell, which speaks over a socket. */
    readonly bridge?: Bridge;
  }
}

const root = document.getElementById('root');
if (!root) throw new Error('The page has no root');
const { bridge, connection } = window.bridge ? { bridge: window.bridge, connection: alwaysOpen } : await overSocket();
createRoot(root).render(<App bridge={bridge} connection={connection} />);

/** Hands in the one-use token that the address may bring, takes it out of the address, and opens the socket. */
async function overSocket() {
  const token = /^#token=([\w.~-]+)$/.exec(window.location.hash)?.[1];
  if (token) {
    window.history.replaceState(null, '', '/');
    await fetch(enterPath, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ token }) });
  }
  const url = new URL(socketPath, window.location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return createSocketBridge({ open: () => new WebSocket(url), isRefused: async () => (await fetch('/', { method: 'HEAD', cache: 'no-store' })).ok });
}
