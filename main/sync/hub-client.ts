import { problem, protocol, protocolHeader, type Problem } from '#domain/sync/wire.ts';
import type * as z from 'zod';
import { createTransport, type FileBody, type Incoming, type Transport } from './transport.ts';
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
  /** A file in place of a body. */
  readonly bytes?: FileBody;
  readonly signal?: AbortSignal;
  readonly headers?: Readonly<Record<string, string>>;
  /** Milliseconds without a byte after which the line counts as broken. */
  readonly idle?: number;
}

/** Requests to one hub. */
export interface HubClient {
  readonly url: string;
  readonly request: (path: string, request?: HubRequest) => Promise<Incoming>;
  /** The parsed JSON of a good answer; throws `HubRefusal`, `HubGarbled`, or what broke the line. */
  readonly json: <Schema extends z.ZodType>(path: string, schema: Schema, request?: HubRequest) => Promise<z.output<Schema>>;
  readonly close: () => void;
}

/** Requests to the hub of a link, with its token and certificate; `heard` is called for everything that comes from it. */
export function createHubClient({ url, token, certificate }: HubLink, given?: Transport, heard?: () => void): HubClient {
  const base = new URL(url);
  const transport = given ?? createTransport(base.protocol === 'https:', certificate);
  const request: HubClient['request'] = async (path, { method = 'GET', search, body, bytes, signal, headers = {}, idle = 60_000 } = {}) => {
    const target = new URL(path, base);
    if (search) target.search = search.toString();
    const named = {
      [protocolHeader]: String(protocol.current),
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(bytes ? { 'content-type': 'application/octet-stream' } : {}),
      ...headers,
    };
    const answer = await transport.send({ method, url: target, headers: named, body: body === undefined ? null : JSON.stringify(body), bytes, signal, idle });
    heard?.();
    return heard ? { ...answer, body: each(answer.body, heard) } : answer;
  };
  return {
    url,
    request,
    json: async (path, schema, options) => {
      const { status, body } = await request(path, options);
      const text = await textOf(body);
      if (status !== 200) throw refusalOf(status, text);
      const parsed = schema.safeParse(parseJson(text));
      if (!parsed.success) throw new HubGarbled(`The hub answered ${path} with something that this desk cannot read.`);
      return parsed.data;
    },
    close: transport.close,
  };
}

async function* each(body: Incoming['body'], heard: () => void): Incoming['body'] {
  for await (const part of body) {
    heard();
    yield part;
  }
}

/** What a bad status says, whoever said it. */
export function refusalOf(status: number, text: string): HubRefusal {
  const told = problem.safeParse(parseJson(text, null));
  return new HubRefusal(status, told.success ? told.data : { code: `http.${status}`, message: `The hub answered with status ${status}.` });
}

/** All of a body. */
export async function textOf(body: Incoming['body']): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of body) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}

/** JSON, or `HubGarbled`; with `otherwise`, that instead. */
export function parseJson(text: string, otherwise?: unknown): unknown {
  try {
    return JSON.parse(text);
  } catch {
    if (otherwise !== undefined) return otherwise;
    throw new HubGarbled('The hub’s answer is not JSON, or was cut short.');
  }
}
