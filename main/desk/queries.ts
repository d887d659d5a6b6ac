import { getDraft, listOutbox, listReview, type Draft, type PendingCommand, type ReviewItem } from '#domain/desk/queries.ts';
import { commandOf } from '#domain/registry.ts';
import { answer } from '../records/parts/answer.ts';
import type { Stored } from '../records/parts/read.ts';

/** Answers about the desk itself; `desk.status` is the core's own. */
export const deskAnswers = [
  answer(listOutbox, (db) =>
    db
      .all('SELECT id, name, at, state, out_of_sight AS outOfSight, attempts, entity, row_id AS rowId FROM outbox ORDER BY seq')
      .map(
        ({ outOfSight, ...row }) =>
          ({ ...row, title: titleOf(row['name']), state: outOfSight === 1 && row['state'] !== 'accepted' ? 'outOfSight' : row['state'] }) as unknown as PendingCommand,
      ),
  ),
  answer(listReview, (db) =>
    db
      .all(
        `SELECT id, command_id AS commandId, name, kind, code, message, field, at, raised_at AS raisedAt, args, entity, row_id AS rowId, row_title AS rowTitle, clashes, theirs
          FROM review ORDER BY raised_at DESC, id`,
      )
      .map((row) => ({ ...row, title: titleOf(row['name']), args: json(row['args']), clashes: json(row['clashes']), theirs: json(row['theirs']) }) as unknown as ReviewItem),
  ),
  answer(getDraft, (db, { key }) => db.first('SELECT key, value, at FROM drafts WHERE key = ?', key) as Draft | null),
];

/** What a command is called; its own name where a newer desk queued it. */
const titleOf = (name: Stored | undefined): string => commandOf.get(String(name))?.title ?? String(name);

const json = (text: Stored | undefined): unknown => (typeof text === 'string' ? JSON.parse(text) : null);
