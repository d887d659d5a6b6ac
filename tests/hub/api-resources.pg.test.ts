import { randomUUID } from 'node:crypto';
import { uniqueOf, type AnyEntity } from '#domain/kernel/entity.ts';
import { snake, type EntityName } from '#domain/kernel/names.ts';
import { writableFields } from '#domain/kernel/standard.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { argsOf, resources, shownFields, type Resource } from '../../sync-server/api/resource.ts';
import { badValuesOf } from '../support/bad-values.ts';
import { rowOf, type Values } from '../support/row-of.ts';
import { startTestHub, type TestHub } from '../support/start-hub.ts';
import { drawFrom } from '../support/value-of.ts';

let hub: TestHub;
let token: string;
const draw = drawFrom(7);
/** Ids of rows that are there, by tenant and entity. */
const known = new Map<string, readonly string[]>();
const idsOf = (tenantId: string, name: EntityName) => known.get(`${tenantId}/${name}`) ?? [];

beforeAll(async () => {
  hub = await startTestHub();
  ({ token } = await hub.signIn(hub.alpha, hub.alpha.admin.email));
  for (const { entity } of resources) {
    const { rows } = await hub.admin.query<{ tenant_id: string; ids: string[] }>(
      `SELECT tenant_id, array_agg(id::text ORDER BY id) AS ids FROM ${snake(entity.name)} WHERE deleted_at IS NULL GROUP BY tenant_id`,
    );
    for (const { tenant_id: tenantId, ids } of rows) known.set(`${tenantId}/${entity.name}`, ids);
  }
});
afterAll(() => hub.stop());

interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Readonly<Record<string, unknown>> & { readonly data: readonly Readonly<Record<string, unknown>>[] };
}
async function call(method: string, path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Answered> {
  const type = body === undefined ? {} : { 'content-type': 'application/json' };
  const answer = await fetch(`${hub.url}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, ...type, ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: text === '' ? {} : JSON.parse(text) };
}

const named = resources.map((resource) => [resource.path, resource] as const);

describe.each(named)('/%s', (path, { entity }) => {
  test('is listed, shown, shown in part and not shown twice, and nothing of another tenant is there', async () => {
    const listed = await call('GET', `/${path}?limit=500`);
    expect(listed.status).toBe(200);
    const own = new Set(idsOf(hub.alpha.id, entity.name));
    // Rows that the tests themselves or the hub have made since are the tenant's own too.
    const fresh = listed.body.data.filter((row) => !own.has(String(row['id'])));
    expect(new Set(fresh.map((row) => row['tenantId']))).toEqual(new Set(fresh.map(() => hub.alpha.id)));
    const shown = shownFields(entity);
    for (const row of listed.body.data) {
      expect(Object.keys(row).toSorted()).toEqual(shown.map(([key]) => key).toSorted());
      for (const [key, field] of shown) expect([key, (field.optional ? field.schema.nullable() : field.schema).safeParse(row[key]).success]).toEqual([key, true]);
    }
    const [first] = listed.body.data;
    const foreign = idsOf(hub.beta.id, entity.name)[0] ?? randomUUID();
    expect(await call('GET', `/${path}/${foreign}`)).toMatchObject({ status: 404, body: { code: 'row.missing', field: 'id' } });
    if (!first) return;
    const single = await call('GET', `/${path}/${String(first['id'])}`);
    expect(single).toMatchObject({ status: 200, body: { id: first['id'], version: first['version'] } });
    const part = await call('GET', `/${path}/${String(first['id'])}?fields=version`);
    expect(part.body).toEqual({ id: first['id'], version: first['version'] });
    expect(await call('GET', `/${path}/${String(first['id'])}`, undefined, { 'if-none-match': single.headers.get('etag') ?? '' })).toMatchObject({ status: 304 });
  });
});

/** Those that are made and changed by the standard commands: what they take is what the declaration says. */
const standard = resources.filter(({ entity, create }) => {
  const writable = writableFields(entity).map(([key]) => key);
  return entity.standard && create && create.name === `${entity.name}.create` && Object.keys(argsOf(create)).toSorted().join() === writable.toSorted().join();
});

/** What `create` takes of a valid new row. */
function bodyOf(entity: AnyEntity): Values {
  const others = new Set<unknown>();
  const refer = (target: EntityName, _field: string, not: readonly unknown[]): string | null => {
    if (target === 'users') return hub.alpha.admin.userId;
    const id = idsOf(hub.alpha.id, target).find((one) => !not.includes(one) && !others.has(one)) ?? null;
    return id;
  };
  const row = rowOf(entity, { draw, refer });
  return Object.fromEntries(writableFields(entity).map(([key]) => [key, row[key] ?? null]));
}

/** A new row by the resource's own command; drawn anew where chance hit a key that is taken. */
async function make({ path, entity }: Pick<Resource, 'entity' | 'path'>): Promise<{ readonly sent: Values; readonly answer: Answered }> {
  for (let attempt = 0; ; attempt++) {
    const sent = bodyOf(entity);
    const answer = await call('POST', `/${path}`, sent);
    if (answer.status === 201 || attempt === 5) return { sent, answer };
    // Where a key leaves room for one row only, the world's own steps aside.
    if (attempt === 4) await hub.admin.query(`UPDATE ${snake(entity.name)} SET deleted_at = now() WHERE tenant_id = $1`, [hub.alpha.id]);
  }
}

const stateOf = async (entity: AnyEntity) => (await hub.admin.query(`SELECT count(*)::int AS rows, sum(version)::int AS versions FROM ${snake(entity.name)}`)).rows[0];

describe.each(standard.map((resource) => [resource.path, resource] as const))('/%s, written', (path, resource) => {
  const { entity } = resource;

  test('is made, changed, taken away and brought back, and a second one of the same key is refused by name', async () => {
    const { sent, answer } = await make(resource);
    expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 201, body: { version: 1 } });
    const isSecret = (key: string) => entity.fields[key]?.sensitivity === 'secret';
    for (const [key, value] of Object.entries(sent)) expect([key, key in answer.body, answer.body[key] ?? null]).toEqual([key, !isSecret(key), isSecret(key) ? null : value]);
    const place = `/${path}/${String(answer.body['id'])}`;
    const [title] = [entity.title, ...writableFields(entity).map(([key]) => key)].filter((key) => key in sent);
    const again = bodyOf(entity);
    const changed = await call('PATCH', place, { [title ?? '']: again[title ?? ''] });
    expect([200, 409]).toContain(changed.status);
    const keys = (entity.unique ?? [])
      .map(uniqueOf)
      .filter(({ on, when }) => on.every((key) => sent[key] !== null && sent[key] !== undefined) && (!when || sent[when.field] === when.is));
    const kept = (await call('GET', place)).body;
    const twice = await call('POST', `/${path}`, Object.fromEntries(Object.keys(sent).map((key) => [key, isSecret(key) ? sent[key] : kept[key]])));
    if (keys.length > 0) {
      expect(twice).toMatchObject({ status: 409, body: { code: 'unique.taken' } });
      expect(keys.flatMap(({ on }) => on)).toContain(twice.body['field']);
    } else expect(twice.status).toBe(201);
    expect(await call('DELETE', place)).toMatchObject({ status: 204 });
    expect(await call('GET', place)).toMatchObject({ status: 404 });
    expect(await call('POST', `${place}/restore`)).toMatchObject({ status: 200, body: { id: answer.body['id'], deletedAt: null } });
  });

  test('refuses every bad value of every field by the name of the field, and writes nothing', async () => {
    const { answer } = await make(resource);
    const place = `/${path}/${String(answer.body['id'])}`;
    const before = await stateOf(entity);
    const wrong: string[] = [];
    const refused = async (what: string, patch: Values, key: string, statuses: readonly number[], codes: readonly string[]) => {
      const { status, body } = await call('PATCH', place, patch);
      const field = String(body['field'] ?? '');
      if (!statuses.includes(status) || !codes.includes(String(body['code'])) || !(field === key || field.startsWith(`${key}.`)))
        wrong.push(`${key} ${what}: ${status} ${JSON.stringify(body).slice(0, 200)}`);
    };
    for (const [key, field] of writableFields(entity)) {
      for (const { why, value } of badValuesOf(field)) await refused(why, { [key]: value }, key, [422], ['field.invalid']);
      if (field.kind !== 'id' || !field.target) continue;
      await refused('of no row', { [key]: randomUUID() }, key, [422], ['row.missing']);
      const foreign = field.target === 'users' ? hub.beta.admin.userId : idsOf(hub.beta.id, field.target)[0];
      if (foreign) await refused('of another tenant', { [key]: foreign }, key, [422], ['row.missing']);
    }
    // What a state machine guards, what the server computes and what nobody declared are not an editor's to write.
    const guarded = Object.keys(entity.fields).filter((key) => !writableFields(entity).some(([own]) => own === key));
    for (const key of [...guarded, 'nothing', 'constructor']) await refused('not to be written', { [key]: 'x' }, key, [422], ['field.invalid']);
    expect(wrong).toEqual([]);
    const stale = await call('PATCH', place, {}, { 'if-match': '"99"' });
    expect(stale).toMatchObject({ status: 412, body: { code: 'row.stale', field: 'version' } });
    const foreign = idsOf(hub.beta.id, entity.name)[0] ?? randomUUID();
    for (const id of [foreign, randomUUID()]) {
      expect(await call('PATCH', `/${path}/${id}`, {})).toMatchObject({ status: 404, body: { code: 'row.missing' } });
      expect(await call('DELETE', `/${path}/${id}`)).toMatchObject({ status: 404, body: { code: 'row.missing' } });
    }
    const missing = writableFields(entity).filter(([, field]) => !field.optional && !('fallback' in field));
    const bodies = bodyOf(entity);
    for (const [key] of missing) {
      const { [key]: _left, ...rest } = bodies;
      expect(await call('POST', `/${path}`, rest)).toMatchObject({ status: 422, body: { code: 'field.invalid', field: key } });
    }
    expect(await stateOf(entity)).toEqual(before);
  });
});
