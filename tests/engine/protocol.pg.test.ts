import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Bed, makeBed, until } from './harness.ts';

let bed: Bed;
beforeAll(async () => {
  bed = await makeBed(
    `create table items (id int primary key, tenant_id text not null, title varchar(20), amount numeric(10,2), done boolean, tags text[], at timestamptz(3), data jsonb, raw bytea, span interval, small "char");
     create table pairs (a text, b int, "Weird ""name" text, primary key (b, a));
     create table keyless (x int, y text);
     create publication holdfast for table items, pairs, keyless;`,
    { liveTimeoutMs: 600, keepAliveMs: 300 },
  );
  await bed.sql(
    `insert into items values (1, 'a', 'one', 1.10, true, '{x,NULL}', '2024-01-01 12:00:00.1234+02', '{"b": 1, "a": [true]}', '\\xdeadbeef', '1 day 2 hours', 'c'), (2, 'b', null, null, false, null, null, null, null, null, null)`,
  );
});
afterAll(() => bed.close());

interface Message {
  readonly key?: string;
  readonly value?: Readonly<Record<string, string | null>>;
  readonly old_value?: object;
  readonly headers: Readonly<Record<string, unknown>>;
}
const messagesOf = async (response: Response) => (await response.json()) as Message[];
const place = (response: Response) => ({ handle: response.headers.get('electric-handle') ?? '', offset: response.headers.get('electric-offset') ?? '' });
const now = (params: Readonly<Record<string, string>> = {}) => bed.get({ table: 'items', ...params, offset: 'now' });
/** Reads on until the log's end. */
async function catchUp(params: Readonly<Record<string, string>>, from: Response) {
  const response = await bed.get({ table: 'items', ...params, ...place(from) });
  return { response, messages: await messagesOf(response) };
}

test("the first answer: rows as Postgres prints them, the snapshot's bounds, the schema, a week in caches", async () => {
  const response = await bed.get({ table: 'items', offset: '-1' });
  expect(response.status).toBe(200);
  const [one, two, end] = await messagesOf(response);
  expect(one).toEqual({
    key: '"public"."items"/"1"',
    value: {
      id: '1',
      tenant_id: 'a',
      title: 'one',
      amount: '1.10',
      done: 'true',
      tags: '{x,NULL}',
      at: '2024-01-01 10:00:00.123+00',
      data: '{"a": [true], "b": 1}',
      raw: '\\xdeadbeef',
      span: 'P1DT2H',
      small: 'c',
    },
    headers: { operation: 'insert', relation: ['public', 'items'] },
  });
  expect(two?.value).toMatchObject({ id: '2', title: null, done: 'false', tags: null });
  expect(end).toEqual({ headers: { control: 'snapshot-end', xmin: expect.stringMatching(/^\d+$/), xmax: expect.stringMatching(/^\d+$/), xip_list: [] } });
  expect(JSON.parse(response.headers.get('electric-schema') ?? '')).toEqual({
    id: { type: 'int4', not_null: true, pk_index: 0 },
    tenant_id: { type: 'text', not_null: true },
    title: { type: 'varchar', max_length: 20 },
    amount: { type: 'numeric', precision: 10, scale: 2 },
    done: { type: 'bool' },
    tags: { type: 'text', dims: 1 },
    at: { type: 'timestamptz', precision: 3 },
    data: { type: 'jsonb' },
    raw: { type: 'bytea' },
    span: { type: 'interval' },
    small: { type: 'char' },
  });
  const { headers } = response;
  expect(headers.get('cache-control')).toBe('public, max-age=604800, s-maxage=3600, stale-while-revalidate=2629746');
  expect(headers.get('electric-offset')).toBe('0_0');
  expect(headers.get('electric-up-to-date')).toBe(null);
  expect(headers.get('electric-has-data')).toBe('true');
  expect(headers.get('etag')).toBe(`"${headers.get('electric-handle')}:-1:0_0"`);
  expect(headers.get('access-control-expose-headers')).toContain('electric-handle');
  expect((await bed.get({ table: 'items', offset: '-1' }, { headers: { 'if-none-match': headers.get('etag') ?? '' } })).status).toBe(304);
  const next = await catchUp({}, response);
  expect(next.messages).toEqual([{ headers: { control: 'up-to-date', global_last_seen_lsn: expect.stringMatching(/^\d+$/) } }]);
  expect(next.response.headers.get('electric-up-to-date')).toBe('');
  expect(next.response.headers.get('electric-has-data')).toBe('false');
  expect(next.response.headers.get('cache-control')).toBe('public, max-age=60, stale-while-revalidate=300');
});

