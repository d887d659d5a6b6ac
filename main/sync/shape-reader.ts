import type { EntityName } from '#domain/kernel/names.ts';
import type { TextRow } from '#domain/sync/codec.ts';
import { HubGarbled, parseJson, refusalOf, textOf, type HubClient } from './hub-client.ts';
import { giveWay } from './right-of-way.ts';
import type { Incoming } from './transport.ts';

/** Bytes of an answer that are parsed at once: a query waits no longer than they take. */
const pieceBytes = 128 * 1024;
/** Where one message ends and the next begins. In a value the quote would be escaped, and none ends before a letter. */
const seam = Buffer.from(',{"key":');

/** A change as the wire carries it. */
export interface WireChange {
  readonly key: string;
  readonly value: TextRow;
  readonly headers: { readonly operation: 'delete' | 'insert' | 'update' };
}

/** One answer of a shape: what changed, and the position after it. */
export interface ShapePart {
  readonly changes: readonly WireChange[];
  readonly handle: string;
  readonly offset: string;
  readonly isUpToDate: boolean;
  /** The position up to which the shape is complete; null where the answer does not say. */
  readonly lsn: bigint | null;
}

/** A shape may be gone (its handle is dead: fetch it anew) or denied (this member has none). */
export type ShapeAnswer = ShapePart | 'denied' | 'gone';

/** Asks once for what follows a position of a shape. Nothing of an answer that is cut short or damaged is used. */
export async function readShape(hub: HubClient, entity: EntityName, at: { readonly handle: string; readonly offset: string } | null, signal: AbortSignal): Promise<ShapeAnswer> {
  const search = new URLSearchParams({ table: entity, offset: at?.offset ?? '-1', ...(at ? { handle: at.handle } : {}) });
  const { status, headers, body } = await hub.request('/v1/shape', { search, signal });
  if (status !== 200) {
    const text = await textOf(body);
    if (status === 409) return 'gone';
    const refusal = refusalOf(status, text);
    if (status === 403 && refusal.code === 'auth.denied') return 'denied';
    throw refusal;
  }
  const handle = headers.get('electric-handle');
  const offset = headers.get('electric-offset');
  if (handle === null || offset === null) throw new HubGarbled(`The hub's answer for ${entity} does not say where it ends.`);
  return partOf(entity, await listOf(body), handle, offset, headers.has('electric-up-to-date'));
}

/** A list of messages, parsed in pieces as it comes. */
async function listOf(body: Incoming['body']): Promise<unknown> {
  const lists: (readonly unknown[])[] = [];
  let parts: Uint8Array[] = [];
  let held = 0;
  let enough = pieceBytes;
  const open = () => (lists.length > 0 ? '[' : '');
  for await (const part of body) {
    parts.push(part);
    held += part.length;
    if (held < enough) continue;
    let rest = Buffer.concat(parts);
    for (let cut = rest.indexOf(seam, pieceBytes); cut !== -1; cut = rest.indexOf(seam, pieceBytes)) {
      const piece = parseJson(`${open()}${rest.toString('utf8', 0, cut)}]`);
      if (!Array.isArray(piece)) return piece;
      lists.push(piece);
      rest = rest.subarray(cut + 1);
      giveWay();
    }
    parts = [rest];
    held = rest.length;
    // An answer without seams is not searched over and over.
    enough = Math.max(pieceBytes, held * 2);
  }
  const last = parseJson(open() + Buffer.concat(parts).toString('utf8'));
  return lists.length > 0 && Array.isArray(last) ? [...lists, last].flat() : last;
}

/** The parts of a message list, checked as far as applying it needs. */
export function partOf(entity: EntityName, messages: unknown, handle: string, offset: string, isUpToDate: boolean): ShapeAnswer {
  if (!Array.isArray(messages)) throw new HubGarbled(`The hub's answer for ${entity} is not a list.`);
  const changes: WireChange[] = [];
  let lsn: bigint | null = null;
  let ended = isUpToDate;
  for (const message of messages) {
    const headers = message?.headers;
    if (headers?.operation !== undefined && typeof message.value?.id === 'string') changes.push(message);
    else if (headers?.control === 'must-refetch') return 'gone';
    else if (headers?.control === 'up-to-date') {
      ended = true;
      if (headers.global_last_seen_lsn !== undefined) lsn = BigInt(headers.global_last_seen_lsn);
    } else if (headers?.control === undefined) throw new HubGarbled(`The hub sent a message for ${entity} that is neither a change nor a control.`);
  }
  return { changes, handle, offset, isUpToDate: ended, lsn };
}
