import { createServer, request } from 'node:http';

/** A way to the hub on which shapes can be held back. */
export interface SlowHub {
  readonly url: string;
  /** Lets through what was held. */
  readonly release: () => void;
  readonly close: () => Promise<void>;
}

/** Stands between a desk and its hub and holds back the records, but for those of a few tables. */
export async function slowHub(hubUrl: string, letThrough: readonly string[]): Promise<SlowHub> {
  const held = new Set<() => void>();
  let isHolding = true;
  const server = createServer((asked, answer) => {
    const pass = () => {
      const forwarded = request(new URL(asked.url ?? '/', hubUrl), { method: asked.method, headers: { ...asked.headers, host: new URL(hubUrl).host } }, (reply) => {
        answer.writeHead(reply.statusCode ?? 502, reply.headers);
        reply.pipe(answer);
      });
      forwarded.on('error', () => answer.destroy());
      answer.on('close', () => forwarded.destroy());
      asked.pipe(forwarded);
    };
    const table = new URL(asked.url ?? '/', hubUrl).searchParams.get('table');
    if (isHolding && table !== null && !letThrough.includes(table)) held.add(pass);
    else pass();
  }).listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    release: () => {
      isHolding = false;
      for (const pass of held) pass();
      held.clear();
    },
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
