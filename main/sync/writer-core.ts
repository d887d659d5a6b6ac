import type { Outcome } from '#domain/bridge.ts';
import { commandAnswers, type SessionAnswer } from '#domain/sync/wire.ts';
import { isDamage, isFull, ReplicaFault, type Place, type WriteDb } from '../replica/open.ts';
import { layOver } from './answers.ts';
import { forgetUnseen } from './audience.ts';
import { decideReview } from './decide.ts';
import { HubRefusal } from './hub-client.ts';
import { openJournal, type Journal } from './journal.ts';
import { startLink, type Link } from './link.ts';
import { createOutbox, refused, type Outbox } from './outbox.ts';
import { openOrRebuild, rebuild, reconcileJournal, type Opened } from './repair.ts';
import { createState, type CrashPoint, type State } from './state.ts';
import { createStatus, diskFull, type Status } from './status.ts';
import { transportOver } from './transport.ts';
import type { HubLink, WriterCalls, WriterEvent } from './writer-api.ts';

/** What a writer needs from where it runs. */
export interface WriterOptions {
  readonly onEvent: (event: WriterEvent) => void;
  readonly clock?: () => number;
  readonly random?: () => number;
  /** Called between the steps of the work; a test ends the process there, or throws `Crash`. */
  readonly crashAt?: (point: CrashPoint) => void;
  /** What carries requests to the hub, in place of Node's own client. */
  readonly fetch?: typeof fetch;
  /** Where the migrations of the replica lie. */
  readonly migrations?: string;
}

/** What a test throws from `crashAt` to end a writer within its own process. */
export class Crash extends Error {
  override readonly name = 'Crash';
}

interface Desk {
  readonly place: Place;
  readonly state: State;
  readonly journal: Journal;
  readonly outbox: Outbox;
  readonly status: Status;
  readonly link: Link;
}

/** The writer: the one owner of a replica. `abandon` leaves everything as a killed process would. */
export function createWriterCore({
  onEvent,
  clock = Date.now,
  random = Math.random,
  crashAt = () => {},
  migrations,
  fetch: given,
}: WriterOptions): WriterCalls & { readonly abandon: () => void } {
  let desk: Desk | null = null;
  let isDead = false;
  const emit = (event: WriterEvent) => {
    if (isDead) return;
    onEvent(event);
    if (event.kind === 'changed' && event.sources.length > 0) desk?.status.count();
  };

  const abandon = () => {
    isDead = true;
    const left = desk;
    desk = null;
    if (!left) return;
    left.status.stop();
    void left.link.stop();
    left.state.stop();
    left.journal.close();
    left.state.db.close();
  };

  const onFault = (error: unknown) => {
    if (isDead || !desk) return;
    if (error instanceof Crash) return abandon();
    if (isDamage(error)) return void repair();
    if (isFull(error)) return desk.status.room(false);
    desk.status.failed(error instanceof Error ? error.message : String(error));
  };

  const start = (place: Place, opened: Opened, session: SessionAnswer, hubLink: HubLink): string | null => {
    const journal = openJournal(place);
    const brought = reconcileJournal(opened.db, journal, opened.isFresh);
    const state = createState({ db: opened.db, session, clock, emit, onSettled: journal.drop, crashAt });
    const status = createStatus(opened.db, hubLink.url, state.now, emit);
    const sent = opened.isFresh ? [...state.pending.commands.keys()] : [];
    state.transact(true, () => {
      state.setMeta('opened', new Date(clock()).toISOString());
      if (sent.length > 0) state.absorb([], [], sent);
    });
    forgetUnseen(state);
    const notice = opened.notice ?? (brought.length > 0 ? `The replica was lost. ${brought.length} pending commands were brought back.` : null);
    const link = startLink({ state, status, link: hubLink, transport: given && transportOver(given), emit, random, onFault });
    desk = { place, state, journal, status, link, outbox: createOutbox(state, journal, link.deliver) };
    if (notice) status.notice(notice);
    status.count();
    return notice;
  };

  const shut = async () => {
    const left = desk;
    desk = null;
    if (!left) return;
    await left.link.stop();
    left.status.stop();
    left.state.stop();
    left.journal.close();
    left.state.db.close();
  };

  const repair = async () => {
    const broken = desk;
    if (!broken) return;
    const { place, state } = broken;
    const session = state.session();
    const hubLink = broken.link.current();
    await shut();
    start(place, rebuild(place, migrations, clock), session, hubLink);
    emit({ kind: 'rebuilt' });
  };

  /** Runs a call; what is thrown becomes an outcome, and a damaged file is rebuilt behind it. */
  const guarded = async <Result>(work: (desk: Desk) => Outcome<Result> | Promise<Outcome<Result>>): Promise<Outcome<Result>> => {
    if (!desk) return refused('desk.closed', 'No replica is open.');
    try {
      return await work(desk);
    } catch (error) {
      if (error instanceof Crash) {
        abandon();
        throw error;
      }
      onFault(error);
      return outcomeOf(error);
    }
  };

  return {
    abandon,
    open: async (place, session, hubLink) => {
      await shut();
      try {
        return { ok: true, notice: start(place, openOrRebuild(place, migrations, clock), session, hubLink) };
      } catch (error) {
        if (error instanceof Crash) throw error;
        return outcomeOf(error);
      }
    },
    attach: (session, hubLink) =>
      guarded(({ state, link }) => {
        state.setSession(session);
        forgetUnseen(state);
        link.setHub(hubLink);
        return { ok: true };
      }),
    send: (name, args, id) =>
      guarded(({ outbox, status }) => {
        const outcome = outbox.send(name, args, id);
        status.room(outcome.ok || outcome.code !== 'disk.full');
        return outcome;
      }),
    runOnline: (name, args, id) => guarded((open) => runOnline(open, name, args, id)),
    decide: (reviewId, decision) => guarded(({ state, outbox, journal }) => decideReview(state, outbox, journal, reviewId, decision)),
    saveDraft: (key, value) => guarded(({ state }) => saveDraft(state, key, value)),
    pause: (paused) =>
      guarded(({ link }) => {
        link.setPaused(paused);
        return { ok: true };
      }),
    syncNow: () =>
      guarded(({ link }) => {
        link.now();
        return { ok: true };
      }),
    repair: () =>
      guarded(async () => {
        await repair();
        return { ok: true };
      }),
    exportOutbox: () => guarded(({ state }) => exportOutbox(state)),
    close: async () => {
      const db = desk?.state.db;
      if (desk) {
        await desk.link.stop();
        tidy(db);
      }
      await shut();
      return { ok: true };
    },
  };
}

