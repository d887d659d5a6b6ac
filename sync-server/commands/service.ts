import type { Id } from '#domain/kernel/names.ts';
import type { AnyCommand } from '#domain/kernel/command.ts';
import type { Write } from '#domain/kernel/execute.ts';
import { commandOf } from '#domain/registry.ts';
import type { CommandAnswer, CommandEnvelope } from '#domain/sync/wire.ts';
import type pg from 'pg';
import { auditDenied } from '../audit/record.ts';
import { grantsOfKey } from '../auth/api-keys.ts';
import { commitInTenant, type Transaction } from '../db/transaction.ts';
import type { Log } from '../engine/log.ts';
import { createBeat } from './beat.ts';
import { decide, type Beyond, type Draw, type Effect, type Expected } from './decide.ts';
import { answerOf, answerTo, parentProblem, problem, refused, type Outcome } from './outcome.ts';
import { countFault, keepRefused, RepeatedElsewhere } from './log.ts';
import { readOpening, type Caller, type Standing } from './standing.ts';
import { isOutage, problemOf } from './violation.ts';

/** Executes the commands of desks, each at most once, each in a transaction of its own. */
export interface CommandService {
  readonly run: (caller: Caller, envelope: CommandEnvelope, expected?: Expected) => Promise<CommandAnswer>;
  /** What became of commands whose answer was lost; it runs nothing. */
  readonly outcomes: (caller: Caller, ids: readonly string[]) => Promise<readonly CommandAnswer[]>;
  readonly stop: () => Promise<void>;
}

interface CommandServiceDeps {
  readonly pool: pg.Pool;
  readonly log: Log;
  readonly now: () => number;
  /** What the server draws for a command, such as the number of a case. */
  readonly draw: Draw;
  readonly beyond?: Beyond;
  readonly effects?: readonly Effect[];
  /** Hears what a command wrote once that is committed, and before it is answered. */
  readonly written?: (writes: readonly Write[]) => void;
  readonly commands?: ReadonlyMap<string, AnyCommand>;
}

// Longer than any lease, and than the log of commands is kept: an older command could have been executed and forgotten.
const tooOld = 60 * 86_400_000;
const argumentsAtMost = 1_000_000;
const depthAtMost = 64;
const notActive = refused('auth.denied', 'You are no longer an active member here.');

