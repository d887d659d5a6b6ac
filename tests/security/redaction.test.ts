import { expect, test } from 'vitest';
import { baseFields } from '#domain/kernel/entity.ts';
import { parseArgs } from '#domain/kernel/execute.ts';
import { Refusal } from '#domain/kernel/failure.ts';
import type { Field } from '#domain/kernel/field.ts';
import { snake } from '#domain/kernel/names.ts';
import { faultText } from '#domain/kernel/redact.ts';
import { allCommands, allEntities, commandOf } from '#domain/registry.ts';
import { createLog } from '../../sync-server/http/log.ts';
import { accepted } from '../../sync-server/commands/outcome.ts';
import { drawFrom, valueOf } from '../support/value-of.ts';

const marker = 'Ægir-4711-Zoë';
const sensitive = allEntities.flatMap(({ name, fields }) => Object.entries(fields).flatMap(([key, field]) => (field.sensitivity ? [[name, key, field] as const] : [])));

/** What one call of the hub's log writes. */
function logged(details: object): string {
  const lines: string[] = [];
  createLog('info', { write: (line) => void lines.push(line) }).info(details, 'a row');
  return lines.join('');
}

/** A value of a sensitive field, and the part of it that no log may show. */
function sample({ form, kind, schema }: Field): { readonly value: unknown; readonly hidden: string } {
  if (form === 'email') return { value: 'marta.quartermaine@clinic.example', hidden: 'marta' };
  if (form === 'phone') return { value: '+254711223344', hidden: '71122' };
  if (form === 'ip') return { value: '203.0.113.77', hidden: '113.77' };
  if (kind === 'json') return { value: { deep: [{ name: marker }] }, hidden: marker };
  if (kind === 'tags') return { value: [marker, 'x'], hidden: marker };
  if (kind === 'text') return { value: marker, hidden: marker };
  const value = valueOf(schema, drawFrom(7));
  return { value, hidden: String(value) };
}

test('there is something to hide in most modules', () => {
  expect(sensitive.length).toBeGreaterThan(100);
  expect(sensitive.filter(([, , { sensitivity }]) => sensitivity === 'secret').length).toBeGreaterThan(12);
});

test.each(sensitive)('%s.%s is in no log: by any spelling, at any depth, in an error or its cause', (name, key, field) => {
  const { value, hidden } = sample(field);
  const spellings = [key, snake(key), snake(key).replaceAll('_', '-'), snake(key).toUpperCase()];
  for (const spelling of spellings) {
    // An error has a message of its own, which is no field.
    const carried = { row: { [spelling]: value }, ...(spelling === 'message' ? {} : { [spelling]: value }) };
    const failure = Object.assign(new Error('It failed', { cause: Object.assign(new Error('because'), carried) }), carried);
    for (const details of [{ [spelling]: value }, { rows: [{ deep: { [spelling]: value } }] }, { [name]: { before: { [spelling]: [value] } } }, { err: failure }]) {
      const line = logged(details);
      expect(line).toContain('a row');
      expect([spelling, line.includes(hidden)]).toEqual([spelling, false]);
    }
    expect(faultText(failure)).not.toContain(hidden);
  }
});

test('personal values show what the rules leave of them, and secrets nothing', () => {
  const shown = (details: object) => JSON.parse(logged(details)) as Record<string, unknown>;
  expect(shown({ workEmail: 'marta@clinic.example', callerNumber: '+254711223344', ipAddress: '203.0.113.77', body: 'x', firstName: marker, pinHash: 'abcd' })).toMatchObject({
    workEmail: '@clinic.example',
    callerNumber: '…3344',
    ipAddress: '203.0.113.0',
    body: '[hidden]',
    firstName: `‹personal:${marker.length}›`,
    pinHash: '[hidden]',
  });
  expect(['2001:db8:1:2:3:4:5:6', 'fe80::1', '::1', '::ffff:203.0.113.77'].map((ipAddress) => shown({ ipAddress })['ipAddress'])).toEqual([
    '2001:db8:1::',
    'fe80:0:0::',
    '0:0:0::',
    '203.0.113.0',
  ]);
  // What is no address and no number is text, and a short number would be shown whole.
  expect(shown({ workEmail: marker, callerNumber: '12345', ipAddress: marker })).toMatchObject({
    workEmail: '‹personal:13›',
    callerNumber: '‹personal:5›',
    ipAddress: '‹personal:13›',
  });
  expect(shown({ toAddresses: ['a@b.example'], dateOfBirth: null })).toMatchObject({ toAddresses: ['‹personal:11›'], dateOfBirth: null });
});

