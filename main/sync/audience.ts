import type { Grants } from '#domain/kernel/capability.ts';
import { hasKeys, type AnyEntity } from '#domain/kernel/entity.ts';
import { snake, type Id } from '#domain/kernel/names.ts';
import { keysAt, viewScope } from '#domain/kernel/permission.ts';
import type { SessionAnswer } from '#domain/sync/wire.ts';
import { syncedEntities } from '../replica/synced.ts';
import { keyOf } from './pending.ts';
import type { Incoming } from './rebase.ts';
import type { State } from './state.ts';

const step = 2000;

/** The entities of which a member may see rows, parents first. */
export const visibleEntities = (session: SessionAnswer): readonly AnyEntity[] => syncedEntities.filter((entity) => reachOf(session, entity) !== 'none');

/** Takes away at once the rows that a changed session no longer reaches, by the replica's own copy of their keys. */
export function forgetUnseen(state: State): void {
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
}

function unseenIds({ db, session }: State, entity: AnyEntity): readonly string[] {
  const reach = reachOf(session(), entity);
  if (reach === 'all') return [];
  const table = snake(entity.name);
  if (reach === 'none') return db.prepare<[], string>(`SELECT id FROM ${table}`).pluck().all();
  const places = reach.map(() => '?').join(', ');
  return db
    .prepare<unknown[], string>(`SELECT id FROM ${table} WHERE NOT EXISTS (SELECT 1 FROM json_each(visible_to) WHERE value IN (${places}))`)
    .pluck()
    .all(...reach);
}

function reachOf({ grants, userId, teamIds }: SessionAnswer, entity: AnyEntity): readonly string[] | 'all' | 'none' {
  const scope = viewScope(entity, grants as Grants);
  if (!scope || (entity.visibility.kind === 'restricted' && scope !== 'tenant')) return 'none';
  if (!hasKeys(entity)) return 'all';
  // The session was parsed when it came: its ids are ids.
  return keysAt(scope, { grants: grants as Grants, userId: userId as Id<'users'>, teamIds: teamIds as readonly string[] as readonly Id<'teams'>[] }) ?? 'all';
}

/** Whether two sessions see and may do the same. */
export function isSameAudience(one: SessionAnswer, other: SessionAnswer): boolean {
  const canonical = ({ grants, teamIds, userId }: SessionAnswer) => JSON.stringify([userId, teamIds.toSorted(), Object.entries(grants).toSorted()]);
  return canonical(one) === canonical(other);
}
