import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import type { Page } from '@playwright/test';

/** A way for the sound of a page's calls that can lose packets, or all of them: what a bad network or a pulled cable does. */
export async function relayMedia(page: Page) {
  let lossPercent = 0;
  let count = 0;
  const sockets = new Set<Socket>();
  const relays = new Map<string, Promise<number>>();

  const open = async (address: string): Promise<Socket> => {
    const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
    sockets.add(socket);
    socket.bind(0, address);
    await once(socket, 'listening');
    return socket;
  };
  // Evenly rather than by chance, so that a test measures the same each time.
  const isLost = (): boolean => Math.floor((++count * lossPercent) / 100) !== Math.floor(((count - 1) * lossPercent) / 100);

  const relay = async (address: string, port: number): Promise<number> => {
    const [near, far] = [await open(address), await open(address)];
    let browser = 0;
    near.on('message', (packet, from) => {
      browser = from.port;
      if (!isLost()) far.send(packet, port, address);
    });
    far.on('message', (packet) => {
      if (browser !== 0 && !isLost()) near.send(packet, browser, address);
    });
    return near.address().port;
  };

  await page.exposeFunction('relayFor', (address: string, port: number) => {
    const name = `${address} ${port}`;
    const found = relays.get(name) ?? relay(address, port);
    relays.set(name, found);
    return found;
  });
  await page.evaluate(() => window.bench.relayMedia());
  return {
    lose: (percent: number) => {
      lossPercent = percent;
    },
    stop: () => {
      for (const socket of sockets) socket.close();
    },
  };
}
