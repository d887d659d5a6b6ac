import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { connect } from 'node:net';
import { statementOf } from '#domain/sync/device-proof.ts';
import { commandAnswers, leaseAnswer, sessionAnswer, signInAnswer, type CommandAnswer } from '#domain/sync/wire.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { password } from '../support/build-world.ts';
import { startTestHub, type TestHub } from '../support/start-hub.ts';

let hub: TestHub;
let token: string;
beforeAll(async () => {
  hub = await startTestHub({ signInsPerMinute: 30 });
  ({ token } = await hub.signIn(hub.alpha, hub.alpha.admin.email));
});
afterAll(() => hub.stop());

const codeOf = async (answer: Promise<Response>) => {
  const { status } = await answer;
  const body: unknown = await (await answer).json();
  return { status, ...(typeof body === 'object' ? body : {}) };
};
const device = { publicKey: 'a public key of a desk', name: 'Desk', platform: 'linux', appVersion: '0.1.0' };
const addNote = (body = 'Call back on Monday') => ({
  id: randomUUID(),
  name: 'notes.add',
  args: { subject: { caseId: hub.alpha.north.caseId }, body },
  at: new Date().toISOString(),
});

test('a session, a device and a membership that are ended open nothing from the answer on, whether or not the database has told of it', async () => {
  // Only the hub's own word is left, and the log, which comes later.
  for (const table of ['sessions', 'devices', 'memberships']) await hub.admin.query(`ALTER TABLE ${table} DISABLE TRIGGER access_changed`);
  const run = async (name: string, args: unknown) => {
    const command = { id: randomUUID(), name, args, at: new Date().toISOString() };
    const { answers } = commandAnswers.parse(await (await hub.ask(token, '/v1/commands', { commands: [command] })).json());
    expect(answers).toMatchObject([{ status: 'accepted' }]);
  };
  const { email, userId } = hub.alpha.south.agent;
  const statuses: number[] = [];
  for (let n = 0; n < 10; n += 1) {
    const { token: own, session } = await hub.signIn(hub.alpha, email);
    expect((await hub.ask(own, '/v1/session')).status).toBe(200);
    const { rows } = await hub.admin.query<{ id: string }>('SELECT id FROM sessions WHERE device_id = $1 AND is_active', [session.deviceId]);
    if (n % 2 === 0) await run('sessions.revoke', { id: rows[0]?.id });
    else await run('devices.revoke', { id: session.deviceId });
    statuses.push((await hub.ask(own, '/v1/session')).status);
  }
  expect(statuses.toSorted()).toEqual([...Array(5).fill(401), ...Array(5).fill(403)]);
  const { token: own } = await hub.signIn(hub.alpha, email);
  await run('members.update', { userId, isActive: false });
  expect((await hub.ask(own, '/v1/session')).status).toBe(401);
  await run('members.update', { userId, isActive: true });
  for (const table of ['sessions', 'devices', 'memberships']) await hub.admin.query(`ALTER TABLE ${table} ENABLE TRIGGER access_changed`);
});

test('what the hub answers is what the wire says', async () => {
  const answer = await hub.ask(null, '/v1/sign-in', { subdomain: 'alpha', email: hub.alpha.admin.email, password, device });
  const signedIn = signInAnswer.parse(await answer.json());
  expect(answer.headers.get('holdfast-protocol')).toBe('1');
  expect(sessionAnswer.parse(await (await hub.ask(signedIn.token, '/v1/session')).json())).toMatchObject({ deviceId: signedIn.session.deviceId, email: hub.alpha.admin.email });
  expect(leaseAnswer.parse(await (await hub.ask(signedIn.token, '/v1/numbers/lease', { remaining: {} })).json()).blocks).toHaveLength(1);
  expect((await hub.ask(signedIn.token, '/v1/sign-out', {})).status).toBe(204);
  expect(await codeOf(hub.ask(signedIn.token, '/v1/session'))).toMatchObject({ status: 401, code: 'session.ended' });
});

