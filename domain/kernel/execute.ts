import * as z from 'zod';
import type { AnyCommand, Change, Target } from './command.ts';
import { idFrom, type Context } from './context.ts';
import { baseFields, type AnyEntity, type AnyRow } from './entity.ts';
import { Refusal } from './failure.ts';
import { isSame } from './merge.ts';
import type { EntityName } from './names.ts';
import { newRow } from './new-row.ts';
import { mayActOn } from './permission.ts';
import type { Rows } from './rows.ts';
import { inSentence } from './words.ts';

/** One row before and after a command, with what changed; `before` is null for a new row. */
export interface Write {
  readonly entity: AnyEntity;
  readonly id: string;
  readonly before: AnyRow | null;
  readonly after: AnyRow;
  readonly changed: readonly string[];
}

/** The entities that the executor itself writes. */
export interface Ledger {
  readonly history: AnyEntity;
  readonly activity: AnyEntity;
}

/** Parses a command's arguments; what is wrong is refused as `field.invalid`, naming the argument. */
export function parseArgs(command: AnyCommand, args: unknown): unknown {
  const parsed = command.args.safeParse(args);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = (issue?.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0] ?? ''] : (issue?.path ?? [])).map(String).join('.');
  throw new Refusal('field.invalid', path, `${path || 'arguments'}: ${issue?.message ?? 'invalid'}`);
}

/**
 * Runs a command on its rows and says what is to be written: the same on the desk and on the server.
 * Throws `Refusal` or `Conflict`; anything else that is thrown is a fault.
 */
export function execute(command: AnyCommand, args: unknown, rows: Rows, context: Context, ledger: Ledger): readonly Write[] {
  const input = { args, rows, context };
  const targets = command.on?.(input) ?? null;
  if (!isAllowed(command, context, targets)) throw new Refusal('auth.denied', command.capability, `Your role does not allow “${command.title}” here.`);
  const writes = merged(command.run(input))
    .map((change) => toWrite(change, rows, context))
    .filter(({ changed }) => changed.length > 0);
  return [...writes, ...records(writes, context, ledger)];
}

function isAllowed({ capability, platform }: AnyCommand, context: Context, targets: readonly Target[] | null): boolean {
  if (capability === 'self') return true;
  return platform ? (context.platform?.includes(capability) ?? false) : mayActOn(context, capability, targets);
}

/** Two changes of one row in one command are one write. */
function merged(changes: readonly Change[]): readonly Change[] {
  const byRow = new Map<string, Change>();
  for (const change of changes) {
    const key = `${change.entity.name}/${change.id}`;
    const earlier = byRow.get(key);
    byRow.set(key, earlier ? { ...earlier, ...change, kind: earlier.kind, values: { ...earlier.values, ...change.values } } : change);
  }
  return [...byRow.values()];
}

function toWrite(change: Change, rows: Rows, context: Context): Write & { readonly reason?: string } {
  const { entity, id, kind, reason } = change;
  const before = rows.raw(entity.name, id) ?? null;
  const given = checked(entity, change.values);
  const isEdit = kind === 'insert' || kind === 'update';
  const values = entity.derive && isEdit ? { ...given, ...checked(entity, entity.derive({ ...before, ...given, id })) } : given;
  const stamp = { updatedAt: context.at, updatedBy: context.userId };
  if (kind === 'insert') {
    if (before) throw new Refusal('command.duplicate', 'id', `This ${inSentence(entity.singular)} exists already.`);
    checkInitial(entity, values);
    const fresh = newRow(entity, id, values, context);
    checkTogether(entity, fresh);
    return { entity, id, before: null, after: fresh, changed: Object.keys(entity.fields).filter((key) => !baseFields.has(key)), ...(reason === undefined ? {} : { reason }) };
  }
  if (!before || !rows.writable(entity.name, id)) throw new Error(`A command writes ${entity.name} ${id} without a need to write it`);
  if (entity.appendOnly) throw new Error(`${entity.name} is written once`);
  if (kind === 'restore') {
    const after = { ...before, ...values, ...stamp, deletedAt: null, deletedBy: null };
    const changed = [...Object.keys(values), ...(before['deletedAt'] === null ? [] : ['deletedAt', 'deletedBy'])];
    return { entity, id, before, after, changed, ...(reason === undefined ? {} : { reason }) };
  }
  if (before['deletedAt'] !== null && kind !== 'blank') throw new Refusal('row.deleted', entity.name, `This ${inSentence(entity.singular)} has been deleted.`);
  const patch = kind === 'remove' ? { ...values, deletedAt: context.at, deletedBy: context.userId } : values;
  const changed = Object.keys(patch).filter((key) => !isSame(before[key], patch[key as keyof typeof patch]));
  checkTransitions(entity, before, values);
  const after = { ...before, ...patch, ...stamp };
  checkTogether(entity, after);
  return { entity, id, before, after, changed, ...(reason === undefined ? {} : { reason }) };
}

