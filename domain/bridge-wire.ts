import * as z from 'zod';

/**
 * How the bridge crosses a socket, where a shell has no IPC of its own.
 * A window opens `start#token=…`, posts the token to `enterPath` and gets a cookie, then speaks over a WebSocket at `socketPath`.
 * The desk keeps nothing of a window between sockets: after a reconnect the window watches again, and sends again under the same command ids.
 */
export const socketPath = '/bridge';
/** `POST {token}`: 204 with a cookie, or 403 when the token was used or is older than a minute. */
export const enterPath = '/enter';
export const enterRequest = z.strictObject({ token: z.string().min(20).max(200) });
/** A message longer than this closes the socket (code 1009). */
export const longestMessage = 16 * 1024 * 1024;
/** The desk says something at least this often (milliseconds); a window that hears nothing for twice as long reconnects. */
export const beatEvery = 10_000;

/** Names an exchange; the window counts it up within one socket. */
const id = z.int().min(1);
const call = { id, name: z.string().min(1).max(100), args: z.unknown() };

/** What a window says. */
export const fromWindow = z.discriminatedUnion('verb', [
  z.strictObject({ verb: z.literal('query'), ...call }),
  z.strictObject({ verb: z.literal('watch'), ...call }),
  /** Ends the watch of this id. */
  z.strictObject({ verb: z.literal('unwatch'), id }),
  z.strictObject({ verb: z.literal('send'), ...call, commandId: z.uuid().optional() }),
  z.strictObject({ verb: z.literal('device'), ...call }),
]);
export type FromWindow = z.output<typeof fromWindow>;

/** What the desk says. */
export const fromDesk = z.discriminatedUnion('kind', [
  /** The first message of every socket; another `boot` is another process of the desk. */
  z.object({ kind: z.literal('ready'), boot: z.string() }),
  z.object({ kind: z.literal('beat') }),
  /** The answer of a query, or the next answer of a watch. */
  z.object({ kind: z.literal('answer'), id, value: z.unknown() }),
  /** A query or watch that failed; a watch goes on. */
  z.object({ kind: z.literal('failed'), id, code: z.string(), message: z.string() }),
  /** How a command or device call ended: an `Outcome`. */
  z.object({ kind: z.literal('outcome'), id, outcome: z.looseObject({ ok: z.boolean() }) }),
]);
export type FromDesk = z.output<typeof fromDesk>;
