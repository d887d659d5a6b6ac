import { leaseAnswer } from '#domain/sync/wire.ts';
import { remainingNumbers } from '../cases/draw.ts';
import type { HubClient } from './hub-client.ts';
import type { Incoming } from './rebase.ts';
import type { State } from './state.ts';

/** Numbers below which a new block is leased. */
const few = 10;

/** Leases case numbers while there is a line, so that there are some when there is none. */
export async function leaseNumbers(state: State, hub: HubClient, signal: AbortSignal): Promise<void> {
  const { deviceId, timeZone, grants } = state.session();
  if (!grants['cases.open']) return;
  const remaining = remainingNumbers(state.db, { deviceId, timeZone, at: new Date(state.now()).toISOString() });
  if (Object.values(remaining).every((left) => left >= few)) return;
  const { blocks } = await hub.json('/v1/numbers/lease', leaseAnswer, { method: 'POST', body: { remaining }, signal });
  const codec = state.store.codec('numberBlocks');
  const incoming = blocks.map((block): Incoming => ({ entity: 'numberBlocks', id: String(block['id']), kind: 'put', row: codec.toStored(block) }));
  state.transact(false, () => state.absorb(incoming));
}
