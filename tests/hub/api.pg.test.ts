import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openApi, type ApiStage } from '../support/api.ts';
import { newCommandId } from '../support/ids.ts';

let stage: ApiStage;
let admin: string;
beforeAll(async () => {
  stage = await openApi();
  admin = await stage.token('admin');
});
afterAll(() => stage.close());

const account = (name: string, more: object = {}) => ({ name, accountType: 'client', ...more });
const add = async (name: string, more: object = {}) => (await stage.call(admin, 'POST', '/accounts', account(name, more))).body;

test('a row is made, shown, changed, taken away and brought back', async () => {
  const made = await stage.call(admin, 'POST', '/accounts', account('Ægir & Sons', { tags: ['north'] }));
  expect(made).toMatchObject({ status: 201, body: { name: 'Ægir & Sons', tags: ['north'], version: 1, isActive: true } });
  const place = made.headers.get('location') ?? '';
  expect(place).toBe(`/api/v1/accounts/${made.body.id}`);
  expect(made.headers.get('etag')).toBe('"1"');
  expect(Object.keys(made.body)).not.toContain('visibleTo');
  const path = `/accounts/${made.body.id}`;
  const shown = await stage.call(admin, 'GET', path);
  expect(shown).toMatchObject({ status: 200, body: made.body });
  const changed = await stage.call(admin, 'PATCH', path, { website: 'https://aegir.example' });
  expect(changed).toMatchObject({ status: 200, body: { website: 'https://aegir.example', version: 2 } });
  expect(changed.headers.get('etag')).toBe('"2"');
  expect(await stage.call(admin, 'PATCH', path, { website: 'https://aegir.example' })).toMatchObject({ status: 200, body: { version: 2 } });
  expect(await stage.call(admin, 'DELETE', `${path}?reason=closed`)).toMatchObject({ status: 204, body: null });
  expect(await stage.call(admin, 'GET', path)).toMatchObject({ status: 404, body: { code: 'row.missing', field: 'id' } });
  expect(await stage.call(admin, 'DELETE', path)).toMatchObject({ status: 404 });
  expect(await stage.call(admin, 'POST', `${path}/restore`)).toMatchObject({ status: 200, body: { name: 'Ægir & Sons', version: 4 } });
});

test('a retry of the same key is the same row, and another key another', async () => {
  const key = newCommandId();
  const send = () => stage.call(admin, 'POST', '/accounts', account('Once only'), { 'idempotency-key': key });
  const [one, two, three] = await Promise.all([send(), send(), send()]);
  const four = await send();
  expect(new Set([one, two, three, four].map(({ status, body }) => `${status} ${body.id}`)).size).toBe(1);
  const { rows } = await stage.admin.query(`SELECT count(*)::int AS n FROM accounts WHERE name = 'Once only'`);
  expect(rows).toEqual([{ n: 1 }]);
  expect(await stage.call(admin, 'POST', '/accounts', account('x'), { 'idempotency-key': 'again' })).toMatchObject({
    status: 400,
    body: { code: 'idempotency.invalid', field: 'Idempotency-Key' },
  });
});

test('a row is written only at the version that If-Match names, and sent only at another than If-None-Match', async () => {
  const { id } = await add('Versioned');
  const path = `/accounts/${id}`;
  const attempts = await Promise.all(['a', 'b', 'c', 'd'].map((website) => stage.call(admin, 'PATCH', path, { website }, { 'if-match': '"1"' })));
  expect(attempts.map(({ status }) => status).toSorted()).toEqual([200, 412, 412, 412]);
  expect(attempts.find(({ status }) => status === 412)?.body).toMatchObject({ code: 'row.stale', field: 'version' });
  expect(await stage.call(admin, 'PATCH', path, { website: 'e' }, { 'if-match': 'two' })).toMatchObject({ status: 400, body: { code: 'header.invalid', field: 'If-Match' } });
  expect(await stage.call(admin, 'GET', path, undefined, { 'if-none-match': '"2"' })).toMatchObject({ status: 304, body: null });
  expect(await stage.call(admin, 'GET', path, undefined, { 'if-none-match': '"1"' })).toMatchObject({ status: 200 });
  expect(await stage.call(admin, 'DELETE', path, undefined, { 'if-match': '"1"' })).toMatchObject({ status: 412 });
  expect(await stage.call(admin, 'DELETE', path, undefined, { 'if-match': '"2"' })).toMatchObject({ status: 204 });
});