function checked(entity: AnyEntity, values: Change['values']): Change['values'] {
  // What is given as undefined is not given.
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  const entries = given.map(([key, value]) => {
    const field = entity.fields[key];
    if (!field || baseFields.has(key)) throw new Error(`A command writes ${entity.name}.${key}, which is not its to write`);
    const parsed = (field.optional ? field.schema.nullable() : field.schema).safeParse(value ?? null);
    if (!parsed.success) throw new Refusal('field.invalid', key, `${entity.singular}, ${key}: ${z.prettifyError(parsed.error)}`);
    return [key, parsed.data];
  });
  return Object.fromEntries(entries);
}

function checkInitial(entity: AnyEntity, values: Change['values']): void {
  for (const [key, states] of Object.entries(entity.transitions ?? {})) {
    const state = values[key];
    if (states && typeof state === 'string' && !states.initial.includes(state))
      throw new Refusal('state.forbidden', key, `A new ${inSentence(entity.singular)} cannot be ${state}.`);
  }
}

function checkTransitions(entity: AnyEntity, before: AnyRow, values: Change['values']): void {
  for (const [key, states] of Object.entries(entity.transitions ?? {})) {
    const from = String(before[key]);
    const to = values[key];
    if (!states || typeof to !== 'string' || to === from) continue;
    if (!states[from]?.includes(to)) throw new Refusal('state.forbidden', key, `${entity.singular}: ${key} cannot go from ${from} to ${to}.`);
  }
}

/** What must hold among the fields of a row, and a typed reference whole or absent. */
function checkTogether({ checks = [], fields, singular }: AnyEntity, row: AnyRow): void {
  const isSet = (key: string) => row[key] !== null && row[key] !== undefined;
  const refuse = (field: string | undefined, message: string): never => {
    throw new Refusal('field.invalid', field, `${singular}: ${message}`);
  };
  for (const { that, of } of checks) {
    const set = of.filter(isSet);
    if (that === 'some' && set.length === 0) refuse(of[0], `one of ${of.join(', ')} must be given.`);
    if (that === 'one' && set.length !== 1) refuse(of[0], `exactly one of ${of.join(', ')} must be given.`);
    if (that === 'differ' && set.length === of.length && new Set(of.map((key) => row[key])).size < of.length) refuse(of.at(-1), `${of.join(' and ')} must differ.`);
  }
  for (const [key, { typedBy, currency }] of Object.entries(fields)) {
    const beside = typedBy ?? currency;
    if (beside && isSet(key) !== isSet(beside)) refuse(isSet(key) ? beside : key, `${key} and ${beside} go together.`);
  }
}

/** Field history and activity, written from the changes themselves. */
function records(writes: readonly (Write & { readonly reason?: string })[], context: Context, ledger: Ledger): readonly Write[] {
  let n = 1000;
  const record = (entity: AnyEntity, values: Readonly<Record<string, unknown>>): Write => {
    const id = idFrom(context, n++);
    const after = newRow(entity, id, values, context);
    return { entity, id, before: null, after, changed: Object.keys(values) };
  };
  return writes.flatMap((write) => {
    const { entity, before, after, changed, reason } = write;
    const out: Write[] = [];
    if (entity.history && before)
      for (const key of changed)
        out.push(
          record(ledger.history, {
            caseId: after[entity.history],
            fieldName: key,
            oldValue: asText(before[key]),
            newValue: asText(after[key]),
            changeReason: reason ?? null,
            changedAt: context.at,
          }),
        );
    if (entity.activity) {
      const { caseId } = entity.activity;
      out.push(
        record(ledger.activity, {
          subjectType: entity.name,
          subjectId: after.id,
          caseId: caseId ? (after[caseId] ?? null) : null,
          type: activityOf(write),
          actorId: context.userId,
          actorKind: 'member',
          happenedAt: context.at,
          metadata: { fields: before ? [...changed] : [] },
        }),
      );
    }
    return out;
  });
}

function activityOf({ entity, before, after, changed }: Write): string {
  if (!before) return 'created';
  if (after['deletedAt'] !== null) return 'deleted';
  return changed.some((key) => entity.transitions?.[key]) ? 'statusChanged' : 'updated';
}

const asText = (value: unknown): string | null => (value === null || value === undefined ? null : typeof value === 'string' ? value : JSON.stringify(value));

/** The entity and id that a command was about: its first write. */
export function subjectOf(writes: readonly Write[]): { readonly entity: EntityName; readonly id: string } | null {
  const [first] = writes;
  return first ? { entity: first.entity.name, id: first.id } : null;
}
