import type { DeviceCalls, Outcome } from '#domain/bridge.ts';
import type { AnyRow } from '#domain/kernel/entity.ts';
import type { EntityName } from '#domain/kernel/names.ts';
import { entityOf } from '#domain/registry.ts';
import * as z from 'zod';
import type { AskHub } from '../vault/hub-client.ts';

const row = z.looseObject({ id: z.uuid() });
const page = z.object({ data: z.array(row), next: z.string().nullable() });

interface Deps {
  readonly ask: AskHub;
  readonly now: () => number;
}
type Line = { readonly token: string | null; readonly certificate: string | null };
type Read = DeviceCalls['online.read'];

/** Where the API has the rows of an entity. */
const pathOf = (name: EntityName): string => entityOf[name].path ?? name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** Reads rows that no replica holds from the hub, as its API gives them to the member at this desk. */
export async function readOnline({ ask, now }: Deps, { token, certificate }: Line, { entity, id, search = {} }: Read['args']): Promise<Outcome<Read['result']>> {
  const address = `/api/v1/${pathOf(entity)}${id ? `/${id}` : ''}`;
  const query = new URLSearchParams(search).toString();
  const reply = await ask({ method: 'GET', path: query ? `${address}?${query}` : address, token }, certificate);
  if (reply.kind === 'outage') return { ok: false, code: 'hub.unreachable', message: reply.message };
  if (reply.kind === 'problem') return { ok: false, code: reply.problem.code, message: reply.problem.message };
  const at = new Date(now()).toISOString();
  const parsed = id ? row.transform((one) => ({ data: [one], next: null })).safeParse(reply.body) : page.safeParse(reply.body);
  if (!parsed.success) return { ok: false, code: 'hub.unreadable', message: 'The hub’s answer cannot be read: hub and desk may be of different versions.' };
  return { ok: true, rows: parsed.data.data satisfies readonly AnyRow[], next: parsed.data.next, at };
}
