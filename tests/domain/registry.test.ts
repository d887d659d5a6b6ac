import * as fs from 'node:fs';
import * as path from 'node:path';
import { getTableColumns, getTableName, is } from 'drizzle-orm';
import { PgTable } from 'drizzle-orm/pg-core';
import { expect, test } from 'vitest';
import { baseFields, hasKeys, syncOf, uniqueOf } from '#domain/kernel/entity.ts';
import { capabilities } from '#domain/kernel/capability.ts';
import { entityNames, camel, snake } from '#domain/kernel/names.ts';
import { allCommands, commandOf, entityOf, queries, writeOrder } from '#domain/registry.ts';
import { tables as replicaTables } from '../../main/replica/tables.ts';
import { tables } from '../../sync-server/db/tables.ts';

const all = Object.values(entityOf);

test('the glossary, the registry and the tables of both databases list the same entities', () => {
  expect(Object.keys(entityOf).toSorted()).toEqual([...entityNames].toSorted());
  expect(Object.keys(tables).toSorted()).toEqual([...entityNames].toSorted());
  const synced = all.filter((entity) => syncOf(entity) !== 'never').map(({ name }) => name as string);
  expect(
    Object.keys(replicaTables)
      .filter((name) => entityNames.includes(name as never))
      .toSorted(),
  ).toEqual(synced.toSorted());
});

test.each(Object.entries(tables))('%s has the same columns as its table in Postgres', (name, table) => {
  const entity = entityOf[name as keyof typeof entityOf];
  expect(is(table, PgTable) && getTableName(table)).toBe(snake(name));
  const columns = Object.entries(getTableColumns(table)).map(([key, column]) => [key, column.name, column.notNull]);
  const absent = entity.global ? ['tenantId', 'archivedAt', 'visibleTo'] : [];
  expect(columns).toEqual(
    Object.entries(entity.fields)
      .filter(([key]) => !absent.includes(key))
      .map(([key, { optional }]) => [key, snake(key), !optional]),
  );
});

test('names survive the way to SQL and back', () => {
  for (const { fields, name } of all) for (const key of [name, ...Object.keys(fields)]) expect(camel(snake(key))).toBe(key);
});

test('every name that a declaration uses exists', () => {
  for (const { checks = [], columns, fields, indexes = [], name, title, transitions = {}, unique = [], visibility } of all) {
    const used = [
      title,
      ...columns,
      ...indexes.flat(),
      ...unique.map(uniqueOf).flatMap(({ on, when }) => [...on, ...(when ? [when.field] : [])]),
      ...checks.flatMap(({ of }) => of),
      ...Object.keys(transitions),
      ...(visibility.kind === 'parent' ? visibility.of : []),
      ...(visibility.kind === 'keys' ? [...(visibility.users ?? []), ...(visibility.teams ?? [])] : []),
    ];
    expect([name, used.filter((key) => !fields[key])]).toEqual([name, []]);
    for (const [key, states] of Object.entries(transitions)) {
      const { initial = [], ...from } = states ?? {};
      const choices = Object.keys(fields[key]?.choices ?? {}).toSorted();
      expect([name, Object.keys(from).toSorted()]).toEqual([name, choices]);
      expect([...initial, ...Object.values(from).flat()].filter((state) => !choices.includes(state))).toEqual([]);
    }
  }
});

test('what follows a parent by a reference follows one that has keys, and is written after it', () => {
  for (const entity of all) {
    if (entity.visibility.kind !== 'parent') continue;
    for (const field of entity.visibility.of) {
      const { target, typedBy } = entity.fields[field] ?? {};
      expect([entity.name, field, typedBy ? entity.fields[typedBy]?.entities !== undefined : target && hasKeys(entityOf[target])]).toEqual([entity.name, field, true]);
      // The trigger of a child reads its parent.
      if (target && target !== entity.name) expect([entity.name, field, writeOrder.indexOf(entity) > writeOrder.indexOf(entityOf[target])]).toEqual([entity.name, field, true]);
    }
  }
});

test('a row is written after the rows that its keys in the database refer to', () => {
  const early = all.flatMap((entity) =>
    Object.entries(entity.fields).flatMap(([field, { target }]) =>
      // A user of the tenant is a membership; a tenant names its owner, and is made by its own transaction.
      target && !baseFields.has(field) && !entityOf[target].global && target !== entity.name && writeOrder.indexOf(entityOf[target]) > writeOrder.indexOf(entity)
        ? [`${entity.name}.${field}`]
        : [],
    ),
  );
  expect(early).toEqual([]);
});

test('commands and queries have names of their own, in the form module.verb', () => {
  const names = [...allCommands, ...queries].map(({ name }) => name);
  expect(names.filter((name) => !/^[a-z][A-Za-z]*\.[a-z][A-Za-z0-9]*$/.test(name))).toEqual([]);
  expect(commandOf.size).toBe(allCommands.length);
  expect(new Set(queries.map(({ name }) => name)).size).toBe(queries.length);
  for (const { capability } of allCommands) expect(['self', ...capabilities]).toContain(capability);
});

test('every entity is in a module folder of the domain, one file each', () => {
  const root = path.join(import.meta.dirname, '../../domain');
  const files = fs.readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const declared = files.flatMap((file) => [...fs.readFileSync(path.join(root, file), 'utf8').matchAll(/ = entity\('(\w+)'/g)].map((match) => match[1]));
  expect(declared.toSorted()).toEqual([...entityNames].toSorted());
});
