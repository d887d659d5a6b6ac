import type { AnyEntity } from '#domain/kernel/entity.ts';
import { snake } from '#domain/kernel/names.ts';
import { audienceOf as reachIn } from '#domain/kernel/permission.ts';
import { viewerOf } from '#domain/sync/viewer.ts';
import { audienceHeader, type SessionAnswer } from '#domain/sync/wire.ts';
import { fetchedEntities, syncedEntities } from '../replica/synced.ts';
import type { HubClient } from './hub-client.ts';
import { keyOf } from './pending.ts';
import type { Incoming } from './rebase.ts';
import type { State } from './state.ts';

const step = 2000;

/** The entities of which a member may see rows, in the order of the first fetch. */
export const visibleEntities = (session: SessionAnswer): readonly AnyEntity[] => fetchedEntities.filter((entity) => reachOf(session, entity) !== 'none');

/** Takes away at once the rows that a changed session no longer reaches, by the replica's own copy of their keys. */
export function forgetUnseen(state: State): void {
  const { audience } = state.session();
  // Looking at every row takes seconds in a large replica, so it is done when something has changed.
  if (state.meta('audience') === audience) return;
  for (const entity of syncedEntities) {
    const ids = unseenIds(state, entity);
    const position = state.positions.get(entity.name);
    // The old filter may come back with its old handle, but the rows would not: what is fetched next is fetched whole.
    if (ids.length > 0 && position) state.transact(false, () => state.positions.set(entity.name, { ...position, offset: '-1' }));
    for (let at = 0; at < ids.length; at += step) {
      const gone = ids.slice(at, at + step);
      state.transact(false, () => {
        for (const id of gone) state.covers.dropOverlay(keyOf(entity.name, id));
        state.absorb(gone.map((id): Incoming => ({ entity: entity.name, id, kind: 'remove', row: {} })));
      });
    }
  }
  state.transact(false, () => {
    state.setMeta('audience', audience);
    // Shapes that were fetched under the other rights are asked for again, whether or not they have news.
    state.setMeta('complete', '[]');
  });
}

function unseenIds({ db, session, covers }: State, entity: AnyEntity): readonly string[] {
  const reach = reachOf(session(), entity);
  if (reach === 'all') return [];
  const held = covers.held(entity.name);
  const places = reach === 'none' ? '' : reach.map(() => '?').join(', ');
  const unseen = db
    .prepare<unknown[], string>(`SELECT id FROM ${snake(entity.name)} WHERE NOT EXISTS (SELECT 1 FROM json_each(visible_to) WHERE value IN (${places}))`)
    .pluck()
    .all(...(reach === 'none' ? [] : reach));
  const isUnseen = (id: string) => {
    const keys: unknown = JSON.parse(String(covers.base(keyOf(entity.name, id))?.['visible_to'] ?? '[]'));
    return reach === 'none' || !Array.isArray(keys) || !keys.some((key) => reach.includes(String(key)));
  };
  // What is shown decides, and what the server said of rows that a pending command covers.
  return [...new Set([...unseen, ...[...held].filter((id) => covers.isCovered(keyOf(entity.name, id)) && isUnseen(id))])];
}

function reachOf(session: SessionAnswer, entity: AnyEntity): readonly string[] | 'all' | 'none' {
  const keys = reachIn(entity, viewerOf(session));
  return keys === undefined ? 'none' : (keys ?? 'all');
}

/** The hub answered under other rights than those that this desk's rows belong to. */
export class AudienceChanged extends Error {
  override readonly name = 'AudienceChanged';
}

/** A hub whose shapes are taken only as long as they are those of one audience: rights may come back before anybody has told that they went. */
export function onlyFor(audience: string, hub: HubClient): HubClient {
  return {
    ...hub,
    request: async (path, request) => {
      const answer = await hub.request(path, request);
      const told = answer.headers.get(audienceHeader);
      if (told !== null && told !== audience) throw new AudienceChanged('The hub answered under other rights.');
      return answer;
    },
  };
}
