import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import type { AnyCommand } from '#domain/kernel/command.ts';
import { targetOf } from '#domain/kernel/arguments.ts';
import { snake, type EntityName } from '#domain/kernel/names.ts';
import { allCommands, allEntities } from '#domain/registry.ts';
import { newCommandId } from '../support/ids.ts';
import { envelope, everybody, openOffice, type Office } from '../support/office.ts';
import { drawFrom, valueOf } from '../support/value-of.ts';
import { createWorld, type World } from '../support/world.ts';

let office: Office;
let other: World;
/** A row of the other tenant of each kind that it has. */
const foreign = new Map<EntityName, string>();
const draw = drawFrom(23);

beforeAll(async () => {
  office = await openOffice();
  other = await createWorld(office.url, everybody.slice(0, 2));
  for (const [name, rows] of Object.entries(other.rows)) {
    const [row] = rows.toReversed();
    if (row) foreign.set(name as EntityName, row.id);
  }
});
afterAll(() => office.close());

/** The same arguments, their ids drawn by the kind of row that they name. */
function withIds(schema: z.core.$ZodType, value: unknown, pick: (target: EntityName) => string): unknown {
  const target = targetOf(schema);
  if (target) return typeof value === 'string' ? pick(target) : value;
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodReadonly || schema instanceof z.ZodDefault)
    return withIds(schema.def.innerType, value, pick);
  if (schema instanceof z.ZodArray) return Array.isArray(value) ? value.map((each) => withIds(schema.element, each, pick)) : value;
  if (!(schema instanceof z.ZodObject) || typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, schema.shape[key] ? withIds(schema.shape[key], each, pick) : each]));
}

const digest = async () => {
  const parts = allEntities
    .filter(({ global }) => !global)
    .map(({ name }) => `SELECT '${name}' AS name, count(*)::int AS n, sum(hashtext(t::text)::bigint)::text AS sum FROM ${snake(name)} t WHERE tenant_id = $1`);
  return office.rows(parts.join(' UNION ALL '), [other.tenantId]);
};

test('a command that names rows of another tenant, or that nobody has, is answered by a stable code and leaves nothing behind', { timeout: 120_000 }, async () => {
  const before = await digest();
  const caller = await office.as('owner');
  const pick = (target: EntityName) => foreign.get(target) ?? newCommandId();
  const wrong: string[] = [];
  const refused: string[] = [];
  const tryOut = async (command: AnyCommand) => {
    const sent = envelope(command.name, withIds(command.args, valueOf(command.args, draw), pick));
    const answer = await office.service.run(caller, sent);
    if (answer.status === 'accepted') return;
    if (answer.status !== 'refused') return void wrong.push(`${command.name}: ${JSON.stringify(answer).slice(0, 300)}`);
    refused.push(sent.id);
    const { code, field, message } = answer.problem;
    const isNamed = field !== undefined || !['field.invalid', 'row.missing', 'row.deleted', 'unique.taken'].includes(code);
    if (!/^[a-z][A-Za-z]*\.[a-z][A-Za-z]*$/.test(code) || message === '' || !isNamed) wrong.push(`${command.name}: ${JSON.stringify(answer.problem)}`);
  };
  for (let from = 0; from < allCommands.length; from += 8) await Promise.all(allCommands.slice(from, from + 8).map(tryOut));
  expect(wrong).toEqual([]);
  expect(refused.length).toBeGreaterThan(allCommands.length / 2);
  expect(await office.rows('SELECT action FROM audit_events WHERE tenant_id = $1 AND success AND command_id = ANY($2)', [office.world.tenantId, refused])).toEqual([]);
  expect(await digest()).toEqual(before);
});
