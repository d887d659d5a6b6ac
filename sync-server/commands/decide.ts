import type { Capability } from '#domain/kernel/capability.ts';
import type { AnyCommand } from '#domain/kernel/command.ts';
import type { Context, Drawn } from '#domain/kernel/context.ts';
import { execute, parseArgs, type Write } from '#domain/kernel/execute.ts';
import { Conflict, Refusal } from '#domain/kernel/failure.ts';
import { entityNames, type EntityName } from '#domain/kernel/names.ts';
import { createRows, rounds, type Rows } from '#domain/kernel/rows.ts';
import { entityOf, ledger, writeOrder } from '#domain/registry.ts';
import type { CommandEnvelope, Problem } from '#domain/sync/wire.ts';
import { auditDenied, auditWrites } from '../audit/record.ts';
import { insertRows, updateRow } from '../db/rows.ts';
import { together, type Transaction } from '../db/transaction.ts';
import { afterMerge } from './after-merge.ts';
import { load } from './load.ts';
import { keepAccepted, keepRefused } from './log.ts';
import { accepted, problem, refused, type Outcome, type Stored } from './outcome.ts';
import type { Caller, Standing } from './standing.ts';

/** What one command is decided on. */
export interface Case {
  readonly tx: Transaction;
  readonly command: AnyCommand;
  readonly caller: Caller;
  readonly envelope: CommandEnvelope;
  readonly standing: Standing;
  readonly draw: Draw;
  readonly beyond?: Beyond | undefined;
  readonly effects?: readonly Effect[] | undefined;
  readonly now: number;
  readonly expected?: Expected | undefined;
}

/** The version of a row that a caller saw (If-Match): at another nothing is done. */
export interface Expected {
  readonly entity: EntityName;
  readonly id: string;
  readonly version: number;
}

/** What a few commands need beyond the rows of their tenant: identities, hosts, other tenants. */
export interface Beyond {
  /** What an operator of the platform may do; empty for everybody else. */
  readonly capabilities: (userId: string) => Promise<readonly Capability[]>;
  /** Does a command's part outside of the tenant; the same command twice does it once. It may refuse, and may have something to say. */
  readonly perform: (command: AnyCommand, args: unknown, context: Context, tx: Transaction) => Promise<Problem | null>;
}

/** What the acceptance of a command sets going, in its own transaction. */
export type Effect = (tx: Transaction, writes: readonly Write[], context: Context, acceptedAt: string) => Promise<void>;

/** Draws on the server what a command needs drawn: it keeps what the desk drew, or replaces it and says so. */
export type Draw = (
  input: Pick<Case, 'caller' | 'command' | 'standing' | 'tx'> & { readonly args: unknown; readonly rows: Rows; readonly at: string; readonly drawn: Drawn },
) => Promise<{
  readonly drawn: Drawn;
  readonly notice?: Problem;
}>;

/** Runs a command on the rows that its member may see, and writes what it says: rows, history, activity, audit. */
export async function decide(input: Case): Promise<Outcome> {
  const { tx, command, caller, envelope, standing, draw, beyond, effects = [], now, expected } = input;
  const acceptedAt = new Date(now).toISOString();
  const at = Date.parse(envelope.at) > now ? acceptedAt : envelope.at;
  const sent: Context = { ...caller, ...viewerIn(standing), commandId: envelope.id, at, drawn: drawnOf(envelope.drawn) };
  let rows: Rows | null = null;
  try {
    const args = parseArgs(command, envelope.args);
    const asking = rounds(command, args, sent);
    let round = asking.next();
    while (!round.done) round = asking.next(await load(tx, caller.tenantId, sent, round.value));
    rows = createRows(round.value);
    if (expected) checkVersion(rows, expected);
    const { drawn, notice: said } = await draw({ tx, command, caller, standing, args, rows, at, drawn: sent.drawn });
    const platform = command.platform && beyond ? await beyond.capabilities(caller.userId) : [];
    const context = { ...sent, drawn, platform };
    const writes = execute(command, args, rows, context, ledger);
    const notice = (await beyond?.perform(command, args, context, tx)) ?? said;
    const [stored] = await together([
      store(tx, writes, acceptedAt),
      auditWrites(tx, command.name, { ...context, ...caller.origin }, writes, acceptedAt, command.about?.(args)),
      keepAccepted(tx, caller, envelope, { rows: writes.map(({ entity, id }) => [entity.name, id]), ...(notice ? { notice } : {}) }, now),
    ]);
    for (const effect of effects) await effect(tx, writes, context, acceptedAt);
    return accepted(context, stored, notice);
  } catch (error) {
    if (error instanceof Conflict) return keepRefused(tx, caller, envelope, await conflict(tx, caller, error, rows), now);
    if (!(error instanceof Refusal)) throw error;
    const args = await afterMerge(tx, caller.tenantId, command, error, envelope.args);
    if (args !== null) return decide({ ...input, envelope: { ...envelope, args } });
    if (error.code === 'auth.denied') await auditDenied(tx, command.name, { ...sent, ...caller.origin }, error.message, acceptedAt);
    return keepRefused(tx, caller, envelope, refused(error.code, error.message, error.field), now);
  }
}

