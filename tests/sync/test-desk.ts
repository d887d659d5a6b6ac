import * as path from 'node:path';
import type { AnyEntity, AnyRow } from '#domain/kernel/entity.ts';
import { snake } from '#domain/kernel/names.ts';
import type { SignInAnswer } from '#domain/sync/wire.ts';
import { randomBytes } from 'node:crypto';
import { openReader, type ReadDb } from '../../main/replica/open.ts';
import { createRowCodec, type StoredRow } from '../../main/replica/rows.ts';
import type { CrashPoint } from '../../main/sync/state.ts';
import { Crash, createWriterCore } from '../../main/sync/writer-core.ts';
import type { ReplicaPlace, WriterEvent } from '../../main/sync/writer-api.ts';
import { newCommandId } from '../support/ids.ts';
import { temporaryHome } from '../support/world.ts';
import { faultyFetch, type Line } from './faulty-fetch.ts';

/** The places of a writer at which a test may end it. */
export const crashPoints: readonly CrashPoint[] = [
  'answers.applied',
  'answers.before',
  'batch.marked',
  'reconcile.end',
  'rows.applied',
  'rows.before',
  'send.after',
  'send.before',
];

/** A desk's writer in this process, whose line and life a test holds. */
export interface TestDesk {
  readonly name: string;
  readonly line: Line;
  /** Commands that the desk said it took, by id. */
  readonly taken: Map<string, string>;
  /** Commands during which the desk died: they may be there or not, but never twice. */
  readonly doubtful: Set<string>;
  readonly send: (name: string, args: unknown, times?: number) => Promise<void>;
  readonly runOnline: (name: string, args: unknown) => Promise<void>;
  readonly rows: (entity: AnyEntity) => readonly AnyRow[];
  /** Ends the writer now, or at the next passing of a point, and opens it again. */
  readonly crash: (point: string | null) => Promise<void>;
  readonly disarm: () => void;
  /** Opens the writer again if it died. */
  readonly revive: () => Promise<void>;
  readonly outbox: () => readonly { readonly id: string; readonly state: string; readonly outOfSight: number }[];
  readonly reviewed: () => ReadonlySet<string>;
  readonly signInAgain: (answer: SignInAnswer) => Promise<void>;
  readonly needsSignIn: () => boolean;
  readonly status: () => string;
  /** What the desk keeps about one row beside the row itself, for a test that failed. */
  readonly explain: (entity: string, id: string) => string;
  readonly syncNow: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Where a replica lies that nobody has opened yet. */
export const newPlace = (): ReplicaPlace => ({ file: path.join(temporaryHome(), 'replica.db'), key: randomBytes(32).toString('hex') });

/** Opens a desk for somebody who signed in; `taken` are the commands that it took in an earlier life, and `isPlain` gives it the line that desks have in life. */
export async function createTestDesk(name: string, hubUrl: string, first: SignInAnswer, place = newPlace(), taken = new Map<string, string>(), isPlain = false): Promise<TestDesk> {
  const { fetch, line } = faultyFetch();
  const doubtful = new Set<string>();
  let answer = first;
  let armed: string | null = null;
  let isDead = false;
  let needsSignIn = false;
  let last: WriterEvent | null = null;
  let writer = await open();

  async function open() {
    isDead = false;
    const next = createWriterCore({
      ...(isPlain ? {} : { fetch }),
      onEvent: (event) => {
        if (event.kind === 'signInAgain') needsSignIn = true;
        if (event.kind === 'session') answer = { ...answer, session: event.session };
        if (event.kind === 'status') last = event;
      },
      crashAt: (point) => {
        if (point !== armed) return;
        armed = null;
        isDead = true;
        throw new Crash(point);
      },
    });
    const outcome = await next.open(place, answer.session, { url: hubUrl, token: answer.token, certificate: null });
    if (!outcome.ok) throw new Error(`${name}: ${outcome.code} ${outcome.message}`);
    return next;
  }
  let reader: ReadDb | null = null;
  const read = <Row>(sql: string): readonly Row[] => (reader ??= openReader(place)).prepare<[], Row>(sql).all();
  const revive = async () => {
    if (!isDead) return;
    writer.abandon();
    writer = await open();
  };
  return {
    name,
    line,
    taken,
    doubtful,
    revive,
    needsSignIn: () => needsSignIn,
    status: () => JSON.stringify(last),
    explain: (entity, id) =>
      JSON.stringify({
        saved: read<object>(`SELECT * FROM saved_rows WHERE row_id = '${id}'`),
        overlays: read<object>(`SELECT * FROM overlays WHERE row_id = '${id}'`),
        shape: read<object>(`SELECT handle, "offset", lsn, phase, generation FROM shapes WHERE entity = '${entity}'`),
      }),
    disarm: () => {
      armed = null;
    },
    send: async (command, args, times = 1) => {
      await revive();
      const id = newCommandId();
      const outcomes = [];
      for (let n = 0; n < times; n += 1) {
        try {
          const outcome = await writer.send(command, args, id);
          if (outcome.ok) taken.set(id, command);
          outcomes.push(outcome.ok);
        } catch (error) {
          if (!(error instanceof Crash)) throw error;
          if (!taken.has(id)) doubtful.add(id);
          await revive();
        }
      }
      if (new Set(outcomes).size > 1) throw new Error(`${name}: the same command was answered in two ways`);
    },
    runOnline: async (command, args) => {
      await revive();
      try {
        await writer.runOnline(command, args, newCommandId());
      } catch (error) {
        if (!(error instanceof Crash)) throw error;
        await revive();
      }
    },
    rows: (entity) => {
      const codec = createRowCodec(entity);
      return read<StoredRow>(`SELECT ${codec.columns.join(', ')} FROM ${snake(entity.name)} ORDER BY id`).map(codec.fromStored);
    },
    crash: async (point) => {
      if (point !== null) {
        armed = point;
        return;
      }
      writer.abandon();
      writer = await open();
    },
    outbox: () => read('SELECT id, state, out_of_sight AS outOfSight FROM outbox ORDER BY seq'),
    reviewed: () => new Set(read<{ readonly id: string }>('SELECT command_id AS id FROM review').map(({ id }) => id)),
    signInAgain: async (next) => {
      answer = next;
      needsSignIn = false;
      await writer.attach(next.session, { url: hubUrl, token: next.token, certificate: null });
    },
    syncNow: async () => {
      await revive();
      await writer.syncNow();
    },
    close: async () => {
      reader?.close();
      reader = null;
      await writer.close();
    },
  };
}
