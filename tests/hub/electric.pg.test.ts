import { createServer, type IncomingMessage, type Server } from 'node:http';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { Shape, ShapeStream, type Row, type ShapeStreamInterface } from '@electric-sql/client';
import pino from 'pino';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createHub, type Hub } from '../../sync-server/app.ts';
import { roleUrl } from '../../sync-server/db/roles.ts';
import { createShapeEngine } from '../../sync-server/engine/engine.ts';
import { shapeListener } from '../../sync-server/engine/http.ts';
import { silentLog } from '../../sync-server/engine/log.ts';
import type { ShapeEngine } from '../../sync-server/engine/types.ts';
import { createElectricUpstream } from '../../sync-server/shapes/electric.ts';
import { startTestHub, type TestHub } from '../support/start-hub.ts';

vi.setConfig({ testTimeout: 120_000 });

// The engine in a server of its own stands for Electric: it speaks the same wire.
let world: TestHub;
let engine: ShapeEngine;
let electric: Server;
let hub: Hub;
let electricUrl: string;
const asked: URL[] = [];
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'holdfast-electric-'));
const secret = 'a secret of Electric';

const listen = async (server: Server) => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
};
const urlOf = (request: IncomingMessage) => new URL(request.url ?? '/', 'http://electric');

beforeAll(async () => {
  world = await startTestHub();
  await world.hub.stop();
  engine = await createShapeEngine({
    databaseUrl: roleUrl(world.database.url, 'replicate'),
    directory: path.join(folder, 'shapes'),
    publication: 'holdfast',
    slot: `electric_${process.pid}`,
    log: silentLog,
  });
  const answer = shapeListener(engine.handle);
  electric = createServer((request, response) => {
    const url = urlOf(request);
    asked.push(url);
    if (url.searchParams.get('secret') !== secret) return response.writeHead(401).end('{"message":"Unauthorized"}');
    return answer(request, response);
  });
  electricUrl = await listen(electric);
  hub = await createHub(
    { home: path.join(folder, 'hub'), port: 0, databaseUrl: world.database.url, electricUrl, electricSecret: secret, signInsPerMinute: 1000 },
    { log: pino({ level: 'silent' }) },
  );
});
afterAll(async () => {
  await hub.stop();
  electric.closeAllConnections();
  electric.close();
  await engine.stop();
  await world.stop();
  fs.rmSync(folder, { recursive: true, force: true });
});

const ask = (token: string, address: string, init: RequestInit = {}) =>
  fetch(new URL(address, hub.url), { ...init, headers: { authorization: `Bearer ${token}`, ...init.headers } });
