import { problem, type Problem } from '#domain/sync/wire.ts';
import * as z from 'zod';
import { createHubClient, parseJson, textOf } from '../sync/hub-client.ts';

/** How a question to the hub ended: an answer, a refusal of the hub, or no hub at all. */
export type HubReply =
  | { readonly kind: 'answer'; readonly body: unknown }
  | { readonly kind: 'outage'; readonly message: string }
  | { readonly kind: 'problem'; readonly status: number; readonly problem: Problem };

export interface HubAsk {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: unknown;
  readonly token?: string | null;
  /** Milliseconds without a byte after which the line counts as broken. */
  readonly patience?: number;
}

/** Asks the hub single questions; what is followed all the time is the writer's. */
export type AskHub = (ask: HubAsk, certificate: string | null) => Promise<HubReply>;

const usualPatience = 15_000;

export function createHubAsker(url: string): AskHub {
  const { host } = new URL(url);
  return async ({ method, path, body, token = null, patience = usualPatience }, certificate) => {
    const client = createHubClient({ url, token, certificate });
    try {
      const response = await client.request(path, { method, idle: patience, ...(body === undefined ? {} : { body }) });
      return replyOf(response.status, await textOf(response.body), host);
    } catch (cause) {
      return { kind: 'outage', message: `The hub ${host} cannot be reached: ${cause instanceof Error ? cause.message : String(cause)}` };
    } finally {
      client.close();
    }
  };
}

/** What a problem says, in the form of the desk's own routes or in that of the API (RFC 9457). */
const anyProblem = z.union([
  problem,
  z.object({ code: z.string(), detail: z.string(), field: z.string().optional() }).transform(({ detail, ...rest }) => ({ ...rest, message: detail })),
]);

function replyOf(status: number, text: string, host: string): HubReply {
  const body = text === '' ? null : parseJson(text, null);
  if (status >= 200 && status < 300) return { kind: 'answer', body };
  const told = anyProblem.safeParse(body);
  if (told.success && status < 500) return { kind: 'problem', status, problem: told.data };
  return { kind: 'outage', message: told.success ? told.data.message : `What answers at ${host} (status ${status}) is not a Holdfast hub.` };
}