/** Serves commands on a database, as the serving role. */
export function createCommandService({ pool, log, now, draw, beyond, effects = [], written = () => {}, commands = commandOf }: CommandServiceDeps): CommandService {
  const beat = createBeat(pool, log);

  /** A machine stands where its member does, with the rights of its key alone. */
  const standingOf = async (tx: Transaction, { tenantId, apiKeyId }: Caller, member: Standing | null): Promise<Standing | null> => {
    if (!apiKeyId || !member) return member;
    const grants = await grantsOfKey(tx, tenantId, apiKeyId, now());
    return grants && { ...member, grants, teamIds: [], followUpTeamIds: [], teamGrants: [], isExternal: false };
  };

  const attempt = async (command: AnyCommand, caller: Caller, envelope: CommandEnvelope, expected?: Expected): Promise<CommandAnswer> => {
    let writes: readonly Write[] = [];
    const keep: Effect = async (_tx, all) => void (writes = all);
    const { result, lsn } = await commitInTenant(pool, caller.tenantId, async (tx) => {
      const opening = await readOpening(tx, caller, envelope.id, envelope.after);
      const { logged } = opening;
      const standing = await standingOf(tx, caller, opening.standing);
      if (logged && logged.status !== 'retry') return answerTo(tx, caller, standing, envelope.id, logged);
      const waiting = parentProblem(opening.parents);
      if (waiting?.status === 'retry') return answerOf(envelope.id, waiting);
      const objection = waiting ?? objectionTo(envelope);
      if (!objection && !standing) await auditNotActive(tx, caller, envelope);
      if (objection || !standing) return answerOf(envelope.id, await keepRefused(tx, caller, envelope, objection ?? notActive, now()));
      return answerOf(envelope.id, await decide({ tx, command, caller, envelope, standing, draw, beyond, effects: [...effects, keep], now: now(), expected }));
    });
    written(writes);
    return { ...result, lsn };
  };

  const auditNotActive = (tx: Transaction, caller: Caller, { id, name }: CommandEnvelope) => {
    const at = new Date(now()).toISOString();
    return auditDenied(tx, name, { ...caller, ...caller.origin, commandId: id, at }, notActive.problem.message, at);
  };

  /** What is wrong with a command whatever it says. */
  const objectionTo = (envelope: CommandEnvelope): Outcome | null => {
    if (now() - Date.parse(envelope.at) > tooOld) return refused('command.tooOld', 'This was done more than 60 days ago; it is not carried out any more.', 'at');
    if (isDeeper(envelope.args, depthAtMost)) return refused('field.invalid', 'A value is nested too deep.', 'args');
    if ((JSON.stringify(envelope.args)?.length ?? 0) > argumentsAtMost) return refused('command.tooLarge', 'This is larger than a command may be.', 'args');
    return null;
  };

  const fail = async (caller: Caller, envelope: CommandEnvelope, error: unknown): Promise<CommandAnswer> => {
    const found = problemOf(error);
    if (found) {
      const { result, lsn } = await commitInTenant(pool, caller.tenantId, (tx) => keepRefused(tx, caller, envelope, { status: 'refused', problem: found }, now()));
      return { ...answerOf(envelope.id, result), lsn };
    }
    if (isOutage(error)) {
      log.warn({ err: error, command: envelope.name }, 'the database was away during a command');
      return again(envelope.id, 'hub.unavailable', 'The hub cannot reach its database; try again.');
    }
    log.error({ err: error, command: envelope.name, id: envelope.id }, 'a command failed');
    const { result, lsn } = await commitInTenant(pool, caller.tenantId, (tx) => countFault(tx, caller, envelope, now()));
    return { ...answerOf(envelope.id, result), lsn };
  };

  /** Whoever hears what a command did, or met, waits until the shapes have passed the place that the answer names. */
  const follow = (answers: readonly CommandAnswer[]) => {
    if (answers.some(({ status }) => status === 'accepted' || status === 'conflict')) beat.touch();
  };

  const run = async (caller: Caller, envelope: CommandEnvelope, expected?: Expected): Promise<CommandAnswer> => {
    const command = commands.get(envelope.name);
    if (!command) return { id: envelope.id as Id, lsn: '0', ...refused('command.unknown', `This hub is older than your desk: it does not know “${envelope.name}”.`, 'name') };
    for (let tries = 1; ; tries++) {
      try {
        return await attempt(command, caller, envelope, expected);
      } catch (error) {
        // Somebody else took the key, or is executing this very command: look once more at what is there now.
        if (tries < 3 && (error instanceof RepeatedElsewhere || problemOf(error)?.code === 'unique.taken' || problemOf(error)?.code === 'command.duplicate')) continue;
        return await fail(caller, envelope, error).catch((failure: unknown) => {
          log.error({ err: failure, command: envelope.name, id: envelope.id }, 'what became of a command could not be written down');
          return again(envelope.id, 'hub.unavailable', 'The hub cannot reach its database; try again.');
        });
      }
    }
  };

  return {
    run: async (caller, envelope, expected) => {
      const answer = await run(caller, envelope, expected);
      follow([answer]);
      return answer;
    },
    outcomes: async (caller, ids) => {
      const { result, lsn } = await commitInTenant(pool, caller.tenantId, async (tx) => {
        const answers: Omit<CommandAnswer, 'lsn'>[] = [];
        for (const id of ids) {
          const { logged, standing } = await readOpening(tx, caller, id, []);
          answers.push(logged && logged.status !== 'retry' ? await answerTo(tx, caller, standing, id, logged) : { id, status: 'unknown' });
        }
        return answers;
      });
      const answered = result.map((answer) => ({ ...answer, lsn }) as CommandAnswer);
      follow(answered);
      return answered;
    },
    stop: beat.stop,
  };
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1));
}

const again = (id: string, code: string, message: string): CommandAnswer => ({ id, lsn: '0', status: 'retry', problem: problem(code, message) });