test('a batch is answered in order, a refusal does not stop the rest, and the same again is the same answer', async () => {
  const commands = [addNote(), { ...addNote(), name: 'notes.dance' }, addNote('and a second one')];
  const answers = commandAnswers.parse(await (await hub.ask(token, '/v1/commands', { commands })).json());
  expect(answers.answers.map(({ id, status }) => [id, status])).toEqual([
    [commands[0]?.id, 'accepted'],
    [commands[1]?.id, 'refused'],
    [commands[2]?.id, 'accepted'],
  ]);
  expect(BigInt(answers.answers[0]?.lsn ?? 0)).toBeGreaterThan(0n);
  const again = commandAnswers.parse(await (await hub.ask(token, '/v1/commands', { commands: commands.slice(0, 1) })).json());
  expect(again.answers[0]).toMatchObject({ status: 'accepted', id: commands[0]?.id });
  const { rows } = await hub.admin.query('select count(*)::int as notes from notes where case_id = $1 and body like any($2)', [hub.alpha.north.caseId, ['Call%', 'and a%']]);
  expect(rows).toEqual([{ notes: 2 }]);
  const ids = [commands[0]?.id, randomUUID()];
  const outcomes = commandAnswers.parse(await (await hub.ask(token, '/v1/commands/outcomes', { ids })).json());
  expect(outcomes.answers.map(({ status }: CommandAnswer) => status)).toEqual(['accepted', 'unknown']);
  expect(outcomes.generation).toBe(answers.generation);
});

test.each([
  ['/v1/sign-in', {}, 'subdomain'],
  ['/v1/sign-in', { subdomain: 'alpha', email: 'a', password: 'x', device: { ...device, platform: 'beos' } }, 'device.platform'],
  ['/v1/sign-in', { subdomain: 'alpha', email: 'a', password: 'x', device, admin: true }, 'admin'],
  ['/v1/commands', { commands: [] }, 'commands'],
  ['/v1/commands', { commands: [{ id: 'x', name: 'notes.add', args: {}, at: '2026-01-01T00:00:00.000Z' }] }, 'commands.0.id'],
  ['/v1/commands', { commands: [{ id: '0192a000-0000-7000-8000-0000000000d1', name: 'notes.add', args: {}, at: 'yesterday' }] }, 'commands.0.at'],
  ['/v1/commands/outcomes', { ids: [1] }, 'ids.0'],
  ['/v1/numbers/lease', { remaining: { MAT: -1 } }, 'remaining.MAT'],
  ['/v1/quarantine', { sealed: 'not base64!' }, 'sealed'],
])('%s with %j names the field at fault', async (address, body, field) => {
  expect(await codeOf(hub.ask(token, address, body))).toMatchObject({ status: 400, code: 'input.invalid', field });
});

test('a body that is no JSON, no UTF-8, no JSON type or too large is a clear problem', async () => {
  const send = (body: BodyInit, type = 'application/json') =>
    codeOf(fetch(`${hub.url}/v1/commands`, { method: 'POST', body, headers: { authorization: `Bearer ${token}`, 'content-type': type } }));
  expect(await send('{"commands":')).toMatchObject({ status: 400, code: 'body.json' });
  expect(await send(Buffer.concat([Buffer.from('{"commands":["'), Buffer.from([0xc3, 0x28]), Buffer.from('"]}')]))).toMatchObject({ status: 400, code: 'body.encoding' });
  expect(await send('commands', 'text/plain')).toMatchObject({ status: 415, code: 'body.type' });
  expect(await send(`{"commands":["${'x'.repeat(17 * 1024 * 1024)}"]}`)).toMatchObject({ status: 413, code: 'body.tooLarge' });
});

test('ten megabytes of text in one command are refused for that command, the others go on', async () => {
  const huge = addNote('x'.repeat(10 * 1024 * 1024));
  const answers = commandAnswers.parse(await (await hub.ask(token, '/v1/commands', { commands: [huge, addNote()] })).json());
  expect(answers.answers.map(({ status }) => status)).toEqual(['refused', 'accepted']);
});

test('a key that could reach a prototype is dropped', async () => {
  const answer = await codeOf(hub.ask(token, '/v1/commands/outcomes', `{"ids":["${randomUUID()}"],"__proto__":{"ids":[]}}`));
  expect(answer).toMatchObject({ status: 200 });
  expect(({} as { ids?: unknown }).ids).toBeUndefined();
});

test('a desk too old or too new is told so, and one that says nonsense too', async () => {
  const as = (version: string) => codeOf(fetch(`${hub.url}/v1/session`, { headers: { authorization: `Bearer ${token}`, 'holdfast-protocol': version } }));
  expect(await as('0')).toMatchObject({ status: 426, code: 'upgrade.desk' });
  expect(await as('2')).toMatchObject({ status: 426, code: 'upgrade.hub' });
  expect(await as('x')).toMatchObject({ status: 400, code: 'protocol.invalid' });
  expect(await as('1')).toMatchObject({ status: 200 });
});

