import { commandAnswers, type CommandAnswer } from '#domain/sync/wire.ts';
import { accept } from './answers.ts';
import type { HubClient } from './hub-client.ts';
import { keyOf, type Key } from './pending.ts';
import type { State } from './state.ts';
import type { EntityName } from '#domain/kernel/names.ts';

const atOnce = 500;

/**
 * The hub's history is another one than before: it was restored, rewound or replaced. Asks it by id for everything
 * that this desk saw accepted in the last seven days; what it has never seen becomes pending again, in its old order.
 */
export async function offerAgain(state: State, hub: HubClient, generation: string, signal: AbortSignal): Promise<void> {
  const week = new Date(state.now() - 7 * 86_400_000).toISOString();
  state.transact(false, () => state.db.prepare('DELETE FROM settled WHERE settled_at < ?').run(week));
  const known = state.meta('generation');
  if (known === generation) return;
  if (known !== null) {
    const { db } = state;
    // Positions of the old history say nothing about the new one.
    state.transact(false, () => db.prepare(`UPDATE shapes SET lsn = '0'`).run());
    state.positions.reload();
    const ids = db.prepare<[], string>(`SELECT id FROM (SELECT id, seq FROM settled UNION ALL SELECT id, seq FROM outbox WHERE state = 'accepted') ORDER BY seq`).pluck().all();
    const strays = [...state.covers.overlays].filter(([, { commandId }]) => !ids.includes(commandId)).map(([key]) => key);
    state.transact(false, () => {
      for (const key of strays) state.covers.dropOverlay(key);
      state.absorb([], strays);
    });
    for (let at = 0; at < ids.length; at += atOnce) {
      const { answers } = await hub.json('/v1/commands/outcomes', commandAnswers, { method: 'POST', body: { ids: ids.slice(at, at + atOnce) }, signal });
      state.transact(false, () => take(state, answers));
    }
  }
  state.transact(false, () => state.setMeta('generation', generation));
}

function take(state: State, answers: readonly CommandAnswer[]): void {
  const { db } = state;
  const concerned = new Set<Key>();
  const revived: string[] = [];
  const revive = db.prepare(
    `INSERT OR IGNORE INTO outbox (seq, id, name, args, at, drawn, "after", state, entity, row_id) SELECT seq, id, name, args, at, drawn, "after", 'queued', entity, row_id FROM settled WHERE id = ?`,
  );
  for (const answer of answers) {
    const { id } = answer;
    for (const { entity, row_id } of db
      .prepare('SELECT entity, row_id FROM outbox_rows WHERE command_id = ? UNION SELECT entity, row_id FROM overlays WHERE command_id = ?')
      .all(id, id) as readonly {
      entity: EntityName;
      row_id: string;
    }[]) {
      concerned.add(keyOf(entity, row_id));
      state.covers.dropOverlay(keyOf(entity, row_id));
    }
    const isWaiting = db.prepare(`SELECT 1 FROM outbox WHERE id = ? AND state = 'accepted'`).get(id) !== undefined;
    if (answer.status === 'unknown') {
      revived.push(id);
      revive.run(id);
      db.prepare('DELETE FROM settled WHERE id = ?').run(id);
      db.prepare('DELETE FROM outbox_rows WHERE command_id = ?').run(id);
      db.prepare(`UPDATE outbox SET state = 'queued', lsn = NULL WHERE id = ?`).run(id);
    } else if (answer.status === 'accepted' && isWaiting) {
      db.prepare('DELETE FROM outbox_rows WHERE command_id = ?').run(id);
      db.prepare('UPDATE outbox SET lsn = ? WHERE id = ?').run(answer.lsn, id);
      state.settling.reload();
      for (const key of accept(state, answer)) concerned.add(key);
    }
  }
  state.pending.reload();
  state.settling.reload();
  state.absorb([], concerned, revived);
}