describe('lists', () => {
  test('page exactly over a thousand rows while rows come and go, in every order', async () => {
    await stage.admin.query(
      `INSERT INTO locations (id, tenant_id, created_at, updated_at, version, name, type, code, is_active)
       SELECT gen_random_uuid(), $1, now(), now() - (n % 7) * interval '1 day', 1, 'Place ' || n, 'area', CASE WHEN n % 3 > 0 THEN 'C' || n % 5 END, true FROM generate_series(1, 1000) n`,
      [stage.world.tenantId],
    );
    for (const sort of ['', '&sort=updatedAt', '&sort=-updatedAt', '&sort=code', '&sort=-code', '&sort=id']) {
      const seen: string[] = [];
      let after = '';
      for (let page = 0; page < 20; page += 1) {
        const { status, body, headers } = await stage.call(
          admin,
          'GET',
          `/reference/locations?limit=97&fields=name,updatedAt&filter[name][contains]=Place${sort}${after && `&after=${after}`}`,
        );
        expect(status).toBe(200);
        seen.push(...body.data.map(({ name }) => name));
        if (body.next === null) {
          expect(headers.get('link')).toBeNull();
          break;
        }
        expect(headers.get('link')).toContain('rel="next"');
        after = encodeURIComponent(body.next);
        await stage.admin.query(
          `INSERT INTO locations (id, tenant_id, created_at, updated_at, version, name, type, is_active) VALUES (gen_random_uuid(), $1, now(), now(), 1, 'Other', 'area', true)`,
          [stage.world.tenantId],
        );
      }
      expect(seen).toHaveLength(1000);
      expect(new Set(seen).size).toBe(1000);
    }
  });

  test('are filtered by what fields hold', async () => {
    const website = 'https://filter.example';
    const [one, two] = [await add('Filter one', { website, industry: 'Law', tags: ['x', 'y'] }), await add('Filter 100%_\\', { website, accountType: 'vendor' })];
    const found = async (query: string) =>
      (await stage.call(admin, 'GET', `/accounts?filter[website]=https%3A%2F%2Ffilter.example&${query}`)).body.data.map(({ id }) => id).toSorted();
    expect(await found('filter[accountType]=vendor')).toEqual([two.id]);
    expect(await found('filter[accountType][in]=vendor,client')).toEqual([one.id, two.id].toSorted());
    expect(await found('filter[accountType][ne]=vendor')).toEqual([one.id]);
    expect(await found('filter[tags][contains]=y')).toEqual([one.id]);
    expect(await found('filter[industry][empty]=true')).toEqual([two.id]);
    expect(await found('filter[industry][empty]=false')).toEqual([one.id]);
    expect(await found('filter[name][contains]=100%25_%5C')).toEqual([two.id]);
    expect(await found('filter[name][contains]=%25_')).toEqual([two.id]);
    expect(await found(`filter[createdAt][gt]=${encodeURIComponent(new Date(Date.now() - 3_600_000).toISOString())}&filter[isActive]=true`)).toHaveLength(2);
    expect(await found(`filter[createdAt][lt]=2000-01-01T00:00:00Z`)).toEqual([]);
  });

  test.each([
    ['filter[nothing]=1', 'filter[nothing]'],
    ['filter[isActive]=perhaps', 'filter[isActive]'],
    ['filter[ownerId]=me', 'filter[ownerId]'],
    ['filter[createdAt][gt]=yesterday', 'filter[createdAt][gt]'],
    ['filter[accountType]=friend', 'filter[accountType]'],
    ['filter[customFields]=x', 'filter[customFields]'],
    ['filter[name][like]=x', 'filter[name][like]'],
    ['filter[version][gt]=99999999999999999999', 'filter[version][gt]'],
    ['filter[name]=%00', 'filter[name]'],
    ['filter[visibleTo][contains]=tenant', 'filter[visibleTo][contains]'],
    ['sort=industry', 'sort'],
    ['sort=id,name', 'sort'],
    ['fields=name,keyHash', 'fields'],
    ['limit=0', 'limit'],
    ['limit=501', 'limit'],
    ['limit=ten', 'limit'],
    ['after=nonsense', 'after'],
    ['after=WyJuYW1lIiwieCIsIjEiXQ', 'after'],
    ['name=x', 'name'],
    ['limit=1&limit=2', 'limit'],
  ])('refuse %s by name', async (query, field) => {
    expect(await stage.call(admin, 'GET', `/accounts?${query}`)).toMatchObject({ status: 400, body: { code: 'field.invalid', field, status: 400 } });
  });

  test('lie under the row that they refer to', async () => {
    const parent = await add('Parent');
    const child = await add('Child', { parentAccountId: parent.id });
    expect((await stage.call(admin, 'GET', `/accounts/${parent.id}/accounts`)).body).toMatchObject({ data: [{ id: child.id }], next: null });
    expect(await stage.call(admin, 'GET', `/accounts/${newCommandId()}/accounts`)).toMatchObject({ status: 404, body: { code: 'row.missing' } });
  });
});