test('changes: keys and changed columns, delete + insert for a changed key, positions that step by two, one last per transaction', async () => {
  const start = await now();
  await bed.sql(
    `begin; insert into items (id, tenant_id, title) values (10, 'a', 'x'), (11, 'a', 'y'); update items set title = 'z', done = true where id = 10; update items set id = 12 where id = 11; delete from items where id = 10; delete from items where id = 12; commit`,
  );
  let { response, messages } = await catchUp({}, start);
  await until('the transaction is there', async () => {
    ({ response, messages } = await catchUp({}, start));
    return messages.length > 1;
  });
  const changes = messages.slice(0, -1);
  expect(changes.map(({ headers }) => [headers['operation'], headers['op_position'], headers['last'] ?? false])).toEqual([
    ['insert', 0, false],
    ['insert', 2, false],
    ['update', 4, false],
    ['delete', 6, false],
    ['insert', 7, false],
    ['delete', 8, false],
    ['delete', 10, true],
  ]);
  expect(changes[2]).toMatchObject({ key: '"public"."items"/"10"', value: { id: '10', title: 'z', done: 'true' } });
  expect(Object.keys(changes[2]?.value ?? {})).toEqual(['id', 'title', 'done']);
  expect(changes[3]).toMatchObject({ key: '"public"."items"/"11"', value: { id: '11' } });
  expect(changes[6]?.value).toEqual({ id: '12' });
  expect(changes[0]?.headers).toMatchObject({ relation: ['public', 'items'], txids: [expect.any(Number)], lsn: expect.stringMatching(/^\d+$/) });
  expect(new Set(changes.map(({ headers }) => headers['lsn'])).size).toBe(1);
  const lsn = String(changes[0]?.headers['lsn']);
  expect(response.headers.get('electric-offset')).toBe(`${lsn}_10`);
  // From the middle of the transaction only the rest comes, and `_0`, which SSE readers hold, stands for all of it.
  const middle = await messagesOf(await bed.get({ table: 'items', handle: place(start).handle, offset: `${lsn}_6` }));
  expect(middle.slice(0, -1)).toEqual(changes.slice(4));
  expect(await messagesOf(await bed.get({ table: 'items', handle: place(start).handle, offset: `${lsn}_0` }))).toHaveLength(1);
});

test('replica=full carries whole rows and old values', async () => {
  const start = await now({ replica: 'full' });
  await bed.sql(`update items set title = 'changed' where id = 1`);
  await bed.sql(`update items set title = 'one' where id = 1; delete from items where id = 2; insert into items (id, tenant_id, done) values (2, 'b', false)`);
  let messages: Message[] = [];
  await until('all is there', async () => ({ messages } = await catchUp({ replica: 'full' }, start)).messages.length === 5);
  expect(messages[0]).toMatchObject({ value: { id: '1', title: 'changed', amount: '1.10', data: '{"a": [true], "b": 1}' }, old_value: { title: 'one' } });
  expect(messages[0]?.old_value).toEqual({ title: 'one' });
  expect(messages[2]?.value).toMatchObject({ id: '2', tenant_id: 'b', done: 'false' });
});

test('composite and missing keys, quoted names, values that need escapes', async () => {
  const odd = 'tab\t nl\n cr\r bs\b ff\f vt\v esc\u001b del\u007f "quote" back\\slash sl/ash \u2028 \u{1f600} é \\N \\.';
  await bed.sql(`insert into pairs values ($1, 5, $1), ('', 6, null)`, [odd]);
  await bed.sql(`insert into keyless values (1, null), (2, 'a/b')`);
  const response = await bed.get({ table: '"public"."pairs"', offset: '-1', columns: 'a,b,"Weird ""name"' });
  const rows = (await messagesOf(response)).slice(0, -1).toSorted((x, y) => Number(x.value?.['b']) - Number(y.value?.['b']));
  expect(rows[0]).toMatchObject({ key: `"public"."pairs"/"5"/"${odd.replaceAll('/', '//')}"`, value: { a: odd, b: '5', 'Weird "name': odd } });
  expect(rows[1]).toMatchObject({ key: '"public"."pairs"/"6"/""', value: { a: '', b: '6', 'Weird "name': null } });
  const keyless = (await messagesOf(await bed.get({ table: 'keyless', offset: '-1' }))).slice(0, -1);
  expect(keyless.map(({ key }) => key)).toEqual(['"public"."keyless"/"1"/_', '"public"."keyless"/"2"/"a//b"']);
  // The same row as a change is the same message.
  const start = await bed.get({ table: 'pairs', offset: 'now' });
  await bed.sql(`begin; delete from pairs; insert into pairs values ($1, 5, $1); commit`.replaceAll('$1', `e'${odd.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`));
  let messages: Message[] = [];
  await until('the change is there', async () => ({ messages } = await catchUp({ table: 'pairs' }, start)).messages.length === 4);
  expect(messages[2]).toMatchObject({ key: rows[0]?.key, value: rows[0]?.value });
});

