import { fromWindow } from '#domain/bridge-wire.ts';
import type { Outcome, QueryName } from '#domain/bridge.ts';
import { commandOf, queries } from '#domain/registry.ts';
import type { FromWindow } from '#domain/bridge-wire.ts';
import type * as z from 'zod';
import { isFull } from '../replica/open.ts';
import type { LiveQueries } from './live-queries.ts';
import type { Run } from './reply.ts';

/** How the dispatcher speaks to one window. */
export interface Port {
  readonly post: (text: string) => void;
  /** Whether the window is behind in reading; answers of watches wait meanwhile, and only the last is sent. */
  readonly congested?: () => boolean;
}

/** One window's side of the bridge. */
export interface Connection {
  /** Takes whatever the window sent; false when it was no message of the bridge. */
  readonly receive: (message: unknown) => boolean;
  /** The window has read what it was sent. */
  readonly drained: () => void;
  readonly close: () => void;
}

interface Deps {
  readonly run: Run;
  readonly live: LiveQueries;
  readonly send: (name: string, args: unknown, id: string | null) => Promise<Outcome>;
  readonly device: (name: string, args: unknown) => Promise<Outcome<object>>;
  /** Told about bugs: what threw where nothing may throw. */
  readonly fault: (where: string, cause: unknown) => void;
}

interface Watch {
  readonly end: () => void;
  waiting: string | null;
}

const queryOf: ReadonlyMap<string, (typeof queries)[number]> = new Map(queries.map((query) => [query.name, query]));

/** The only place where a window's words become queries, commands and device calls; nothing is thrown across. */
export function createDispatcher(deps: Deps): { readonly connect: (port: Port) => Connection } {
  return { connect: (port) => connect(deps, port) };
}

function connect({ run, live, send, device, fault }: Deps, { post, congested = () => false }: Port): Connection {
  const watches = new Map<number, Watch>();
  let closed = false;
  const say = (message: object) => {
    if (!closed) post(JSON.stringify(message));
  };
  const failed = (id: number, code: string, message: string) => say({ kind: 'failed', id, code, message });
  const answered = (id: number, text: string) => `{"kind":"answer","id":${id},"value":${text}}`;

  const query = async (id: number, name: QueryName, args: unknown) => {
    const reply = await run(name, args);
    if (!reply.ok) failed(id, reply.code, reply.message);
    else if (!closed) post(answered(id, reply.text));
  };

  const watch = (id: number, name: QueryName, args: unknown) => {
    watches.get(id)?.end();
    const own: Watch = { end: () => undefined, waiting: null };
    watches.set(id, own);
    const end = live.watch(name, args, {
      next: (text) => {
        if (congested()) own.waiting = answered(id, text);
        else if (!closed) post(answered(id, text));
      },
      failed: (code, message) => {
        own.waiting = null;
        failed(id, code, message);
      },
    });
    watches.set(id, Object.assign(own, { end }));
  };

  const outcome = (id: number, where: string, work: () => Promise<Outcome<object>>) => {
    work()
      .catch((cause: unknown): Outcome<object> => {
        fault(where, cause);
        if (isFull(cause)) return { ok: false, code: 'disk.full', message: 'The disk of this computer is full. Make room and try again; nothing that was saved is lost.' };
        return { ok: false, code: 'desk.fault', message: 'Something went wrong in this desk; it was written to its log. Nothing that was saved is lost.' };
      })
      .then((value) => say({ kind: 'outcome', id, outcome: value }))
      .catch((cause: unknown) => fault(where, cause));
  };

  const take = (message: FromWindow) => {
    const { id } = message;
    if (message.verb === 'unwatch') {
      watches.get(id)?.end();
      watches.delete(id);
      return;
    }
    const { verb, name, args } = message;
    if (verb === 'device') return outcome(id, name, () => device(name, args));
    if (verb === 'send') {
      if (!commandOf.has(name)) return say({ kind: 'outcome', id, outcome: { ok: false, code: 'command.unknown', message: `This desk has no command “${name}”.` } });
      return outcome(id, name, () => send(name, args, message.commandId ?? null));
    }
    const contract = queryOf.get(name);
    if (!contract) return failed(id, 'query.unknown', `This desk has no query “${name}”.`);
    const parsed = contract.args.safeParse(args);
    if (!parsed.success) return failed(id, 'args.invalid', firstIssue(parsed.error));
    if (verb === 'watch') return watch(id, contract.name, parsed.data);
    query(id, contract.name, parsed.data).catch((cause: unknown) => {
      fault(name, cause);
      failed(id, 'desk.fault', 'This answer failed; the fault was written to the log.');
    });
  };

  return {
    receive: (message) => {
      const parsed = fromWindow.safeParse(message);
      if (parsed.success) take(parsed.data);
      return parsed.success;
    },
    drained: () => {
      for (const own of watches.values()) {
        if (own.waiting && !closed) post(own.waiting);
        own.waiting = null;
      }
    },
    close: () => {
      closed = true;
      for (const { end } of watches.values()) end();
      watches.clear();
    },
  };
}

/** What is wrong with arguments, in one line that names the place. */
export function firstIssue({ issues: [issue] }: z.ZodError): string {
  const place = issue?.path.join('.');
  return place ? `${place}: ${issue?.message}` : (issue?.message ?? 'invalid');
}