describe('who may look', () => {
  test('is what the rights say: teams see their own, the same answer for hidden and absent rows', async () => {
    const [north, south] = [await stage.token('agent'), await stage.token('southerner')];
    const opened = await stage.call(north, 'POST', '/cases', {
      kindId: stage.world.rows.caseKinds?.[0]?.id,
      priorityId: stage.world.rows.priorities?.[0]?.id,
      categoryId: stage.world.rows.caseCategories?.[0]?.id,
      teamId: stage.world.idOf('teams', 'name', 'North'),
      title: 'Of the north',
    });
    expect(opened).toMatchObject({ status: 201, body: { title: 'Of the north', status: 'open' } });
    const path = `/cases/${opened.body.id}`;
    expect(await stage.call(north, 'GET', path)).toMatchObject({ status: 200, body: { id: opened.body.id } });
    const hidden = await stage.call(south, 'GET', path);
    const absent = await stage.call(south, 'GET', `/cases/${newCommandId()}`);
    expect([hidden.status, hidden.body]).toEqual([404, absent.body]);
    for (const below of ['notes', 'history', 'participants', 'links', 'checklists', 'clocks']) {
      expect(await stage.call(south, 'GET', `${path}/${below}`)).toMatchObject({ status: 404, body: absent.body });
      expect(await stage.call(north, 'GET', `${path}/${below}`)).toMatchObject({ status: 200 });
    }
    expect((await stage.call(south, 'GET', '/cases')).body.data).toEqual([]);
    expect(await stage.call(admin, 'POST', '/commands/cases.resume', { args: { id: opened.body.id } })).toMatchObject({
      status: 409,
      body: { code: 'state.forbidden', field: 'status' },
    });
    expect(await stage.call(admin, 'PATCH', path, { status: 'closed' })).toMatchObject({ status: 422, body: { code: 'field.invalid', field: 'status' } });
    expect(await stage.call(south, 'PATCH', path, { title: 'Mine' })).toMatchObject({ status: 404, body: { code: 'row.missing' } });
    expect(await stage.call(await stage.token('owner', stage.other), 'GET', path)).toMatchObject({ status: 404, body: absent.body });
  });

  test('what only the server holds is for those whom the right opens the tenant, and one’s own sessions are one’s own', async () => {
    const agent = await stage.token('agent');
    for (const path of ['/audit-events', '/api-keys', '/api-request-log', '/connectors', '/contact-identifiers']) {
      expect(await stage.call(admin, 'GET', path)).toMatchObject({ status: 200 });
      expect(await stage.call(agent, 'GET', path)).toMatchObject({ status: 403, body: { code: 'auth.denied' } });
    }
    expect(await stage.call(agent, 'GET', '/sessions')).toMatchObject({ status: 200 });
    const denied = await stage.admin.query(`SELECT count(*)::int AS n FROM audit_events WHERE NOT success AND action = 'GET /api/v1/connectors' AND actor_id = $1`, [
      stage.world.idOf('users', 'email', stage.world.email('agent')),
    ]);
    expect(denied.rows).toEqual([{ n: 1 }]);
  });
});

