import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { movedTo } from '../../sync-server/api/redirects.ts';
import { inTenant } from '../../sync-server/db/transaction.ts';
import { openApi, type ApiStage, type Body } from '../support/api.ts';
import { newCommandId } from '../support/ids.ts';

let stage: ApiStage;
let admin: string;
let agent: string;
let contact: Body;
let opened: Body;
const post = async (path: string, body: object, token = admin) => {
  const answer = await stage.call(token, 'POST', path, body);
  expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 201 });
  return answer.body;
};
beforeAll(async () => {
  stage = await openApi();
  [admin, agent] = [await stage.token('admin'), await stage.token('agent')];
  contact = await post('/contacts', {
    firstName: 'Zoë',
    lastName: 'Ångström',
    points: [
      { kind: 'phone', value: '+46 70 123 45 67' },
      { kind: 'email', value: 'Zoe@example.org' },
    ],
  });
  opened = await post(
    '/cases',
    {
      kindId: stage.world.rows.caseKinds?.[0]?.id,
      priorityId: stage.world.rows.priorities?.[0]?.id,
      categoryId: stage.world.rows.caseCategories?.[0]?.id,
      teamId: stage.world.idOf('teams', 'name', 'North'),
      contactId: contact.id,
      assignedTo: stage.world.idOf('users', 'email', stage.world.email('agent')),
      title: 'A leaking roof in Malmö',
    },
    agent,
  );
  await post('/notes', { subject: { caseId: opened.id }, body: 'The plumber comes on Monday.' }, agent);
});
afterAll(() => stage.close());
const names = (body: Body) => body.data.map((hit) => `${String(hit['entity'])} ${String(hit['title'])}`);

test('a contact is shown with everything that belongs to it, as far as one may see', async () => {
  const whole = await stage.call(agent, 'GET', `/contacts/${contact.id}/360`);
  expect(whole).toMatchObject({
    status: 200,
    body: { contact: { id: contact.id, fullName: 'Zoë Ångström' }, points: { next: null }, cases: { data: [{ id: opened.id }] }, documentCount: 0, account: null },
  });
  expect(Object(whole.body['points']).data).toHaveLength(2);
  expect(whole.body).toMatchObject({ scores: null, invoices: null });
  const [southerner, southern] = [await stage.token('southerner'), await stage.call(await stage.token('southerner'), 'GET', `/contacts/${contact.id}/360`)];
  expect(southern.body).toMatchObject({ contact: { id: contact.id }, cases: { data: [] } });
  expect(await stage.call(southerner, 'GET', `/cases/${opened.id}/view`)).toMatchObject({ status: 404, body: { code: 'row.missing' } });
  expect(await stage.call(await stage.token('owner', stage.other), 'GET', `/contacts/${contact.id}/360`)).toMatchObject({ status: 404 });
});

test('a case is shown with its notes, history and what happened', async () => {
  await stage.call(agent, 'PATCH', `/cases/${opened.id}`, { title: 'A leaking roof in Lund' });
  const { status, body } = await stage.call(agent, 'GET', `/cases/${opened.id}/view`);
  expect(status).toBe(200);
  expect(body).toMatchObject({
    case: { id: opened.id, title: 'A leaking roof in Lund' },
    notes: { data: [{ body: 'The plumber comes on Monday.' }] },
    history: { data: [{ fieldName: 'title' }] },
  });
  expect(Object(body['timeline']).data.length).toBeGreaterThan(0);
});

test('a person is found by number or address in any spelling', async () => {
  for (const address of ['0046701234567', '+46 (70) 123 45 67', ' zoe@EXAMPLE.org'])
    expect((await stage.call(agent, 'GET', `/contacts/lookup?address=${encodeURIComponent(address)}`)).body.data).toMatchObject([{ id: contact.id, fullName: 'Zoë Ångström' }]);
  expect((await stage.call(agent, 'GET', '/contacts/lookup?address=%2B999')).body.data).toEqual([]);
  expect(await stage.call(agent, 'GET', '/contacts/lookup')).toMatchObject({ status: 400, body: { code: 'input.invalid', field: 'address' } });
});

