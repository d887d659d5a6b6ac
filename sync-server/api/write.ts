import type { AnyCommand } from '#domain/kernel/command.ts';
import type { AnyRow } from '#domain/kernel/entity.ts';
import { entityOf } from '#domain/registry.ts';
import type { CommandAnswer } from '#domain/sync/wire.ts';
import * as z from 'zod';
import type { CommandService } from '../commands/service.ts';
import type { Expected } from '../commands/decide.ts';
import type { Origin } from '../commands/standing.ts';
import { newId } from '../db/new-id.ts';
import { CommandProblem, HttpProblem } from '../http/problem.ts';
import type { ApiCaller } from './caller.ts';
import { missing, statusOf } from './problem.ts';
import { shownRow, type ShownRow } from './read.ts';
import { argsOf, type Resource } from './resource.ts';

/** What a write is sent with beside its body. */
export interface Sent {
  readonly caller: ApiCaller;
  readonly origin: Origin;
  /** `Idempotency-Key`: the id of the command. */
  readonly key: string | undefined;
  /** `If-Match`: the version that the caller saw. */
  readonly version: number | null;
}

/** What a command wrote, as the caller sees it. */
export interface Written {
  readonly id: string;
  readonly rows: readonly { readonly entity: string; readonly row: ShownRow }[];
  /** Rows that it wrote and the caller may not see. */
  readonly hidden: readonly { readonly entity: string; readonly id: string }[];
  readonly notice?: unknown;
}

/** One row that a resource's command wrote. */
export interface WrittenRow {
  readonly id: string;
  readonly row: ShownRow;
  readonly version: number | null;
}

interface WriteDeps {
  readonly commands: Pick<CommandService, 'run'>;
  readonly now: () => number;
}

const commandId = z.uuid();

/** Carries out a command for a caller; what is not accepted is thrown as a problem. */
export async function runCommand({ commands, now }: WriteDeps, name: string, args: unknown, { caller, origin, key }: Sent, expected?: Expected): Promise<Written> {
  if (key !== undefined && !commandId.safeParse(key).success) throw new HttpProblem(400, 'idempotency.invalid', 'Idempotency-Key is not a UUID.', 'Idempotency-Key');
  const { tenantId, userId, deviceId, apiKeyId } = caller;
  const envelope = { id: key ?? newId(now()), name, args, at: new Date(now()).toISOString(), drawn: {}, after: [] };
  return written(await commands.run({ tenantId, userId, deviceId, apiKeyId, origin }, envelope, expected));
}

function written(answer: CommandAnswer): Written {
  switch (answer.status) {
    case 'accepted': {
      const rows = answer.rows.map(({ entity, row }) => ({ entity, row: shownRow(entityOf[entity], row as AnyRow) }));
      return { id: answer.id, rows, hidden: answer.hidden, ...(answer.notice ? { notice: answer.notice } : {}) };
    }
    case 'conflict':
      throw new CommandProblem(409, answer.problem, { entity: answer.entity, rowId: answer.rowId, clashes: answer.clashes, theirs: answer.theirs });
    case 'retry':
      throw new CommandProblem(503, answer.problem);
    case 'fault':
      throw new CommandProblem(500, answer.problem);
    case 'refused':
      throw new CommandProblem(statusOf(answer.problem.code), answer.problem);
    case 'unknown':
      throw new Error('A command that was run is unknown');
  }
}

const rowOf = (resource: Resource, { rows, hidden }: Written): WrittenRow => {
  const found = rows.find(({ entity }) => entity === resource.entity.name)?.row;
  const id = found?.['id'] ?? hidden.find(({ entity }) => entity === resource.entity.name)?.id;
  return { id: String(id), row: found ?? { id }, version: found ? Number(found['version']) : null };
};

/** Makes a row by the resource's own command; the body is the command's arguments. */
export async function createRow(deps: WriteDeps, resource: Resource, command: AnyCommand, body: unknown, sent: Sent): Promise<WrittenRow> {
  return rowOf(resource, await runCommand(deps, command.name, objectOf(body), sent));
}

/** Changes a row: the body is what changes, or whatever else the command takes beside the id. */
export async function updateRow(deps: WriteDeps, resource: Resource, command: AnyCommand, id: string, body: unknown, sent: Sent): Promise<WrittenRow | null> {
  const takes = argsOf(command);
  const values = objectOf(body);
  const args = takes['patch'] ? { id, patch: values, ...(takes['base'] ? { base: {} } : {}) } : { ...values, id };
  return onRow(deps, resource, command, id, args, sent);
}

/** Takes a row away, or brings it back. */
export async function moveRow(deps: WriteDeps, resource: Resource, command: AnyCommand, id: string, reason: string | undefined, sent: Sent): Promise<WrittenRow | null> {
  return onRow(deps, resource, command, id, { id, ...(reason === undefined ? {} : { reason }) }, sent);
}

/** Null where the command found nothing to change. */
async function onRow(deps: WriteDeps, resource: Resource, command: AnyCommand, id: string, args: object, sent: Sent): Promise<WrittenRow | null> {
  const { name } = resource.entity;
  const done = await runCommand(deps, command.name, args, sent, sent.version === null ? undefined : { entity: name, id, version: sent.version }).catch((error: unknown) => {
    // What the address names and is not there is a missing page; what the body names is a bad value.
    if (error instanceof CommandProblem && error.code === 'row.missing' && (error.field === name || error.field === 'id')) throw missing();
    throw named(error);
  });
  const isTouched = [...done.rows.map((one) => ({ entity: one.entity, id: one.row['id'] })), ...done.hidden].some((one) => one.entity === name && one.id === id);
  if (!isTouched) return null;
  const row = done.rows.find((one) => one.entity === name && one.row['id'] === id)?.row ?? { id };
  return { id, row, version: 'version' in row ? Number(row['version']) : null };
}

/** `patch.title` is the body's `title` to who wrote it. */
function named(error: unknown): unknown {
  if (!(error instanceof CommandProblem) || !error.field?.startsWith('patch.')) return error;
  const { status, code, message, field, more } = error;
  return new CommandProblem(status, { code, message: message.replace(/^patch\./, ''), field: field.slice('patch.'.length) }, more);
}

function objectOf(body: unknown): Readonly<Record<string, unknown>> {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw new HttpProblem(400, 'body.object', 'The body must be a JSON object.');
  return body as Readonly<Record<string, unknown>>;
}
