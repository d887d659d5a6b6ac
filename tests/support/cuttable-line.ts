import * as net from 'node:net';

/** A way to a server that can be cut like a cable: what is on it is gone at once, and nobody is told politely. */
export async function layLine(port: number) {
  const ends = new Set<net.Socket>();
  let isCut = false;
  const server = net.createServer((near) => {
    if (isCut) {
      near.destroy();
      return;
    }
    const far = net.connect(port, '127.0.0.1');
    for (const end of [near, far]) {
      ends.add(end);
      end.on('error', () => {});
      end.on('close', () => {
        ends.delete(end);
        near.destroy();
        far.destroy();
      });
    }
    near.pipe(far);
    far.pipe(near);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const drop = () => {
    for (const end of ends) end.resetAndDestroy();
  };
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    /** Cuts what is there; what comes next gets through again. */
    cut: drop,
    /** Cuts, and lets nothing through until it is mended. */
    unplug: () => {
      isCut = true;
      drop();
    },
    mend: () => {
      isCut = false;
    },
    stop: () => {
      drop();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}
