import { X509Certificate } from 'node:crypto';
import * as http from 'node:http';
import * as https from 'node:https';
import { Readable } from 'node:stream';
import * as tls from 'node:tls';

/** One request as it goes over the line. */
export interface Outgoing {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  /** In place of `body`: bytes that are read as they are sent. */
  readonly bytes?: FileBody | undefined;
  readonly signal: AbortSignal | undefined;
  /** Milliseconds without a byte after which the line counts as broken. */
  readonly idle: number;
}

/** A file on its way to the hub. */
export interface FileBody {
  readonly size: number;
  readonly parts: AsyncIterable<Uint8Array>;
}

/** An answer whose body is still on its way; it throws where the body ends early. */
export interface Incoming {
  readonly status: number;
  readonly headers: Headers;
  readonly body: AsyncIterable<Uint8Array>;
}

/** What carries requests; tests put a faulty one in its place. */
export interface Transport {
  readonly send: (request: Outgoing) => Promise<Incoming>;
  readonly close: () => void;
}

/** Connections that are kept while nothing goes over them; with those that are followed live they make a desk's eight. */
const spare = 4;

/** Kept connections of Node's own client. A pinned certificate is the only one that is trusted. */
export function createTransport(secure: boolean, certificate: string | null): Transport {
  const kept = { keepAlive: true, maxFreeSockets: spare };
  const agent = secure ? new https.Agent({ ...kept, ...pinned(certificate) }) : new http.Agent(kept);
  return {
    send: ({ method, url, headers, body, bytes, signal, idle }) =>
      new Promise((resolve, reject) => {
        const size = bytes ? bytes.size : body === null ? null : Buffer.byteLength(body);
        const length: Readonly<Record<string, number>> = size === null ? {} : { 'content-length': size };
        const sent = (secure ? https : http).request(url, { agent, method, headers: { ...headers, ...length }, ...(signal ? { signal } : {}) });
        sent.setTimeout(idle, () => sent.destroy(new Error('The hub does not answer.')));
        sent.on('error', reject);
        sent.on('response', (response) => resolve({ status: response.statusCode ?? 0, headers: headersOf(response), body: whole(response) }));
        if (!bytes) return void sent.end(body);
        // What breaks is told by the request; an answer may come before all is sent.
        Readable.from(bytes.parts, { objectMode: false })
          .on('error', (error) => sent.destroy(error))
          .pipe(sent);
      }),
    close: () => agent.destroy(),
  };
}

/** Carries requests by a `fetch`. */
export function transportOver(base: typeof fetch): Transport {
  return {
    send: async ({ method, url, headers, body, signal }) => {
      const response = await base(url, { method, headers, body, ...(signal ? { signal } : {}) });
      return { status: response.status, headers: response.headers, body: response.body ?? empty() };
    },
    close: () => {},
  };
}

async function* whole(response: http.IncomingMessage): AsyncIterable<Uint8Array> {
  for await (const part of response) yield part;
  if (!response.complete) throw new Error('The hub’s answer was cut short.');
}

async function* empty(): AsyncIterable<Uint8Array> {}

function pinned(certificate: string | null): https.AgentOptions {
  if (!certificate) return {};
  const known = new X509Certificate(certificate);
  return {
    ca: [certificate],
    // The pin is the certificate itself: whatever name a site reaches its hub by, it is the same hub.
    checkServerIdentity: (host, peer) => (peer.raw.equals(known.raw) ? undefined : tls.checkServerIdentity(host, peer)),
  };
}

function headersOf(response: http.IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(response.headers)) if (value !== undefined) headers.set(name, String(value));
  return headers;
}