describe('keys', () => {
  test('do what they are given and nothing else, as the integration member', async () => {
    const { text: key } = await stage.key([
      ['contacts.view', 'tenant'],
      ['contacts.edit', 'tenant'],
    ]);
    const made = await stage.call(key, 'POST', '/accounts', account('By a machine'));
    expect(made).toMatchObject({ status: 201, body: { createdBy: '00000000-0000-7000-8000-000000000002' } });
    expect(await stage.call(key, 'GET', `/accounts/${made.body.id}`)).toMatchObject({ status: 200 });
    expect(await stage.call(key, 'GET', '/cases')).toMatchObject({ status: 403, body: { code: 'auth.denied' } });
    expect(await stage.call(key, 'POST', '/reference/priorities', { name: 'x', level: 9, colour: '#000000', slaHours: 1 })).toMatchObject({
      status: 403,
      body: { code: 'auth.denied' },
    });
    const { rows } = await stage.admin.query(
      `SELECT k.id = a.api_key_id AS same, a.ip_address FROM audit_events a, api_keys k WHERE a.subject_id = $1 AND a.action = 'accounts.create' AND k.key_hash IS NOT NULL AND k.id = a.api_key_id`,
      [made.body.id],
    );
    expect(rows).toEqual([{ same: true, ip_address: '127.0.0.1' }]);
  });

  test('that are unknown, revoked, expired or of a suspended tenant are refused alike', async () => {
    const read = () => stage.key([['contacts.view', 'tenant']]);
    const [revoked, expired, suspended] = [await read(), await read(), await stage.key([['contacts.view', 'tenant']], { world: stage.other })];
    for (const { text } of [revoked, expired, suspended]) expect(await stage.call(text, 'GET', '/accounts')).toMatchObject({ status: 200 });
    expect(await stage.call(admin, 'POST', '/commands/apiKeys.revoke', { args: { id: revoked.id } })).toMatchObject({ status: 200 });
    await stage.admin.query(`UPDATE api_keys SET expires_at = now() - interval '1 second' WHERE id = $1`, [expired.id]);
    await stage.admin.query('UPDATE tenants SET is_active = false WHERE id = $1', [stage.other.tenantId]);
    const unknown = `${expired.text.slice(0, -5)}AAAAA`;
    for (const key of [revoked.text, expired.text, suspended.text, unknown, 'nonsense', null])
      expect(await stage.call(key, 'GET', '/accounts')).toMatchObject({ status: 401, body: { code: 'session.ended' } });
    await stage.admin.query('UPDATE tenants SET is_active = true WHERE id = $1', [stage.other.tenantId]);
    expect((await stage.call(null, 'GET', '/accounts')).headers.get('www-authenticate')).toBe('Bearer');
  });

  test('are counted by the hour and told how many calls are left', async () => {
    const { text: key, id } = await stage.key([['contacts.view', 'tenant']], { rateLimit: 3 });
    const answers = [];
    for (let n = 0; n < 5; n += 1) answers.push(await stage.call(key, 'GET', '/accounts?limit=1'));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429, 429]);
    expect(answers.map(({ headers }) => headers.get('ratelimit-remaining'))).toEqual(['2', '1', '0', '0', '0']);
    expect(answers[3]?.body).toMatchObject({ code: 'rate.exceeded', status: 429 });
    expect(Number(answers[3]?.headers.get('retry-after'))).toBeGreaterThan(3500);
    await expect
      .poll(async () => (await stage.admin.query('SELECT status_code, endpoint, method, ip_address FROM api_request_log WHERE api_key_id = $1 ORDER BY at, id', [id])).rows)
      .toMatchObject([200, 200, 200, 429, 429].map((status_code) => ({ status_code, endpoint: '/api/v1/accounts', method: 'GET', ip_address: '127.0.0.1' })));
    expect((await stage.admin.query('SELECT last_used_at IS NOT NULL AS used FROM api_keys WHERE id = $1', [id])).rows).toEqual([{ used: true }]);
  });
});

test('errors are problem details, whatever is sent', async () => {
  const answer = await stage.call(admin, 'POST', '/accounts', '{"name":');
  expect(answer).toMatchObject({ status: 400, body: { type: 'about:blank', title: 'Bad Request', status: 400, code: 'body.json' } });
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
  expect(await stage.call(admin, 'POST', '/accounts', '[]')).toMatchObject({ status: 400, body: { code: 'body.object' } });
  expect(await stage.call(admin, 'POST', '/accounts', 'x', { 'content-type': 'text/plain' })).toMatchObject({ status: 415, body: { code: 'body.type' } });
  expect(await stage.call(admin, 'POST', '/accounts', account('x'.repeat(3 * 1024 * 1024)))).toMatchObject({ status: 413, body: { code: 'body.tooLarge' } });
  expect(await stage.call(admin, 'GET', '/nothing')).toMatchObject({ status: 404, body: { code: 'route.missing' } });
  expect(await stage.call(admin, 'GET', '/accounts/7')).toMatchObject({ status: 404, body: { code: 'row.missing' } });
  expect(await stage.call(admin, 'POST', '/commands/accounts.create', { args: account('By command') })).toMatchObject({ status: 200, body: { rows: [{ entity: 'accounts' }] } });
  expect(await stage.call(admin, 'POST', '/commands/accounts.dance', { args: {} })).toMatchObject({ status: 404, body: { code: 'route.missing' } });
});

test('the same field changed by two at once is a conflict that says both values', async () => {
  const { id } = await add('Conflicting', { industry: 'Law' });
  await stage.call(admin, 'PATCH', `/accounts/${id}`, { industry: 'Trade' });
  const answer = await stage.call(admin, 'POST', '/commands/accounts.update', { args: { id, patch: { industry: 'Health' } }, base: { industry: 'Law' } });
  expect(answer).toMatchObject({ status: 409, body: { code: 'edit.conflict', field: 'industry', clashes: [{ field: 'industry', base: 'Law', mine: 'Health', theirs: 'Trade' }] } });
});