test('guesses at one account are slowed down, colleagues at the same address are not', async () => {
  const attempt = (email: string) => hub.ask(null, '/v1/sign-in', { subdomain: 'beta', email, password: 'guess', device });
  const guesses = await Promise.all(Array.from({ length: 40 }, () => attempt('somebody@beta.example')));
  expect(guesses.filter(({ status }) => status === 429)).toHaveLength(10);
  expect(guesses.filter(({ status }) => status === 401)).toHaveLength(30);
  expect(await guesses.find(({ status }) => status === 429)?.json()).toMatchObject({ code: 'auth.tooMany' });
  expect((await attempt('colleague@beta.example')).status).toBe(401);
});

test('a revoked device is told so everywhere, and hands in its sealed work', async () => {
  const { token: seized, session } = await hub.signIn(hub.beta, hub.beta.north.agent.email);
  await hub.admin.query(`update devices set status = 'revoked' where id = $1`, [session.deviceId]);
  await expect.poll(() => codeOf(hub.ask(seized, '/v1/session'))).toMatchObject({ status: 403, code: 'device.revoked' });
  for (const address of ['/v1/shape?table=cases&offset=-1', '/v1/wake']) expect(await codeOf(hub.ask(seized, address))).toMatchObject({ status: 403, code: 'device.revoked' });
  expect(await codeOf(hub.ask(seized, '/v1/commands', { commands: [addNote()] }))).toMatchObject({ status: 403, code: 'device.revoked' });
  expect((await hub.ask(seized, '/v1/quarantine', { sealed: 'c2VhbGVk' })).status).toBe(204);
  // What it says of itself is written down once, and only of a device that was revoked.
  for (const _ of ['said', 'said again']) expect((await hub.ask(seized, '/v1/devices/wiped', {})).status).toBe(204);
  const { rows } = await hub.admin.query(
    `select d.status, count(a.id)::int as told from devices d join audit_events a on a.subject_id = d.id and a.action = 'devices.wiped' where d.id = $1 group by d.status`,
    [session.deviceId],
  );
  expect(rows).toEqual([{ status: 'wiped', told: 1 }]);
  expect(await codeOf(hub.ask(token, '/v1/devices/wiped', {}))).toMatchObject({ status: 422, code: 'state.forbidden' });
});

describe('a device without a session', () => {
  const pair = () => {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    return { publicKey: publicKey.export({ format: 'der', type: 'spki' }).toString('base64'), privateKey };
  };
  const proofOf = ({ publicKey, privateKey }: ReturnType<typeof pair>, path: string, sealed?: string, tenantId = hub.beta.id) => ({
    tenantId,
    publicKey,
    signature: sign(null, Buffer.from(statementOf({ path, tenantId, sealed: sealed ?? null })), privateKey).toString('base64'),
  });
  const signIn = (email: string, { publicKey }: ReturnType<typeof pair>) =>
    hub.ask(null, '/v1/sign-in', { subdomain: 'beta', email, password, device: { ...device, publicKey } }).then(async (answer) => signInAnswer.parse(await answer.json()));
  const [wiped, quarantine] = ['/v1/devices/wiped', '/v1/quarantine'] as const;

  test('proves by its key that it was wiped, and nothing else does', async () => {
    const [own, other] = [pair(), pair()];
    const { token: theirs, session } = await signIn(hub.beta.south.agent.email, own);
    expect((await hub.ask(theirs, '/v1/sign-out', {})).status).toBe(204);
    expect(await codeOf(hub.ask(null, wiped, { device: proofOf(own, wiped) }))).toMatchObject({ status: 422, code: 'state.forbidden' });
    await hub.admin.query(`update devices set status = 'revoked' where id = $1`, [session.deviceId]);
    const forged = { ...proofOf(other, wiped), publicKey: own.publicKey };
    for (const bad of [
      proofOf(other, wiped),
      forged,
      proofOf(own, quarantine),
      proofOf(own, wiped, undefined, hub.alpha.id),
      { ...proofOf(own, wiped), publicKey: 'no key at all, but long' },
    ])
      expect(await codeOf(hub.ask(null, wiped, { device: bad }))).toMatchObject({ status: 401, code: 'auth.badProof', field: 'device.signature' });
    expect(await codeOf(hub.ask(null, wiped, {}))).toMatchObject({ status: 401, code: 'session.ended' });
    expect(await codeOf(hub.ask(null, quarantine, { sealed: 'c2VhbGVk', device: proofOf(own, quarantine, 'b3RoZXI=') }))).toMatchObject({ status: 401 });
    expect((await hub.ask(null, quarantine, { sealed: 'c2VhbGVk', device: proofOf(own, quarantine, 'c2VhbGVk') })).status).toBe(204);
    for (const _ of ['said', 'said again']) expect((await hub.ask(null, wiped, { device: proofOf(own, wiped) })).status).toBe(204);
    const { rows } = await hub.admin.query(
      `select d.status, (select count(*)::int from auth_quarantine q where q.device_id = d.id) as sealed, array_agg(a.actor_id) as told from devices d
       join audit_events a on a.subject_id = d.id and a.action = 'devices.wiped' where d.id = $1 group by d.id, d.status`,
      [session.deviceId],
    );
    expect(rows).toEqual([{ status: 'wiped', sealed: 1, told: [session.userId] }]);
  });

  test('hears that it is revoked though its member has left', async () => {
    const own = pair();
    const { email } = hub.beta.north.agent;
    const { token: theirs, session } = await signIn(email, own);
    await hub.admin.query(`update memberships set is_active = false where user_id = $1`, [session.userId]);
    await expect.poll(() => codeOf(hub.ask(theirs, '/v1/session'))).toMatchObject({ status: 401, code: 'session.ended' });
    await hub.admin.query(`update devices set status = 'revoked' where id = $1`, [session.deviceId]);
    await expect.poll(() => codeOf(hub.ask(theirs, '/v1/session'))).toMatchObject({ status: 403, code: 'device.revoked' });
    const attempt = (given: string, { publicKey }: ReturnType<typeof pair>) =>
      codeOf(hub.ask(null, '/v1/sign-in', { subdomain: 'beta', email, password: given, device: { ...device, publicKey } }));
    expect(await attempt(password, own)).toMatchObject({ status: 403, code: 'device.revoked' });
    expect(await attempt('a guess', own)).toMatchObject({ status: 401, code: 'auth.failed' });
    expect(await attempt(password, pair())).toMatchObject({ status: 401, code: 'auth.failed' });
    await hub.admin.query(`update memberships set is_active = true where user_id = $1`, [session.userId]);
  });
});

