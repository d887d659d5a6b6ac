import type { EntityName } from '#domain/kernel/names.ts';
import { ShapeStream, type Message, type Offset } from '@electric-sql/client';
import { randomUUID } from 'node:crypto';
import { refusalOf, textOf, type HubClient } from './hub-client.ts';
import { partOf } from './shape-reader.ts';
import { applyParts, concernsSent } from './shape-writer.ts';
import type { State } from './state.ts';

interface Parts {
  readonly state: State;
  readonly hub: HubClient;
  readonly signal: AbortSignal;
  readonly outcomesKnown: () => Promise<void>;
  readonly onCaughtUp: () => void;
}

/** Follows a hot shape live from where the replica stands. Ends with `gone` when its handle is dead; throws what breaks it. */
export function followLive({ state, hub, signal: outer, outcomesKnown, onCaughtUp }: Parts, entity: EntityName): Promise<'gone'> {
  const position = state.positions.get(entity);
  if (!position) throw new Error(`${entity} has no position to be followed from`);
  return new Promise((resolve, reject) => {
    const own = new AbortController();
    const signal = AbortSignal.any([outer, own.signal]);
    const end = (settle: () => void) => {
      own.abort();
      settle();
    };
    outer.addEventListener('abort', () => end(() => reject(outer.reason)), { once: true });
    const stream = new ShapeStream({
      // The client keeps what it knows of a URL for the life of the process; a URL of its own keeps desks and sessions apart.
      url: `http://desk.invalid/${randomUUID()}`,
      params: { table: entity },
      handle: position.handle,
      offset: position.offset as Offset,
      fetchClient: throughHub(hub),
      signal,
      backoffOptions: { initialDelay: 100, maxDelay: 1000, multiplier: 2, maxRetries: 0 },
      // One loop owns reconnecting: the link.
      onError: (error) => {
        if (!signal.aborted) end(() => reject('status' in error ? refusalOf(Number(error.status), JSON.stringify('json' in error ? error.json : null)) : error));
      },
    });
    const take = async (messages: readonly Message[]) => {
      const part = partOf(entity, messages, stream.shapeHandle ?? position.handle, stream.lastOffset, false);
      if (part === 'gone' || part === 'denied') return end(() => resolve('gone'));
      if (concernsSent(state, [{ entity, part }])) await outcomesKnown();
      if (signal.aborted) return;
      applyParts(state, [{ entity, part }]);
      if (state.takeGaps().length > 0) return end(() => resolve('gone'));
      if (part.isUpToDate) onCaughtUp();
    };
    stream.subscribe((messages) => take(messages).catch((error: unknown) => end(() => reject(error))));
  });
}

/** `fetch` for the shape client: our connections and path, and values left as the text that Postgres printed. */
function throughHub(hub: HubClient): typeof fetch {
  return async (input, init) => {
    const { searchParams } = new URL(input instanceof Request ? input.url : input);
    const { status, headers: sent, body } = await hub.request('/v1/shape', { search: searchParams, ...(init?.signal ? { signal: init.signal } : {}) });
    const headers = new Headers(sent);
    // Without a schema the client leaves every value alone.
    if (headers.has('electric-schema')) headers.set('electric-schema', '{}');
    return new Response(status === 204 || status === 304 ? null : await textOf(body), { status, headers });
  };
}
