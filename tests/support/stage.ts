import { grantsOf, type ExternalRole, type RoleName } from '#domain/kernel/capability.ts';
import type { Context } from '#domain/kernel/context.ts';
import type { AnyRow } from '#domain/kernel/entity.ts';
import { execute, parseArgs, type Write } from '#domain/kernel/execute.ts';
import { Conflict, Refusal } from '#domain/kernel/failure.ts';
import type { EntityName } from '#domain/kernel/names.ts';
import { newRow } from '#domain/kernel/new-row.ts';
import { maySee } from '#domain/kernel/permission.ts';
import { gather, type Need } from '#domain/kernel/rows.ts';
import { visibleTo } from '#domain/kernel/visible-to.ts';
import { commandOf, entityOf, ledger, writeOrder } from '#domain/registry.ts';

/** The `n`-th made-up id of a test. */
export const idOf = (n: number): string => `0195e6a0-0000-7000-8000-${String(n).padStart(12, '0')}`;

const tenantId = idOf(900_000);

/** Rows in memory, and commands that run on them by the real executor: what a desk does without its database. */
export interface Stage {
  readonly add: (entity: EntityName, values: Readonly<Record<string, unknown>>) => string;
  readonly rows: (entity: EntityName, where?: Readonly<Record<string, unknown>>) => readonly AnyRow[];
  readonly row: (entity: EntityName, id: string) => AnyRow;
  readonly run: (name: string, args: unknown, who?: Partial<Context> & { readonly role?: ExternalRole | RoleName }) => readonly Write[];
  /** The code and field by which a command is refused, or `done`. */
  readonly outcome: (...call: Parameters<Stage['run']>) => string;
}

/** An empty stage on which a member acts. */
export function createStage(me: string): Stage {
  const tables = new Map<EntityName, Map<string, AnyRow>>();
  const tableOf = (name: EntityName) => tables.get(name) ?? tables.set(name, new Map()).get(name) ?? new Map<string, AnyRow>();
  let made = 0;
  const find = (name: EntityName, where: Readonly<Record<string, unknown>>) =>
    [...tableOf(name).values()].filter((row) => Object.entries(where).every(([key, value]) => row[key] === value));
  const put = (name: EntityName, row: AnyRow) => {
    const source = { row: (of: EntityName, id: string) => tableOf(of).get(id), find, entity: (of: EntityName) => entityOf[of] };
    tableOf(name).set(row.id, { ...row, visibleTo: visibleTo(entityOf[name], row, source) });
  };
  const run: Stage['run'] = (name, args, { role = 'agent', ...who } = {}) => {
    const command = commandOf.get(name);
    if (!command) throw new Error(`There is no command ${name}`);
    made += 1;
    // Ids in tests are written out, not parsed.
    const context = {
      commandId: idOf(800_000 + made),
      tenantId,
      userId: me,
      deviceId: null,
      teamIds: [],
      grants: grantsOf(role),
      at: '2026-03-02T10:00:00.000Z',
      drawn: {},
      ...who,
    } as Context;
    const parsed = parseArgs(command, args);
    const load = (need: Need) => ({ need, rows: find(need.entity.name, need.where).filter((row) => need.joins || maySee(context, need.entity, row)) });
    const writes = execute(command, parsed, gather(command, parsed, context, load), context, ledger);
    for (const { name: each } of writeOrder) for (const write of writes) if (write.entity.name === each) put(each, { ...write.after, version: Number(write.after['version']) + 1 });
    return writes;
  };
  return {
    add: (name, values) => {
      made += 1;
      const id = typeof values['id'] === 'string' ? values['id'] : idOf(made);
      put(name, { ...newRow(entityOf[name], id, values, { tenantId, userId: me, at: '2026-03-01T10:00:00.000Z' }), version: 1, ...values });
      return id;
    },
    rows: (name, where = {}) => find(name, where).filter((row) => row['deletedAt'] === null),
    row: (name, id) => {
      const row = tableOf(name).get(id);
      if (!row) throw new Error(`There is no ${name} ${id}`);
      return row;
    },
    run,
    outcome: (...call) => {
      try {
        run(...call);
        return 'done';
      } catch (error) {
        if (error instanceof Refusal) return error.field ? `${error.code} ${error.field}` : error.code;
        if (error instanceof Conflict) return 'conflict';
        throw error;
      }
    },
  };
}