const viewerIn = ({ followUpTeamIds, grants, isExternal, participations, teamGrants, teamIds }: Standing) => ({
  followUpTeamIds,
  grants,
  isExternal,
  participations,
  teamGrants,
  teamIds,
});

function checkVersion(rows: Rows, { entity, id, version }: Expected): void {
  const row = rows.raw(entity, id);
  if (row && row['version'] !== version)
    throw new Refusal('row.stale', 'version', `This ${entityOf[entity].singular.toLowerCase()} has changed since: it is at version ${row['version']}.`);
}

/** Writes rows in the one order of all entities, new ones of one kind together. */
async function store(tx: Transaction, writes: readonly Write[], acceptedAt: string): Promise<readonly Stored[]> {
  const stored = await together(
    writeOrder.map(async ({ name }): Promise<readonly Stored[]> => {
      const own = writes.filter(({ entity }) => entity.name === name).map((write) => ({ ...write, after: { ...write.after, acceptedAt } }));
      const fresh = own.filter(({ before }) => !before).map(({ after }) => ({ ...after, version: 1 }));
      const rows = await together([insertRows(tx, { name }, fresh), ...own.filter(({ before }) => before).map(async (write) => [await updateRow(tx, write)])]);
      return rows.flat().map((row) => ({ entity: name, row }));
    }),
  );
  return stored.flat();
}

/** Says what two people meant differently, and who the other one is. */
async function conflict(tx: Transaction, { tenantId }: Caller, { entity, id, clashes }: Conflict, rows: Rows | null): Promise<Outcome> {
  const name = entityNames.find((known) => known === entity);
  const row = name && rows?.raw(name, id);
  if (!name || !row) throw new Error(`A conflict on ${entity} ${id}, which was not loaded`);
  const history = entityOf[name].history;
  const changed = history
    ? await lastChange(
        tx,
        tenantId,
        String(row[history]),
        clashes.map(({ field }) => field),
      )
    : null;
  const theirs = changed ?? { by: row['updatedBy'], at: row['updatedAt'] };
  return {
    status: 'conflict',
    problem: problem('edit.conflict', `Somebody else has changed this ${entityOf[name].singular.toLowerCase()} in the meantime.`, clashes[0]?.field),
    entity: name,
    rowId: id,
    clashes: clashes.map((clash) => ({ ...clash })),
    theirs: { by: typeof theirs.by === 'string' ? theirs.by : null, at: String(theirs.at) },
  };
}

async function lastChange(tx: Transaction, tenantId: string, caseId: string, fields: readonly string[]): Promise<{ readonly by: string | null; readonly at: string } | null> {
  const { rows } = await tx.query<{ by: string | null; at: Date }>(
    'SELECT created_by AS by, changed_at AS at FROM case_history WHERE tenant_id = $1 AND case_id = $2 AND field_name = ANY($3) ORDER BY accepted_at DESC, id DESC LIMIT 1',
    [tenantId, caseId, fields],
  );
  const [row] = rows;
  return row ? { by: row.by, at: row.at.toISOString() } : null;
}

const drawnOf = ({ caseNumber, provisionalNumber }: CommandEnvelope['drawn']): Drawn => ({
  ...(caseNumber === undefined ? {} : { caseNumber }),
  ...(provisionalNumber === undefined ? {} : { provisionalNumber }),
});
