import { getTableColumns, getTableName, type Table } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { capabilities } from '#domain/kernel/capability.ts';
import { baseFields, hasKeys, syncOf } from '#domain/kernel/entity.ts';
import { labelOf } from '#domain/kernel/field.ts';
import { entityNames, modules, snake } from '#domain/kernel/names.ts';
import { commandOf, allEntities } from '#domain/registry.ts';
import { fetchedEntities, syncedEntities } from '../../main/replica/synced.ts';
import { tables as replicaTables } from '../../main/replica/tables.ts';
import { operations } from '../../sync-server/api/routes.ts';
import { resources } from '../../sync-server/api/resource.ts';
import { tables } from '../../sync-server/db/tables.ts';
import { entityNamed, shapeOf } from '../../sync-server/shapes/shape.ts';

/** Somebody who may do everything everywhere: what even they are not sent, nobody is. */
const almighty = { tenantId: 't', userId: 'u', teamIds: [], grants: Object.fromEntries(capabilities.map((capability) => [capability, 'tenant'])) } as unknown as Parameters<
  typeof shapeOf
>[1];

describe.each(allEntities.map((entity) => ({ name: entity.name, entity })))('$name', ({ name, entity }) => {
  const isSynced = syncOf(entity) !== 'never';
  const shown = Object.entries(entity.fields)
    .filter(([key, { sensitivity }]) => sensitivity !== 'secret' && (hasKeys(entity) || key !== 'visibleTo'))
    .map(([key]) => snake(key));

  test('glossary, registry, tables, replica and shape have it alike', () => {
    expect(entityNames).toContain(name);
    expect(
      Object.values(modules)
        .flat()
        .filter((one) => one === name),
    ).toEqual([name]);
    expect(Object.keys(tables)).toContain(name);
    expect([Object.keys(replicaTables).includes(name), syncedEntities.includes(entity), fetchedEntities.includes(entity)]).toEqual([isSynced, isSynced, isSynced]);
    expect([entityNamed(name), entityNamed(snake(name))]).toEqual([entity, entity]);
    const shape = shapeOf(entity, almighty);
    expect(shape && { table: shape.table, columns: shape.columns }).toEqual(isSynced ? { table: snake(name), columns: shown } : null);
    if (!isSynced) return;
    const table = (replicaTables as unknown as Readonly<Record<string, Table>>)[name] as Table;
    const columns = Object.values(getTableColumns(table)).map((column) => column.name);
    expect([getTableName(table), shown.filter((column) => !columns.includes(column))]).toEqual([snake(name), []]);
  });

  test('it has a place in the API that no other has, unless it belongs to no tenant', () => {
    const own = resources.filter((resource) => resource.entity === entity);
    expect(own.length).toBe(entity.global ? 0 : 1);
    for (const { path } of own) {
      expect(resources.filter((resource) => resource.path === path)).toEqual(own);
      expect(operations.filter((one) => one.method === 'GET' && [`/${path}`, `/${path}/{id}`].includes(one.path)).length).toBe(2);
    }
  });

  test('everything that a person reads of it has words, and no two of its fields the same', () => {
    const sentence = /^\p{Lu}[^_]*$/u;
    expect([entity.singular, entity.plural].filter((word) => !sentence.test(word))).toEqual([]);
    const labels = Object.entries(entity.fields).map(([key, field]) => [key, labelOf(key, field)] as const);
    expect(labels.filter(([, label]) => !sentence.test(label))).toEqual([]);
    const visible = labels.filter(([key]) => !baseFields.has(key)).filter(([key]) => entity.fields[key]?.entities === undefined);
    const twice = visible.filter(([key, label]) => visible.some(([other, same]) => other !== key && same === label));
    expect(twice).toEqual([]);
    for (const [key, { choices = {} }] of Object.entries(entity.fields))
      expect([key, Object.values(choices).filter((label) => !/^(?:[\p{Lu}\d]|macOS)/u.test(label)), new Set(Object.values(choices)).size]).toEqual([
        key,
        [],
        Object.keys(choices).length,
      ]);
  });
});

test('no two entities are called the same', () => {
  for (const words of [allEntities.map(({ singular }) => singular), allEntities.map(({ plural }) => plural)])
    expect(words.filter((word, place) => words.indexOf(word) !== place)).toEqual([]);
});

test('every command has an address of its own in the API', () => {
  const addresses = operations.map(({ method, path }) => `${method} ${path}`);
  expect(addresses.filter((address, place) => addresses.indexOf(address) !== place)).toEqual([]);
  for (const name of commandOf.keys()) expect(addresses).toContain(`POST /commands/${name}`);
});