test('clients are listed with what is open, by name, and page by page', async () => {
  await post('/contacts', { firstName: 'Adam', lastName: 'Alone' });
  const { body } = await stage.call(agent, 'GET', '/clients?limit=1');
  expect(body.data).toMatchObject([{ fullName: 'Adam Alone', openCaseCount: 0, activeOpportunityCount: 0, lastActivityAt: null, qdSummary: null }]);
  const rest = await stage.call(agent, 'GET', `/clients?limit=1&after=${encodeURIComponent(body.next ?? '')}`);
  expect(rest.body).toMatchObject({ data: [{ id: contact.id, openCaseCount: 1 }], next: null });
  expect((await stage.call(agent, 'GET', '/clients?text=angstrom')).body.data).toMatchObject([{ id: contact.id }]);
  expect((await stage.call(agent, 'GET', '/clients?text=%25')).body.data).toEqual([]);
});

test('an inbox holds what waits for one, the oldest first', async () => {
  const me = stage.world.idOf('users', 'email', stage.world.email('agent'));
  const insert = (text: string, at: string, userId = me) =>
    stage.admin.query(
      `INSERT INTO reminders (id, tenant_id, created_at, created_by, updated_at, version, user_id, text, remind_at, status) VALUES ($1, $2, now(), $3, now(), 1, $3, $4, $5, 'pending')`,
      [newCommandId(), stage.world.tenantId, userId, text, at],
    );
  await insert('Later', '2099-01-01T00:00:00Z');
  await insert('Second', '2026-01-02T00:00:00Z');
  await insert('First', '2026-01-01T00:00:00Z');
  await insert('Not mine', '2026-01-01T00:00:00Z', stage.world.idOf('users', 'email', stage.world.email('second')));
  const { body } = await stage.call(agent, 'GET', '/inbox?types=reminders');
  expect(names(body)).toEqual(['reminders First', 'reminders Second']);
  expect(body.data[0]).toMatchObject({ action: 'reminders.finish', risk: null });
  expect(Number(body.data[0]?.['ageSeconds'])).toBeGreaterThan(Number(body.data[1]?.['ageSeconds']));
  expect(await stage.call(agent, 'GET', '/inbox')).toMatchObject({ status: 200 });
});

describe('a search', () => {
  const search = async (text: string, token = agent, more = '') => stage.call(token, 'GET', `/search?text=${encodeURIComponent(text)}${more}`);

  test('finds without accents, by the beginnings of words, whatever holds them', async () => {
    expect(names((await search('angstr')).body)).toContain('contacts Zoë Ångström');
    expect(names((await search('zoë ANGSTRÖM')).body)).toContain('contacts Zoë Ångström');
    expect(names((await search('leak roof')).body)).toEqual(['cases A leaking roof in Lund']);
    expect((await search('plumber')).body.data).toMatchObject([{ entity: 'notes', snippet: expect.stringContaining('‹plumber›') }]);
    expect((await search('zoe@example.org')).body.data[0]).toMatchObject({ entity: 'contacts', id: contact.id });
    expect((await search(String(opened['caseNumber']))).body.data[0]).toMatchObject({ entity: 'cases', id: opened.id });
    expect((await search('leak', agent, '&types=contacts,notes')).body.data).toEqual([]);
    expect((await search('leak', agent, '&to=2020-01-01T00:00:00Z')).body.data).toEqual([]);
  });

  test('obeys the sight of each row, and the wall of the tenant', async () => {
    expect((await search('leak', await stage.token('southerner'))).body.data).toEqual([]);
    expect((await search('plumber', await stage.token('southerner'))).body.data).toEqual([]);
    expect((await search('angstrom', await stage.token('owner', stage.other))).body.data).toEqual([]);
  });

  test('takes any text as text', async () => {
    for (const text of ["'", '& | !', ':*', '\\', "x'); DROP TABLE notes; --", '（）', '🙂', '\u0301', 'a'.repeat(200)]) expect(await search(text)).toMatchObject({ status: 200 });
    expect(await search('a'.repeat(201))).toMatchObject({ status: 400, body: { field: 'text' } });
  });

  test('stands its hits as a desk does: one’s own, pinned and opened ones higher', async () => {
    const scores = async () => new Map((await search('leak')).body.data.map((hit) => [hit.id, Number(hit['score'])]));
    const before = (await scores()).get(opened.id) ?? 0;
    const favourite = await stage.call(agent, 'POST', '/commands/favourites.add', { args: { target: { type: 'cases', id: opened.id } } });
    expect(favourite, JSON.stringify(favourite.body)).toMatchObject({ status: 200 });
    expect((await scores()).get(opened.id)).toBeCloseTo(before + 8);
  });

  test('never finds beyond the wall, whoever asks the index itself', async () => {
    const found = (tenantId: string, table = 'contacts') =>
      inTenant(stage.admin, tenantId, async (tx) => (await tx.query(`SELECT id FROM holdfast_found($1, 'angstrom:*', NULL, 10)`, [table])).rows);
    expect(await found(stage.world.tenantId)).toEqual([{ id: contact.id }]);
    expect(await found(stage.other.tenantId)).toEqual([]);
    await expect(found(stage.world.tenantId, 'users; DROP TABLE notes')).rejects.toThrow('nothing is searched');
  });
});