test('what quotes a value loses the quotation, on the hub’s log and on a person’s console', () => {
  const quoting = [
    `duplicate key value violates unique constraint: Key (email)=(${marker}) already exists`,
    `invalid input syntax for type uuid: "${marker}"`,
    `Unexpected token 'Æ', "${marker}" is not valid JSON`,
    `There is no “${marker}” here`,
  ];
  for (const message of quoting) {
    const failure = new Error('outer', { cause: new Error(message) });
    expect(logged({ err: failure })).not.toContain(marker);
    expect(faultText(failure)).not.toContain(marker);
    expect(faultText(failure)).toContain('redaction.test');
  }
  expect(faultText(marker)).toBe('string');
});

test('a refusal of bad arguments never repeats a value', () => {
  const creating = allEntities.flatMap((entity) => {
    const command = entity.standard ? commandOf.get(`${entity.name}.create`) : undefined;
    return command ? [{ entity, command }] : [];
  });
  expect(creating.length).toBeGreaterThan(20);
  for (const { entity, command } of creating) {
    const fields = Object.entries(entity.fields).filter(([key, { sensitivity, computed }]) => sensitivity && !computed && !baseFields.has(key));
    for (const [key] of fields)
      for (const bad of [{ [marker]: marker }, [marker], `${marker}\0`, `${marker}${'x'.repeat(200_000)}`]) {
        let problem: unknown;
        try {
          parseArgs(command, { [key]: bad });
        } catch (error) {
          problem = error;
        }
        expect(problem).toBeInstanceOf(Refusal);
        expect([entity.name, key, String(problem).includes(marker)]).toEqual([entity.name, key, false]);
      }
  }
});

test('the answer to a command carries no secret, whoever sent it', () => {
  const viewer = { userId: 'u', teamIds: [], grants: Object.fromEntries([...new Set(allEntities.map(({ view }) => view))].map((view) => [view, 'tenant'])) } as never;
  for (const entity of allEntities) {
    const secrets = Object.entries(entity.fields).filter(([, { sensitivity }]) => sensitivity === 'secret');
    if (secrets.length === 0) continue;
    const row = { id: 'x', visibleTo: ['user:u'], ...Object.fromEntries(secrets.map(([key]) => [key, marker])) };
    expect([entity.name, JSON.stringify(accepted(viewer, [{ entity: entity.name, row }])).includes(marker)]).toEqual([entity.name, false]);
  }
});

test('no secret is an argument of a command that a desk keeps until there is a line, nor a history of changes', () => {
  const offline = allEntities.filter(({ standard }) => standard?.mode === 'offline').map(({ name }) => name);
  const kept = allCommands.filter(({ mode, name }) => mode !== 'online' && offline.some((entity) => name === `${entity}.create` || name === `${entity}.update`));
  expect(kept.length).toBeGreaterThan(0);
  for (const entity of allEntities) {
    const secrets = Object.entries(entity.fields).filter(([, { sensitivity, computed }]) => sensitivity === 'secret' && !computed);
    if (secrets.length === 0) continue;
    expect([entity.name, entity.history, entity.standard?.mode === 'offline']).toEqual([entity.name, undefined, false]);
  }
});