test('a live request waits, answers at once, and after its time says where the log stands', async () => {
  const start = await now();
  const quiet = await bed.get({ table: 'items', ...place(start), live: 'true', cursor: '5' });
  expect(quiet.status).toBe(200);
  expect(await messagesOf(quiet)).toEqual([{ headers: { control: 'up-to-date', global_last_seen_lsn: expect.any(String) } }]);
  expect(quiet.headers.get('cache-control')).toBe('public, max-age=5, stale-while-revalidate=5');
  expect(Number(quiet.headers.get('electric-cursor'))).toBeGreaterThan(5);
  expect(quiet.headers.get('electric-schema')).toBe(null);
  const cursor = quiet.headers.get('electric-cursor') ?? '';
  const waiting = bed.get({ table: 'items', ...place(quiet), live: 'true', cursor });
  await until('it waits', () => bed.engine().stats().waiting === 1);
  await bed.sql(`insert into pairs values ('other', 99, null)`);
  await bed.sql(`insert into items (id, tenant_id) values (50, 'live')`);
  const answer = await waiting;
  const messages = await messagesOf(answer);
  expect(messages[0]).toMatchObject({ key: '"public"."items"/"50"', headers: { last: true } });
  expect(messages[1]?.headers).toMatchObject({ control: 'up-to-date', global_last_seen_lsn: messages[0]?.headers['lsn'] });
  expect(answer.headers.get('electric-has-data')).toBe('true');
  expect(answer.headers.get('electric-cursor')).not.toBe(cursor);
  expect(bed.engine().stats().waiting).toBe(0);
  // Transactions that are not for the shape move its position and the mark all the same.
  await bed.sql(`insert into pairs values ('other', 100, null)`);
  const later = await bed.get({ table: 'items', ...place(answer), live: 'true' });
  expect(Number(place(later).offset.split('_')[0])).toBeGreaterThan(Number(place(answer).offset.split('_')[0]));
});

test('a reader that goes away leaves nothing behind', async () => {
  const start = await now();
  const aborter = new AbortController();
  const waiting = bed.get({ table: 'items', ...place(start), live: 'true' }, { signal: aborter.signal }).catch(() => null);
  await until('it waits', () => bed.engine().stats().waiting === 1);
  aborter.abort();
  await waiting;
  await until('it is gone', () => bed.engine().stats().waiting === 0, 300);
});

test('server-sent events: one message each, marks, signs of life', async () => {
  const start = await now();
  const response = await bed.get({ table: 'items', ...place(start), live: 'true', live_sse: 'true' });
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  expect(response.headers.get('cache-control')).toBe('public, max-age=59');
  let text = '';
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  const pump = (async () => {
    for (let read = await reader?.read(); read !== undefined && !read.done; read = await reader?.read()) text += read.value;
  })();
  await until('there is a sign of life', () => text.includes(': keep-alive\n\n'));
  await bed.sql(`insert into items (id, tenant_id) values (60, 'sse'), (61, 'sse')`);
  await until('both rows are there', () => text.includes('"61"'));
  const events = text.split('\n\n').filter((event) => event.startsWith('data: {"key"'));
  expect(events.map((event) => (JSON.parse(event.slice(6)) as Message).key)).toEqual(['"public"."items"/"60"', '"public"."items"/"61"']);
  await until('the mark follows', () => /"61"[^]*\n\ndata: \{"headers":\{"control":"up-to-date","global_last_seen_lsn":"\d+"\}\}\n\n/.test(text));
  await reader?.cancel();
  await pump;
});

test('a wrong handle and another definition are 409 with the right handle; it serves', async () => {
  const start = await now();
  for (const params of [
    { table: 'items', offset: place(start).offset, handle: 'nonsense' },
    { table: 'items', ...place(start), where: `tenant_id = 'a'` },
  ]) {
    const response = await bed.get(params);
    expect(response.status).toBe(409);
    expect(await response.json()).toEqual([{ headers: { control: 'must-refetch' } }]);
    expect(response.headers.get('cache-control')).toBe('public, max-age=60, must-revalidate');
    const handle = response.headers.get('electric-handle') ?? '';
    expect(handle).not.toBe(params.handle);
    expect((await bed.get({ ...params, handle, offset: '-1' })).headers.get('electric-handle')).toBe(handle);
  }
});

test('an offset beyond the log waits, then is refused', async () => {
  const start = await now();
  const response = await bed.get({ table: 'items', handle: place(start).handle, offset: '99999999999999_0' });
  expect(response.status).toBe(400);
  expect(await response.json()).toEqual({ message: 'Invalid request', errors: { offset: ['out of bounds for this shape'] } });
});

