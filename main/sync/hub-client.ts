import { problem, protocol, protocolHeader, type Problem } from '#domain/sync/wire.ts';
import { X509Certificate } from 'node:crypto';
import * as http from 'node:http';
import * as https from 'node:https';
import { Readable } from 'node:stream';
import * as tls from 'node:tls';
import type * as z from 'zod';
import type { HubLink } from './writer-api.ts';

/** The hub said no: `status` and the code of its problem. */
export class HubRefusal extends Error {
  override readonly name = 'HubRefusal';
  readonly status: number;
  readonly code: string;

  constructor(status: number, { code, message }: Problem) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** The hub sent something that cannot be read; nothing of it was taken. */
export class HubGarbled extends Error {
  override readonly name = 'HubGarbled';
}

export interface HubRequest {
  readonly method?: string;
  readonly search?: URLSearchParams;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
  readonly headers?: Readonly<Record<string, string>>;
  /** Milliseconds without a byte after which the line counts as broken. */
  readonly idle?: number;
}

/** Requests to one hub over kept connections. */
export interface HubClient {
  readonly url: string;
  readonly request: (path: string, request?: HubRequest) => Promise<http.IncomingMessage>;
  /** The parsed JSON of a good answer; throws `HubRefusal`, `HubGarbled`, or what broke the line. */
  readonly json: <Schema extends z.ZodType>(path: string, schema: Schema, request?: HubRequest) => Promise<z.output<Schema>>;
  /** `fetch` for the shape client, with the same connections, certificate and token. */
  readonly fetch: typeof fetch;
  readonly close: () => void;
}

/** Requests to the hub of a link; a pinned certificate is the only one that is trusted. */
export function createHubClient({ url, token, certificate }: HubLink): HubClient {
  const base = new URL(url);
  const secure = base.protocol === 'https:';
  const agent = secure ? new https.Agent({ keepAlive: true, ...pinned(certificate) }) : new http.Agent({ keepAlive: true });
  const request: HubClient['request'] = (path, { method = 'GET', search, body, signal, headers = {}, idle = 60_000 } = {}) =>
    new Promise((resolve, reject) => {
      const target = new URL(path, base);
      if (search) target.search = search.toString();
      const payload = body === undefined ? null : JSON.stringify(body);
      const sent = (secure ? https : http).request(target, {
        agent,
        method,
        ...(signal ? { signal } : {}),
        headers: {
          [protocolHeader]: String(protocol.current),
          ...(token ? { authorization: `Bearer ${token}` } : {}),
          ...(payload === null ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload) }),
          ...headers,
        },
      });
      sent.setTimeout(idle, () => sent.destroy(new Error('The hub does not answer.')));
      sent.on('error', reject);
      sent.on('response', resolve);
      sent.end(payload);
    });
  return {
    url,
    request,
    json: async (path, schema, options) => {
      const response = await request(path, options);
      const text = await textOf(response);
      if (response.statusCode !== 200) throw refusalOf(response.statusCode ?? 0, text);
      const parsed = schema.safeParse(parseJson(text));
      if (!parsed.success) throw new HubGarbled(`The hub answered ${path} with something that this desk cannot read.`);
      return parsed.data;
    },
    fetch: async (input, init) => {
      const { pathname, search } = new URL(input instanceof Request ? input.url : input);
      const response = await request(pathname, { search: new URLSearchParams(search), ...(init?.signal ? { signal: init.signal } : {}) });
      const status = response.statusCode ?? 500;
      const bodiless = status === 204 || status === 304;
      // Node's stream is a byte stream; its declaration says less.
      const body = bodiless ? null : (Readable.toWeb(response) as ReadableStream<Uint8Array>);
      if (bodiless) response.resume();
      return new Response(body, { status, headers: headersOf(response) });
    },
    close: () => agent.destroy(),
  };
}

/** What a bad status says, whoever said it. */
export function refusalOf(status: number, text: string): HubRefusal {
  const told = problem.safeParse(parseJson(text, null));
  return new HubRefusal(status, told.success ? told.data : { code: `http.${status}`, message: `The hub answered with status ${status}.` });
}

/** All of a body; a body that ends early is an error. */
export async function textOf(response: http.IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of response) parts.push(part);
  if (!response.complete) throw new HubGarbled('The hub’s answer was cut short.');
  return Buffer.concat(parts).toString('utf8');
}

/** JSON, or `HubGarbled`; with `otherwise`, that instead. */
export function parseJson(text: string, otherwise?: unknown): unknown {
  try {
    return JSON.parse(text);
  } catch {
    if (otherwise !== undefined) return otherwise;
    throw new HubGarbled('The hub’s answer is not JSON.');
  }
}

function pinned(certificate: string | null): https.AgentOptions {
  if (!certificate) return {};
  return {
    ca: [certificate],
    // The pin is the certificate itself: whatever name a site reaches its hub by, it is the same hub.
    checkServerIdentity: (host, peer) => (peer.raw.equals(new X509Certificate(certificate).raw) ? undefined : tls.checkServerIdentity(host, peer)),
  };
}

function headersOf(response: http.IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(response.headers)) if (value !== undefined) headers.set(name, String(value));
  return headers;
}