const signIn = async (email: string) => {
  const device = { publicKey: `key of ${email} ${Math.random()}`, name: 'Desk', platform: 'linux', appVersion: '1' };
  const answer = await fetch(`${hub.url}/v1/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ subdomain: 'alpha', email, password: 'correct horse battery', device }),
  });
  return ((await answer.json()) as { readonly token: string }).token;
};

test('answers pass through byte for byte, with their headers, and the secret stays behind', async () => {
  const token = await signIn(world.alpha.north.agent.email);
  const answer = await ask(token, '/v1/shape?table=cases&offset=-1');
  const body = await answer.text();
  const sent = asked.findLast((url) => url.searchParams.get('table') === 'cases' && url.searchParams.get('offset') === '-1');
  expect(sent?.searchParams.get('secret')).toBe(secret);
  expect(sent?.searchParams.get('where')).toContain('tenant_id = $1 AND (');
  const direct = await fetch(new URL(`${sent?.pathname}${sent?.search}`, electricUrl));
  expect(body).toBe(await direct.text());
  for (const name of ['electric-handle', 'electric-offset', 'electric-schema', 'content-type', 'etag'])
    expect([name, answer.headers.get(name)]).toEqual([name, direct.headers.get(name)]);
  expect(answer.headers.get('cache-control')).toBe(direct.headers.get('cache-control')?.replace('public', 'private'));
  expect(JSON.stringify([...answer.headers])).not.toContain(secret);
});

test('a desk follows its shape through the hub, also over SSE, and a change of access changes it', async () => {
  for (const liveSse of [false, true]) {
    const token = await signIn(world.alpha.south.agent.email);
    const ended = new AbortController();
    const stream = new ShapeStream<Row>({
      url: `${hub.url}/v1/shape`,
      params: { table: 'cases' },
      headers: { authorization: `Bearer ${token}` },
      signal: ended.signal,
      liveSse,
      onError: () => {},
    });
    // The client's types were not written for exactOptionalPropertyTypes.
    const shape = new Shape(stream as unknown as ShapeStreamInterface<Row>);
    const titles = () => shape.currentRows.map((row) => String(row['title'])).toSorted();
    await expect.poll(titles).toEqual(['A case of south']);
    await world.admin.query('update cases set team_id = $2, version = version + 1 where id = $1', [world.alpha.north.caseId, world.alpha.south.id]);
    await expect.poll(titles).toEqual(['A case of north', 'A case of south']);
    await world.admin.query('update team_members set team_id = $2 where user_id = $1', [world.alpha.south.agent.userId, world.alpha.north.id]);
    await expect.poll(titles).toEqual([]);
    await world.admin.query('update team_members set team_id = $2 where user_id = $1', [world.alpha.south.agent.userId, world.alpha.south.id]);
    await world.admin.query('update cases set team_id = $2, version = version + 1 where id = $1', [world.alpha.north.caseId, world.alpha.north.id]);
    ended.abort();
  }
});

test('the hub itself watches one shape of each table and tenant, whatever the number of desks, and wakes whom it concerns', async () => {
  const lines = await Promise.all(
    [world.alpha.north.agent, world.alpha.south.agent, world.alpha.admin].map(async ({ email }) => {
      const ended = new AbortController();
      const answer = await ask(await signIn(email), '/v1/wake', { signal: ended.signal });
      let text = '';
      const read = async () => {
        for await (const chunk of answer.body?.pipeThrough(new TextDecoderStream()) ?? []) text += chunk;
      };
      void read().catch(() => {});
      return { heard: () => text, end: () => ended.abort() };
    }),
  );
  const watches = () => asked.filter((url) => url.searchParams.get('columns') === 'tenant_id,id,visible_to' || url.searchParams.get('columns')?.includes('"visible_to"'));
  await expect.poll(() => watches().some((url) => url.searchParams.get('table') === 'cases' && url.searchParams.get('live') === 'true')).toBe(true);
  await new Promise((resolve) => setTimeout(resolve, 500));
  await world.admin.query('update cases set version = version + 1 where id = $1', [world.alpha.north.caseId]);
  await expect.poll(() => lines.map(({ heard }) => heard().includes('"cases"'))).toEqual([true, false, true]);
  await world.admin.query('update cases set team_id = $2, version = version + 1 where id = $1', [world.alpha.north.caseId, world.alpha.south.id]);
  await expect.poll(() => lines.map(({ heard }) => heard().includes('"notes"'))).toEqual([true, true, true]);
  await world.admin.query('update cases set team_id = $2, version = version + 1 where id = $1', [world.alpha.north.caseId, world.alpha.north.id]);
  const initial = asked.filter((url) => url.searchParams.get('table') === 'cases' && url.searchParams.get('replica') === 'full' && url.searchParams.get('offset') === 'now');
  expect(initial).toHaveLength(1);
  for (const { end } of lines) end();
});

test('an Electric that is away is a 503 that says so without its address', async () => {
  const upstream = createElectricUpstream({ url: 'http://127.0.0.1:9', secret });
  const answer = await upstream({ method: 'GET', search: new URLSearchParams({ table: 'cases' }), headers: {}, signal: new AbortController().signal });
  expect(answer).toMatchObject({ status: 503, headers: { 'retry-after': '2' } });
  expect(String(answer.body)).not.toMatch(/127|secret/);
});

test('two hubs stand before one Electric', async () => {
  const second = await createHub(
    { home: path.join(folder, 'second'), port: 0, databaseUrl: world.database.url, electricUrl, electricSecret: secret },
    { log: pino({ level: 'silent' }) },
  );
  expect((await fetch(`${second.url}/v1/health`)).status).toBe(200);
  await expect(createHub({ home: path.join(folder, 'third'), port: 0, databaseUrl: world.database.url }, { log: pino({ level: 'silent' }) })).rejects.toThrow(
    /Another hub works on this database/,
  );
  await second.stop();
});
