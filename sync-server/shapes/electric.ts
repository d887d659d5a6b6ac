import type { ShapeResponse } from '../engine/types.ts';
import type { ShapeUpstream } from './gatekeeper.ts';

/** Where an Electric is and what opens it. */
export interface ElectricPlace {
  readonly url: string;
  readonly secret: string | null;
}

// Of a connection, not of an answer; and what no longer holds once fetch has read the body.
const dropped: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'transfer-encoding',
  'content-encoding',
  'content-length',
  'date',
  'server',
  'upgrade',
  'trailer',
  'set-cookie',
]);

/** The address of Electric's shapes, from a base address or from the full one. */
export function shapeAddress(url: string): URL {
  const address = new URL(url);
  if (!address.pathname.endsWith('/v1/shape')) address.pathname = `${address.pathname.replace(/\/$/, '')}/v1/shape`;
  return address;
}

/** Passes shape requests on to Electric and its answers back, streaming, byte for byte. */
export function createElectricUpstream({ url, secret }: ElectricPlace): ShapeUpstream {
  return async ({ method, search, headers, signal }): Promise<ShapeResponse> => {
    const address = shapeAddress(url);
    for (const [name, value] of search) address.searchParams.set(name, value);
    if (secret !== null) address.searchParams.set('secret', secret);
    const etag = headers['if-none-match'];
    let answer: Response;
    try {
      answer = await fetch(address, { method, signal, headers: { 'accept-encoding': 'identity', ...(etag ? { 'if-none-match': etag } : {}) } });
    } catch (error) {
      if (signal.aborted) throw error;
      // The cause may hold the address and with it the secret: it is not passed on.
      return {
        status: 503,
        headers: { 'content-type': 'application/json', 'cache-control': 'no-store', 'retry-after': '2' },
        body: JSON.stringify({ code: 'electric.unreachable', message: 'The sync engine behind this hub does not answer. Try again soon.' }),
      };
    }
    const kept = [...answer.headers].filter(([name]) => !dropped.has(name));
    return { status: answer.status, headers: Object.fromEntries(kept), body: answer.body && method !== 'HEAD' ? buffers(answer.body) : null };
  };
}

async function* buffers(body: ReadableStream<Uint8Array>): AsyncIterable<Buffer> {
  for await (const chunk of body) yield Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
}
