import { audienceHeader } from '#domain/sync/wire.ts';
import { randomBytes } from 'node:crypto';
import type { AccessNews } from '../auth/access.ts';
import { concerns } from '../auth/access.ts';
import { audienceTag } from '../auth/audience.ts';
import type { Session, Sessions } from '../auth/sessions.ts';
import type { ShapeRequest, ShapeResponse } from '../engine/types.ts';
import { HttpProblem } from '../http/problem.ts';
import { entityNamed, shapeOf } from './shape.ts';

/** What answers shape requests behind the gatekeeper: the embedded engine, or Electric. */
export type ShapeUpstream = (request: ShapeRequest) => Promise<ShapeResponse>;

/** A desk's own request for a shape, as it came over HTTP. */
export interface DeskRequest {
  readonly token: string | null;
  readonly method: string;
  readonly search: URLSearchParams;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}
export type Gatekeeper = (request: DeskRequest) => Promise<ShapeResponse>;

interface GatekeeperDeps {
  readonly upstream: ShapeUpstream;
  readonly sessions: Pick<Sessions, 'of'>;
  readonly access: Pick<AccessNews, 'on'>;
}

/** What a desk may say: which table, and where it stands. Everything else is the server's. */
const position: ReadonlySet<string> = new Set(['offset', 'handle', 'live', 'cursor', 'live_sse', 'experimental_live_sse', 'log', 'expired_handle', 'cache-buster']);

/** A request that is being answered. */
interface Open {
  readonly session: Session;
  readonly ended: AbortController;
  /** Set once the answer is on its way: whether it may go on after a change of access. */
  recheck: (() => Promise<void>) | null;
  checking: Promise<void> | null;
}

// Made once: a thousand desks abort at the same moment, and every new reason would carry a stack.
const accessChanged = new Error('The access of the member changed.');
const deskGone = new Error('The desk has gone.');

/** Stands before the shapes: the session alone decides table, columns and filter. */
export function createGatekeeper({ upstream, sessions, access }: GatekeeperDeps): Gatekeeper {
  const open = new Set<Open>();
  access.on((change) => {
    for (const entry of open) {
      if (!concerns(change, entry.session)) continue;
      if (entry.recheck) entry.checking = entry.recheck();
      else entry.ended.abort(accessChanged);
    }
  });

  return async ({ token, method, search, headers, signal }) => {
    if (method !== 'GET' && method !== 'HEAD') throw new HttpProblem(405, 'method.notAllowed', `A shape cannot be asked for by ${method}.`);
    for (;;) {
      const entry: Open = { session: await sessions.of(token), ended: new AbortController(), recheck: null, checking: null };
      const { ended } = entry;
      const mustAskAgain = () => ended.signal.reason === accessChanged;
      const close = () => void open.delete(entry);
      open.add(entry);
      signal.addEventListener('abort', () => (close(), ended.abort(deskGone)), { once: true });
      try {
        const asked = askFor(search, entry.session);
        const response = await upstream({ method, search: asked, headers, signal: ended.signal });
        if (!mustAskAgain()) {
          entry.recheck = async () => {
            const now = await sessions.of(token).then(
              (session) => askFor(search, session).toString(),
              () => null,
            );
            if (now !== asked.toString()) ended.abort(accessChanged);
          };
          return guarded(renamed(response, search), entry, close);
        }
        // The member's rights changed while the request waited: it is asked anew, and a new filter makes the old handle a 409.
      } catch (error) {
        close();
        if (!mustAskAgain()) throw error;
      }
      close();
    }
  };
}

/** Turns a desk's request into the only one that this member may make. */
function askFor(search: URLSearchParams, session: Session): URLSearchParams {
  const asked = new URLSearchParams();
  for (const [name, value] of search) {
    if (name !== 'table' && !position.has(name)) throw new HttpProblem(400, 'shape.fixed', `A desk does not choose "${name.slice(0, 60)}" of a shape.`, name.slice(0, 60));
    if (asked.has(name)) throw new HttpProblem(400, 'shape.fixed', `"${name}" was given twice.`, name);
    asked.set(name, value);
  }
  const table = asked.get('table');
  if (table === null) throw new HttpProblem(400, 'shape.table', 'Name the table of the shape.', 'table');
  const entity = entityNamed(table);
  const shape = entity && shapeOf(entity, session);
  // One answer for what is not there and what is not allowed.
  if (!shape) throw new HttpProblem(403, 'auth.denied', 'There is no such shape for you.', 'table', entity?.name);
  const handle = asked.get('handle');
  if (handle !== null) asked.set('handle', plain(handle));
  asked.set('table', shape.table);
  asked.set('columns', shape.columns.map((column) => `"${column}"`).join(','));
  asked.set('where', shape.where);
  for (const [index, value] of shape.params.entries()) asked.set(`params[${index + 1}]`, value);
  return asked;
}

const plain = (handle: string) => handle.replace(/~.*$/, '');

/**
 * A member who leaves a team and comes back is given the very shape that was left, whose handle the desk holds for a
 * stale cache's. Such a handle goes out under another name, which the desk then keeps.
 */
function renamed(response: ShapeResponse, search: URLSearchParams): ShapeResponse {
  const handle = response.headers['electric-handle'];
  if (handle === undefined) return response;
  const held = search.get('handle');
  const expired = search.get('expired_handle');
  const isHeld = held !== null && held !== expired && plain(held) === handle;
  const name = isHeld ? held : expired !== null && plain(expired) === handle ? `${handle}~${randomBytes(6).toString('hex')}` : handle;
  return { ...response, headers: { ...response.headers, 'electric-handle': name } };
}

/** The answer as a desk gets it: never in a shared cache, and cut off when the member's access changes. */
function guarded({ status, headers, body }: ShapeResponse, entry: Open, done: () => void): ShapeResponse {
  const named = Object.entries(headers)
    .map(([name, value]): [string, string] => [name.toLowerCase(), value])
    // No page of another origin has business with a hub.
    .filter(([name]) => !name.startsWith('access-control-'));
  const kept = Object.fromEntries(named.map(([name, value]) => [name, name === 'cache-control' ? privately(value) : value]));
  const answer = { status, headers: { ...kept, vary: 'authorization', [audienceHeader]: audienceTag(entry.session) } };
  if (body === null || typeof body === 'string' || Buffer.isBuffer(body)) {
    done();
    return { ...answer, body };
  }
  return { ...answer, body: cutOff(body, entry, kept['content-type']?.includes('event-stream') ?? false, done) };
}

async function* cutOff(body: AsyncIterable<Buffer | string>, entry: Open, isEvents: boolean, done: () => void): AsyncIterable<Buffer | string> {
  const { signal } = entry.ended;
  try {
    for await (const chunk of body) {
      if (entry.checking) await entry.checking;
      if (signal.aborted) break;
      yield chunk;
    }
  } finally {
    done();
  }
  // A stream of events may end anywhere; half a JSON text must not look whole.
  if (signal.aborted && !isEvents) throw signal.reason;
}

const privately = (value: string) => {
  if (/\b(no-store|no-cache|private)\b/.test(value)) return value;
  return /\bpublic\b/.test(value) ? value.replace(/\bpublic\b/, 'private') : `private, ${value}`;
};
