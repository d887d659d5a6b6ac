import { commandAnswers, type CommandAnswer } from '#domain/sync/wire.ts';
import { setTimeout as sleep } from 'node:timers/promises';
import { applyAnswers } from './answers.ts';
import { HubRefusal, type HubClient } from './hub-client.ts';
import type { PendingCommand } from './pending.ts';
import type { State } from './state.ts';

/** Commands and characters of one batch. */
const batchCommands = 100;
const batchLength = 1_000_000;
/** Milliseconds for which news wait for an outcome that is on its way. */
const patience = 3000;

/** Brings the outbox to the hub, in order, and what became of it back. */
export interface Delivery {
  /** Says that there is something to deliver. */
  readonly wake: () => void;
  /** Delivers until the signal; throws what breaks the line. */
  readonly run: (hub: HubClient, signal: AbortSignal, onDelivered: () => Promise<void>) => Promise<void>;
  /** Asks what became of commands whose answer was lost. */
  readonly askOutcomes: (hub: HubClient, signal: AbortSignal) => Promise<void>;
  readonly outcomesKnown: () => Promise<void>;
}

/** The delivery of a replica's outbox. `onAnswered` hears when answers were taken in. */
export function createDelivery(state: State, onAnswers: (answers: { readonly serverTime: string; readonly generation: string }) => void, random: () => number): Delivery {
  let wakeUp = () => {};
  let underWay: Promise<unknown> | null = null;

  const batchOf = (limit: number): readonly PendingCommand[] => {
    const batch: PendingCommand[] = [];
    let length = 0;
    for (const command of state.pending.commands.values()) {
      if (command.state !== 'queued') continue;
      length += command.args.length;
      if (batch.length >= limit || (batch.length > 0 && length > batchLength)) break;
      batch.push(command);
    }
    return batch;
  };

  const mark = (batch: readonly PendingCommand[]) => {
    const sent = state.db.prepare(`UPDATE outbox SET state = 'sent', attempts = attempts + 1 WHERE id = ?`);
    state.transact(false, () => {
      for (const command of batch) {
        sent.run(command.id);
        state.pending.set({ ...command, state: 'sent' });
      }
      state.touched('outbox');
    });
    state.crashAt('batch.marked');
  };

  const post = async (hub: HubClient, batch: readonly PendingCommand[], signal: AbortSignal): Promise<readonly CommandAnswer[]> => {
    const commands = batch.map(({ id, name, args, at, drawn, after }) => ({ id, name, args: JSON.parse(args), at, drawn: JSON.parse(drawn), after }));
    const answered = await hub.json('/v1/commands', commandAnswers, { method: 'POST', body: { commands }, signal, idle: 120_000 });
    onAnswers(answered);
    return answered.answers;
  };

  /** One batch there and back. A batch that the hub cannot read is halved until the command at fault is alone. */
  const deliver = async (hub: HubClient, limit: number, signal: AbortSignal): Promise<'again' | 'retry'> => {
    const batch = batchOf(limit);
    mark(batch);
    let answers;
    try {
      answers = await post(hub, batch, signal);
    } catch (error) {
      if (!(error instanceof HubRefusal) || (error.status !== 400 && error.status !== 413)) throw error;
      const [only] = batch;
      if (batch.length > 1 || !only) {
        applyAnswers(
          state,
          batch.map(({ id }) => ({ id, lsn: '0', status: 'unknown' })),
        );
        return deliver(hub, Math.floor(batch.length / 2), signal);
      }
      answers = [{ id: only.id, lsn: '0', status: 'fault' as const, problem: { code: error.code, message: error.message } }];
    }
    const answered = new Set(answers.map(({ id }) => id));
    // What the hub did not speak of goes again: it knows by the id whether it has it.
    const silent = batch.filter(({ id }) => !answered.has(id)).map(({ id }): CommandAnswer => ({ id, lsn: '0', status: 'unknown' }));
    applyAnswers(state, [...answers, ...silent]);
    return silent.length > 0 || answers.some(({ status }) => status === 'retry') ? 'retry' : 'again';
  };

  const askOutcomes: Delivery['askOutcomes'] = async (hub, signal) => {
    const sent = [...state.pending.commands.values()].filter(({ state: now }) => now === 'sent').map(({ id }) => id);
    for (let at = 0; at < sent.length; at += 500) {
      const ids = sent.slice(at, at + 500);
      const { answers } = await hub.json('/v1/commands/outcomes', commandAnswers, { method: 'POST', body: { ids }, signal });
      const answered = new Set(answers.map(({ id }) => id));
      applyAnswers(state, [...answers, ...ids.filter((id) => !answered.has(id)).map((id): CommandAnswer => ({ id, lsn: '0', status: 'unknown' }))]);
    }
  };

  return {
    wake: () => wakeUp(),
    askOutcomes,
    outcomesKnown: async () => {
      if (underWay) await Promise.race([underWay.catch(() => {}), sleep(patience)]);
    },
    run: async (hub, signal, onDelivered) => {
      for (let failures = 0; !signal.aborted;) {
        if (batchOf(1).length === 0) {
          await new Promise<void>((resolve) => {
            wakeUp = () => {
              signal.removeEventListener('abort', wakeUp);
              resolve();
            };
            signal.addEventListener('abort', wakeUp);
          });
          continue;
        }
        underWay = deliver(hub, batchCommands, signal);
        const result = await underWay.catch((error: unknown) => {
          // The hub is there and cannot do this now: the streams go on, and what became of the batch is asked for.
          if (error instanceof HubRefusal && (error.status >= 500 || error.status === 429)) return 'busy' as const;
          throw error;
        });
        underWay = null;
        failures = result === 'again' ? 0 : failures + 1;
        if (batchOf(1).length === 0 && result !== 'busy') await onDelivered();
        if (failures > 0) await sleep(Math.min(30_000, 250 * 2 ** failures) * (0.5 + random() / 2), undefined, { signal });
        if (result === 'busy') await askOutcomes(hub, signal);
      }
    },
  };
}