test.each<[string, Readonly<Record<string, string>>, Readonly<Record<string, readonly string[]>>]>([
  ['no table', { offset: '-1' }, { table: [`can't be blank`] }],
  ['a table that is not one', { table: 'items; drop', offset: '-1' }, { table: ['"items; drop" is not a table name'] }],
  ['an unknown table', { table: 'nope', offset: '-1' }, { table: ['Table "public"."nope" does not exist or is not published.'] }],
  ['no offset', { table: 'items' }, { offset: [`can't be blank`] }],
  ['a wrong offset', { table: 'items', offset: '5' }, { offset: ['has invalid format'] }],
  ['no handle', { table: 'items', offset: '5_0' }, { handle: [`can't be blank when offset != -1`] }],
  ['live at the start', { table: 'items', offset: '-1', live: 'true' }, { live: [`can't be true when offset == -1`] }],
  ['live now', { table: 'items', offset: 'now', live: 'true' }, { live: [`can't be true when offset == now`] }],
  ['SSE that is not live', { table: 'items', offset: '5_0', handle: 'x', live_sse: 'true' }, { live_sse: [`can't be true unless live is also true`] }],
  ['an unknown column', { table: 'items', offset: '-1', columns: 'id,nope' }, { columns: ['The following columns could not be found: nope'] }],
  ['columns without the key', { table: 'items', offset: '-1', columns: 'title' }, { columns: ['The list of columns must include all primary key columns, missing: id'] }],
  ['a filter that is none', { table: 'items', offset: '-1', where: 'tenant_id ==' }, { where: ['unexpected "=" at position 12'] }],
  ['a filter that asks for more', { table: 'items', offset: '-1', where: '1=1) union select 1' }, { where: ['unexpected ")" at position 4'] }],
  ['a wrong replica', { table: 'items', offset: '-1', replica: 'half' }, { replica: ['must be one of default, full'] }],
  ['limit without order', { table: 'items', offset: 'now', subset__limit: '5' }, { subset__order_by: ['is required when limit or offset is given'] }],
])('%s is refused with the parameter named', async (_what, params, errors) => {
  const response = await bed.get(params);
  expect(response.status).toBe(400);
  expect(await response.json()).toEqual({ message: 'Invalid request', errors });
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(response.headers.get('surrogate-control')).toBe('no-store');
});

test('HEAD, OPTIONS, DELETE and others', async () => {
  const head = await bed.get({ table: 'items', offset: '-1' }, { method: 'HEAD' });
  expect([head.status, await head.text(), head.headers.get('electric-offset')]).toEqual([200, '', '0_0']);
  const options = await bed.get({}, { method: 'OPTIONS' });
  expect([options.status, options.headers.get('access-control-allow-origin')]).toEqual([204, '*']);
  expect((await bed.get({ table: 'items' }, { method: 'DELETE' })).status).toBe(405);
  expect((await bed.get({ table: 'items' }, { method: 'PUT' })).status).toBe(405);
});

test('subsets by GET and POST; changes_only begins with bounds alone', async () => {
  const start = await bed.get({ table: 'items', offset: '-1', log: 'changes_only', where: `id < 3` });
  expect(await messagesOf(start)).toEqual([{ headers: { control: 'snapshot-end', xmin: expect.any(String), xmax: expect.any(String), xip_list: [] } }]);
  expect(place(start).offset).toBe('0_0');
  const params = { table: 'items', log: 'changes_only', where: `id < 3`, ...place(start) };
  const bodies: unknown[] = [];
  for (const ask of [
    () => bed.get({ ...params, subset__where: 'tenant_id in ($1, $2)', subset__params: '{"1":"a","2":"b"}', subset__order_by: 'id DESC NULLS LAST', subset__limit: '1' }),
    () =>
      bed.get(params, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ where: 'tenant_id in ($1, $2)', params: { 1: 'a', 2: 'b' }, order_by: 'id desc', limit: 1 }),
      }),
  ]) {
    const response = await ask();
    expect([response.status, response.headers.get('electric-snapshot'), response.headers.get('cache-control')]).toEqual([200, 'true', 'no-cache']);
    const body = (await response.json()) as { metadata: { snapshot_mark: number }; data: Message[] };
    expect(body.metadata).toEqual({ snapshot_mark: expect.any(Number), database_lsn: expect.any(String), xmin: expect.any(String), xmax: expect.any(String), xip_list: [] });
    expect(body.data[0]?.headers).toEqual({ operation: 'insert', relation: ['public', 'items'], snapshot_mark: body.metadata.snapshot_mark });
    bodies.push(body.data.map(({ value }) => value?.['id']));
  }
  expect(bodies).toEqual([['2'], ['2']]);
  expect((await bed.get(params, { method: 'POST', body: '{"where": "nope = 1"}' })).status).toBe(400);
  expect((await bed.get(params, { method: 'POST', body: '{' })).status).toBe(400);
});