test('a look at all of one contact is kept, and one at many where it showed what few may see', async () => {
  const seen = async (action: string) =>
    (
      await stage.admin.query('SELECT subject_id::text AS id, after FROM audit_events WHERE action = $1 AND actor_id = $2 ORDER BY id', [
        action,
        stage.world.idOf('users', 'email', stage.world.email('owner')),
      ])
    ).rows;
  const owner = await stage.token('owner');
  expect(await stage.call(owner, 'GET', `/contacts/${contact.id}/360`)).toMatchObject({ status: 200 });
  expect(await seen('contacts.view360')).toMatchObject([{ id: contact.id }]);
  await post('/vendors', { name: 'Plumbers United' }, owner);
  expect((await stage.call(owner, 'GET', '/search?text=leaking')).body.data.length).toBeGreaterThan(0);
  expect(await seen('search.view')).toEqual([]);
  expect((await stage.call(owner, 'GET', '/search?text=plumbers')).body.data).toMatchObject([{ entity: 'vendors' }]);
  expect(await seen('search.view')).toEqual([{ id: null, after: { restricted: ['vendors'] } }]);
});

test('the audit trail says who did what, and that it was read', async () => {
  const trail = async (query: string) => (await stage.call(admin, 'GET', `/audit-trail?${query}`)).body;
  expect((await trail(`subjectType=cases&subjectId=${opened.id}`)).data.map((row) => row['action'])).toEqual(['cases.update', 'cases.open']);
  expect((await trail(`actorId=${stage.world.idOf('users', 'email', stage.world.email('agent'))}&action=notes.add`)).data).toHaveLength(1);
  expect((await trail('to=2000-01-01T00:00:00Z')).data).toEqual([]);
  const looks = (await trail('action=auditEvents.read')).data;
  expect(looks.map((row) => row['actorId'])).toEqual(Array(3).fill(stage.world.idOf('users', 'email', stage.world.email('admin'))));
  expect(await stage.call(agent, 'GET', '/audit-trail')).toMatchObject({ status: 403, body: { code: 'auth.denied' } });
  expect(await stage.call(admin, 'GET', '/audit-trail?subjectId=x')).toMatchObject({ status: 400, body: { field: 'subjectId' } });
});

test.each([
  ['/api/crm/contacts', '/api/v1/contacts'],
  ['/api/crm/contacts?limit=3', '/api/v1/contacts?limit=3'],
  ['/api/crm/client-360/7', '/api/v1/contacts/7/360'],
  ['/api/crm/qd/7', '/api/v1/contacts/7/qd'],
  ['/api/oracle/templates/7', '/api/v1/oracle/templates/7'],
  ['/api/oracle/canvas', '/api/v1/oracle/canvases'],
  ['/api/oracle/canvas/7', '/api/v1/oracle/canvases/7'],
  ['/api/crm//evil.example', null],
  ['/api/crm/../v2', null],
])('the old address %s leads to %s', async (old, place) => {
  expect(movedTo(old)).toBe(place);
  if (place === null) return;
  for (const [method, status] of [
    ['GET', 301],
    ['POST', 308],
  ] as const) {
    const answer = await fetch(stage.url + old, { method, redirect: 'manual' });
    expect([answer.status, answer.headers.get('location')]).toEqual([status, place]);
  }
});

test.each(['sign-in', 'sign-out', 'session', 'refresh'])('auth/%s leads to where desks sign in', async (place) => {
  const answer = await fetch(`${stage.url}/api/v1/auth/${place}`, { method: 'POST', redirect: 'manual' });
  expect([answer.status, answer.headers.get('location')]).toEqual([308, place === 'refresh' ? '/v1/session' : `/v1/${place}`]);
});

test('the description and its page are served without a session and need no network', async () => {
  const page = await stage.call(null, 'GET', '/docs');
  expect(page).toMatchObject({ status: 200 });
  expect(String(page.body)).not.toMatch(/<script|https?:\/\/(?!json-schema)|src=|href=/);
  expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/);
  expect(await stage.call(null, 'GET', '/openapi.json')).toMatchObject({ status: 200, body: { openapi: '3.1.0' } });
});
