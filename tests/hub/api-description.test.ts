import { allCommands } from '#domain/registry.ts';
import fastify from 'fastify';
import { beforeAll, describe, expect, test } from 'vitest';
import { createDescription, type Document } from '../../sync-server/api/openapi.ts';
import { apiRoutes, operations } from '../../sync-server/api/routes.ts';
import { resources } from '../../sync-server/api/resource.ts';
import { silentLog } from '../../sync-server/engine/log.ts';

const document: Document = JSON.parse(createDescription(operations).text());
const documented = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
);
const fault = () => Promise.reject(new Error('No call is made here.'));

/** The routes that a server really has. */
const existing: string[] = [];
beforeAll(async () => {
  const server = fastify({ exposeHeadRoutes: false });
  server.addHook('onRoute', ({ method, url }) => void existing.push(`${String(method)} ${url}`));
  const serve = null as never;
  await apiRoutes(server, { sessions: { of: fault }, serve, commands: { run: fault }, calls: { add: () => {} }, denials: fault, now: Date.now, log: silentLog });
  await server.close();
});

test('lists exactly the routes that exist, beside itself and its page', () => {
  const told = documented.map(({ method, path }) => `${method} /api/v1${path.replaceAll(/\{(\w+)\}/g, ':$1')}`);
  expect(existing.filter((route) => !/ \/api\/v1\/(openapi\.json|docs)$/.test(route)).toSorted()).toEqual(told.toSorted());
});

test('has every entity of a tenant as a resource, and every command', () => {
  for (const { path, entity } of resources) {
    expect(document.paths[`/${path}`]?.['get']?.tags).toEqual([entity.name]);
    expect(document.paths[`/${path}/{id}`]?.['get']).toBeDefined();
    expect(document.components.schemas[entity.name]).toBeDefined();
  }
  expect(Object.keys(document.paths).filter((path) => path.startsWith('/commands/'))).toHaveLength(allCommands.length);
});

describe('every operation', () => {
  test('has an id of its own and a tag that is told', () => {
    const ids = documented.map(({ operation }) => operation.operationId);
    expect(ids.filter((id, place) => ids.indexOf(id) !== place)).toEqual([]);
    const tags = new Set(document.tags.map(({ name }) => name));
    expect(documented.filter(({ operation }) => !operation.tags.every((tag) => tags.has(tag)))).toEqual([]);
  });

  test('tells each place of its address, once, and each parameter once', () => {
    for (const { path, operation } of documented) {
      const names = operation.parameters.map((one) => `${one['in']} ${one['name']}`);
      expect(new Set(names).size).toBe(names.length);
      expect(names.filter((name) => name.startsWith('path ')).toSorted()).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => `path ${name}`).toSorted());
    }
  });

  test('answers with problem details when it fails', () => {
    for (const { operation } of documented) expect(operation.responses['default']).toEqual({ $ref: '#/components/responses/Problem' });
  });
});

test('every reference leads somewhere', () => {
  const refs = new Set([...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, ref = '']) => ref));
  const lost = [...refs].filter(
    (ref) =>
      ref
        .split('/')
        .slice(1)
        .reduce<unknown>((part, key) => Object(part)[key], document) === undefined,
  );
  expect(lost).toEqual([]);
});

test('nothing secret is described, nor asked for by a filter', () => {
  for (const { entity } of resources) {
    const secret = Object.entries(entity.fields).flatMap(([key, { sensitivity }]) => (sensitivity === 'secret' ? [key] : []));
    const properties = Object.keys(Object(document.components.schemas[entity.name]?.['properties']));
    expect(properties.filter((key) => secret.includes(key) || key === 'visibleTo')).toEqual([]);
  }
});