async function runOnline({ state, link }: Desk, name: string, args: unknown, id: string): Promise<Outcome> {
  const body = { commands: [{ id, name, args, at: new Date(state.now()).toISOString(), drawn: {}, after: [] }] };
  let answers;
  try {
    ({ answers } = await link.hub().json('/v1/commands', commandAnswers, { method: 'POST', body, idle: 15_000 }));
  } catch (error) {
    if (error instanceof HubRefusal) return refused(error.code, error.message);
    return refused('online.failed', 'The hub did not answer. Whether it was done is not known; look before you do it again.');
  }
  const answer = answers.find((given) => given.id === id);
  if (answer?.status !== 'accepted') {
    const told = answer && 'problem' in answer ? answer.problem : { code: 'online.failed', message: 'The hub did not say what became of it.' };
    return refused(told.code, told.message, told.field);
  }
  state.transact(false, () =>
    state.absorb(
      [],
      layOver(state, answer).map(({ key }) => key),
    ),
  );
  const rowId = answer.rows[0]?.row['id'];
  return { ok: true, commandId: id, rowId: typeof rowId === 'string' ? rowId : null };
}

function saveDraft(state: State, key: string, value: string): Outcome<object> {
  state.transact(true, () => {
    if (value === '') state.db.prepare('DELETE FROM drafts WHERE key = ?').run(key);
    else
      state.db
        .prepare('INSERT INTO drafts (key, value, at) VALUES (?, ?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value, at = excluded.at')
        .run(key, value, new Date(state.now()).toISOString());
    state.touched('drafts');
  });
  return { ok: true };
}

function exportOutbox({ db }: State): Outcome<{ readonly json: string; readonly pending: number; readonly entries: number }> {
  const commands = db.prepare('SELECT id, name, args, at, drawn, "after", state, attempts, entity, row_id FROM outbox ORDER BY seq').all();
  const review = db
    .prepare('SELECT id, command_id, name, kind, code, message, field, at, raised_at, args, entity, row_id, row_title, clashes, theirs FROM review ORDER BY raised_at')
    .all();
  const drafts = db.prepare('SELECT key, value, at FROM drafts').all();
  return { ok: true, json: JSON.stringify({ commands, review, drafts }), pending: commands.length, entries: commands.length + review.length + drafts.length };
}

function outcomeOf(error: unknown): Outcome<never> {
  if (error instanceof ReplicaFault) return refused(error.code, error.message);
  if (isFull(error)) return refused('disk.full', diskFull);
  return refused('fault', error instanceof Error ? error.message : String(error));
}

/** Folds the log into the file, for a quick start; a disk that is full keeps the log, and loses nothing. */
function tidy(db: WriteDb | undefined): void {
  try {
    db?.pragma('wal_checkpoint(TRUNCATE)');
  } catch (error) {
    if (!isFull(error)) throw error;
  }
}