test('a database that is away is an outage, not a fault, and the hub is back when it is', async () => {
  const other = await startTestHub();
  const { token: theirs } = await other.signIn(other.alpha, other.alpha.admin.email);
  const name = new URL(other.database.url).pathname.slice(1);
  // A command is at work when it happens.
  const { caseId } = other.alpha.north;
  await other.admin.query('begin');
  await other.admin.query('select 1 from cases where id = $1 for update', [caseId]);
  const commands = [{ id: randomUUID(), name: 'cases.hold', args: { id: caseId }, at: new Date().toISOString() }];
  const cut = codeOf(other.ask(theirs, '/v1/commands', { commands }));
  const waiting = `select 1 from pg_stat_activity where datname = $1 and wait_event_type = 'Lock'`;
  await expect.poll(async () => (await hub.admin.query(waiting, [name])).rowCount).toBe(1);
  await hub.admin.query(`alter database ${name} with allow_connections false`);
  await hub.admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and usename <> $2', [name, 'postgres']);
  expect(await cut).toMatchObject({ status: 200, answers: [{ status: 'retry' }] });
  await other.admin.query('rollback');
  const ask = () => codeOf(other.ask(theirs, '/v1/numbers/lease', { remaining: {} }));
  await expect.poll(ask).toMatchObject({ status: 503, code: 'hub.unavailable' });
  expect(await codeOf(other.ask(null, '/v1/health'))).toMatchObject({ status: 503, ok: false });
  await hub.admin.query(`alter database ${name} with allow_connections true`);
  await expect.poll(ask).toMatchObject({ status: 200 });
  await expect.poll(() => codeOf(other.ask(null, '/v1/health'))).toMatchObject({ status: 200, ok: true });
  await other.stop();
});

test('every answer carries the headers that keep browsers honest', async () => {
  const answer = await fetch(`${hub.url}/v1/nothing`);
  expect(answer.status).toBe(404);
  expect(await answer.json()).toEqual({ code: 'route.missing', message: expect.any(String) });
  expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  expect(answer.headers.get('x-powered-by')).toBeNull();
});

test('a line that is not HTTP does not hurt the hub', async () => {
  const { port } = new URL(hub.url);
  await new Promise<void>((resolve) => {
    const socket = connect(Number(port), '127.0.0.1', () => socket.write('\u0000\u0001 nonsense\r\n\r\n'));
    socket.on('error', () => {});
    socket.on('data', () => {});
    socket.on('close', () => resolve());
  });
  expect(await codeOf(hub.ask(null, '/v1/health'))).toMatchObject({ status: 200, ok: true });
});
