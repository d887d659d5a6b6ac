import * as fs from 'node:fs';
import * as path from 'node:path';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../sync-server/db/new-id.ts';
import { whyNoPbx } from '../support/pbx.ts';
import { openSwitchboard, type Switchboard } from '../support/switchboard.ts';

const missing = await whyNoPbx();

describe.skipIf(missing !== null)(`the connector (${missing ?? 'Asterisk'})`, () => {
  let board: Switchboard;
  beforeAll(async () => {
    board = await openSwitchboard();
  });
  afterAll(() => board?.close());
  /** The hub's way to its database, with something in it. */
  const through = (before: () => Promise<unknown>) => ({ connect: async () => (await before(), board.office.pool.connect()) }) as unknown as pg.Pool;

  test('knows queues and members as soon as it is connected', async () => {
    await expect.poll(() => board.connector().state().isUp).toBe(true);
    await expect.poll(() => board.connector().board().members.size).toBe(3);
  });

  test('writes a queue call, its legs and its stay: one refuses, the other answers', async () => {
    const first = await board.pbx.deskPhone('101', { rings: 0.3, refuses: 603 });
    const second = await board.pbx.deskPhone('102', { rings: 0.3, talks: 0.5 });
    const caller = await board.pbx.call({ to: '500', from: '+4915112345678', name: 'Jörg Ünal', seconds: 20 });
    expect(await caller.ended).toEqual({ isAnswered: true });
    await expect.poll(() => board.statusOf('+4915112345678')).toEqual(['completed']);
    const [call] = await board.callsOf('+4915112345678');
    expect(call).toMatchObject({
      pbx: 'demo',
      direction: 'inbound',
      caller_name: 'Jörg Ünal',
      email: board.office.world.email('second'),
      called_number: '500',
      called_number_raw: null,
    });
    expect(call?.['answered_at']).toBeInstanceOf(Date);
    const legs = await board.office.rows(
      `SELECT l.*, e.number FROM call_legs l LEFT JOIN extensions e ON e.id = l.extension_id WHERE call_id = $1 AND extension_id IS NOT NULL ORDER BY started_at, number`,
      [call?.['id']],
    );
    expect(new Set(legs.filter(({ number }) => number === '101').map(({ outcome }) => outcome))).toEqual(
      legs.some(({ number }) => number === '101') ? new Set(['rejected']) : new Set(),
    );
    expect(legs.filter(({ number }) => number === '102').map(({ outcome, sip_call_id: callId }) => [outcome, typeof callId])).toEqual([['answered', 'string']]);
    const stays = await board.office.rows(`SELECT * FROM queue_entries WHERE call_id = $1`, [call?.['id']]);
    expect(stays).toMatchObject([{ result: 'connected', position: 1 }]);
    await first.quit();
    await second.quit();
    await expect
      .poll(() =>
        board.pbx
          .cdr()
          .filter(({ linkedid }) => linkedid === call?.['linked_id'])
          .some(({ disposition }) => disposition === 'ANSWERED'),
      )
      .toBe(true);
  });

  test('tells an abandoned caller from a missed and from a refused one', async () => {
    const abandoned = await board.pbx.call({ to: '500', from: '+4915100000001', seconds: 0.5 });
    await abandoned.ended;
    await expect.poll(() => board.statusOf('+4915100000001')).toEqual(['abandoned']);
    const refusing = await board.pbx.deskPhone('101', { rings: 0.2, refuses: 486 });
    const refused = await board.pbx.call({ to: '101', from: '+4915100000002', seconds: 1 });
    expect(await refused.ended).toEqual({ isAnswered: false, status: 486 });
    await refusing.quit();
    await expect.poll(() => board.statusOf('+4915100000002')).toEqual(['missed']);
    const failing = await board.pbx.deskPhone('101', { rings: 0.2, refuses: 500 });
    const failed = await board.pbx.call({ to: '101', from: '+4915100000003', seconds: 1 });
    await failed.ended;
    await failing.quit();
    await expect.poll(() => board.statusOf('+4915100000003')).toEqual(['failed']);
    const outcomes = await board.office.rows(
      `SELECT c.caller_number AS number, l.outcome FROM call_legs l JOIN calls c ON c.id = l.call_id WHERE l.extension_id IS NOT NULL AND c.called_number = '101' ORDER BY 1`,
    );
    expect(outcomes).toEqual([
      { number: '+4915100000002', outcome: 'rejected' },
      { number: '+4915100000003', outcome: 'deviceFailure' },
    ]);
  });

  test('a power cut of the PBX within a call leaves no ghost', async () => {
    const caller = await board.pbx.call({ to: '500', from: '+4915100000004', seconds: 60 });
    await expect.poll(() => board.statusOf('+4915100000004')).toEqual(['queued']);
    await board.pbx.kill();
    await expect.poll(() => board.connector().state().isUp).toBe(false);
    await board.pbx.start();
    await expect.poll(() => board.connector().state().isUp).toBe(true);
    await expect.poll(() => board.statusOf('+4915100000004')).toEqual(['abandoned']);
    expect(await board.office.rows(`SELECT result FROM queue_entries q JOIN calls c ON c.id = q.call_id WHERE c.caller_number = '+4915100000004'`)).toEqual([
      { result: 'abandoned' },
    ]);
    await caller.hangUp();
  });

  test('calls that end while the hub is away are ended when it is back, and a call that lasts stays one row', async () => {
    const phone = await board.pbx.deskPhone('101', { rings: 0.2 });
    const lasting = await board.pbx.call({ to: '101', from: '+4915100000005', seconds: 30 });
    // Only then is the agent busy, and whoever comes next waits.
    await expect.poll(() => board.statusOf('+4915100000005')).toEqual(['answered']);
    const going = await board.pbx.call({ to: '500', from: '+4915100000006', seconds: 30 });
    const staying = await board.pbx.call({ to: '500', from: '+4915100000007', seconds: 30 });
    await expect
      .poll(async () => [await board.statusOf('+4915100000005'), await board.statusOf('+4915100000006'), await board.statusOf('+4915100000007')])
      .toEqual([['answered'], ['queued'], ['queued']]);
    await board.connector().stop();
    await going.hangUp();
    await lasting.hangUp();
    await phone.quit();
    board.reconnect();
    await expect
      .poll(async () => [await board.statusOf('+4915100000005'), await board.statusOf('+4915100000006'), await board.statusOf('+4915100000007')])
      .toEqual([['completed'], ['abandoned'], ['queued']]);
    await staying.hangUp();
    await expect.poll(() => board.statusOf('+4915100000007')).toEqual(['abandoned']);
    expect(await board.office.rows(`SELECT count(*)::int AS n FROM queue_entries q JOIN calls c ON c.id = q.call_id WHERE c.caller_number = '+4915100000007'`)).toEqual([{ n: 1 }]);
    expect((await board.connector().board()).calls.size).toBe(0);
  });

  test('a call that comes while the hub catches up is none of the ghosts that it ends', async () => {
    const first = await board.pbx.call({ to: '500', from: '+4915100000020', seconds: 60 });
    await expect.poll(() => board.statusOf('+4915100000020')).toEqual(['queued']);
    await board.connector().stop();
    const [isSlow, caughtUp] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const recordings = { heard: () => {}, sweep: caughtUp.resolve, wishes: async () => [] };
    board.reconnect({ pool: through(() => isSlow.promise), history: undefined, recordings });
    await expect.poll(() => board.connector().board().calls.size).toBe(1);
    const second = await board.pbx.call({ to: '500', from: '+4915100000021', seconds: 60 });
    await expect.poll(() => board.connector().board().calls.size).toBe(2);
    isSlow.resolve();
    await caughtUp.promise;
    expect([await board.statusOf('+4915100000020'), await board.statusOf('+4915100000021')]).toEqual([['queued'], ['queued']]);
    expect(await board.office.rows(`SELECT result FROM queue_entries q JOIN calls c ON c.id = q.call_id WHERE c.caller_number = '+4915100000021'`)).toEqual([
      { result: 'waiting' },
    ]);
    await first.hangUp();
    await second.hangUp();
    await expect.poll(() => board.statusOf('+4915100000021')).toEqual(['abandoned']);
  });

  test('a database that is away while the hub catches up leaves no ghost either', async () => {
    const caller = await board.pbx.call({ to: '500', from: '+4915100000022', seconds: 60 });
    await expect.poll(() => board.statusOf('+4915100000022')).toEqual(['queued']);
    await board.connector().stop();
    await caller.hangUp();
    let isAway = true;
    board.warnings.length = 0;
    board.reconnect({ pool: through(() => (isAway ? Promise.reject(new Error('no database')) : Promise.resolve())) });
    await expect.poll(() => board.warnings).toContainEqual(expect.stringContaining('the PBX could not be looked at'));
    isAway = false;
    await expect.poll(() => board.statusOf('+4915100000022')).toEqual(['abandoned']);
  });

  test('a call that Postgres refuses keeps no other from being written', async () => {
    await board.office.admin.query(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'not this one'; END $$;
      CREATE TRIGGER refusal BEFORE INSERT ON calls FOR EACH ROW WHEN (NEW.caller_number = '+4915100000023') EXECUTE FUNCTION refuse()`);
    board.warnings.length = 0;
    const refused = await board.pbx.call({ to: '500', from: '+4915100000023', seconds: 60 });
    await expect.poll(() => board.warnings).toContainEqual(expect.stringContaining('could not be written'));
    const caller = await board.pbx.call({ to: '500', from: '+4915100000024', seconds: 60 });
    await expect.poll(() => board.statusOf('+4915100000024')).toEqual(['queued']);
    expect(await board.statusOf('+4915100000023')).toEqual([]);
    await board.office.admin.query('DROP FUNCTION refuse() CASCADE');
    await expect.poll(() => board.statusOf('+4915100000023')).toEqual(['queued']);
    await refused.hangUp();
    await caller.hangUp();
    await expect.poll(async () => [await board.statusOf('+4915100000023'), await board.statusOf('+4915100000024')]).toEqual([['abandoned'], ['abandoned']]);
  });

  test('moves an agent’s state with the telephone, once each, and pauses at the PBX who has a break', async () => {
    const tenant = board.office.world.tenantId;
    const user = board.office.world.idOf('users', 'email', board.office.world.email('agent'));
    const states = () => board.office.rows(`SELECT state, until_at IS NULL AS open FROM agent_states WHERE user_id = $1 ORDER BY from_at, created_at, id`, [user]);
    const begin = (state: string) =>
      board.office.admin.query(
        `INSERT INTO agent_states (id, user_id, state, from_at, tenant_id, created_at, updated_at, version, team_ids) VALUES ($1, $2, $3, now(), $4, now(), now(), 1, '{}')`,
        [newId(Date.now()), user, state, tenant],
      );
    await board.office.admin.query(`UPDATE queues SET wrap_up_time = 1`);
    await board.office.admin.query(
      `INSERT INTO queue_members (id, queue_id, user_id, penalty, state, tenant_id, created_at, updated_at, version) SELECT gen_random_uuid(), id, $1, 0, 'in', tenant_id, now(), now(), 1 FROM queues WHERE tenant_id = $2`,
      [user, tenant],
    );
    await begin('available');
    const phone = await board.pbx.deskPhone('101', { rings: 0.4, talks: 0.4 });
    const caller = await board.pbx.call({ to: '500', from: '+4915100000008', seconds: 20 });
    await caller.ended;
    await phone.quit();
    await expect.poll(async () => (await states()).map(({ state }) => state)).toEqual(['available', 'ringing', 'onCall', 'wrapUp', 'available']);
    expect((await states()).filter(({ open }) => open)).toEqual([{ state: 'available', open: true }]);
    const member = () => board.connector().board().members.get('support PJSIP/101');
    await expect.poll(member).toMatchObject({ isPaused: false });
    await board.office.admin.query(`UPDATE agent_states SET until_at = now() WHERE user_id = $1 AND until_at IS NULL`, [user]);
    await begin('break');
    await expect.poll(member).toMatchObject({ isPaused: true, pausedReason: 'break' });
    expect(await board.pbx.console('queue show support')).toMatch(/101 \(PJSIP\/101\).*paused:break/);
    // A member whom the PBX has no more, which it tells nobody, keeps nobody else from coming back.
    const [file, second] = [path.join(board.pbx.folder, 'etc/queues.conf'), board.office.world.idOf('users', 'email', board.office.world.email('second'))];
    const queues = fs.readFileSync(file, 'utf8');
    fs.writeFileSync(file, queues.replace(/^member.*PJSIP\/102.*$/m, ''));
    await board.pbx.console('queue reload all');
    expect(await board.pbx.console('queue show support')).not.toContain('PJSIP/102');
    await board.office.admin.query(
      `INSERT INTO queue_members (id, queue_id, user_id, penalty, state, tenant_id, created_at, updated_at, version) SELECT gen_random_uuid(), id, $1, 0, 'paused', tenant_id, now(), now(), 1 FROM queues WHERE tenant_id = $2`,
      [second, tenant],
    );
    await board.office.admin.query(`UPDATE agent_states SET until_at = now() WHERE user_id = $1 AND until_at IS NULL`, [user]);
    await begin('available');
    await expect.poll(member).toMatchObject({ isPaused: false });
    fs.writeFileSync(file, queues);
    await board.pbx.console('queue reload all');
  });

  test('lets a supervisor into the call of one agent and no other', async () => {
    const [agent, supervisor] = [await board.pbx.deskPhone('1010', { rings: 0.2 }), await board.pbx.deskPhone('102', { rings: 0.2 })];
    const caller = await board.pbx.call({ to: '1010', from: '+4915100000009', seconds: 30 });
    await expect.poll(() => board.statusOf('+4915100000009')).toEqual(['answered']);
    // 101 is on no call, though the channel of 1010 begins with the same digits.
    expect(await board.connector().monitor({ supervisor: '102', agent: '101', mode: 'listen' })).toBe(false);
    expect(await board.connector().monitor({ supervisor: '102', agent: '1010', mode: 'whisper' })).toBe(true);
    const shown = () => board.pbx.console('core show channels concise');
    await expect.poll(shown).toMatch(/PJSIP\/102-\w+!.*ChanSpy!PJSIP\/1010-[0-9a-f]{8},uqEw/);
    const [call] = await board.callsOf('+4915100000009');
    const wish = { supervisor: '102', agent: '1010', linkedId: String(call?.['linked_id']) };
    expect(await board.connector().monitor({ ...wish, linkedId: 'another', mode: 'barge' })).toBe(false);
    expect(await board.connector().monitor({ ...wish, mode: 'barge' })).toBe(true);
    const ways = async () => (await shown()).match(/ChanSpy!PJSIP\/1010-[0-9a-f]{8},\w+/g)?.map((each) => each.split(',')[1]);
    await expect.poll(ways).toEqual(['uqEB']);
    expect(await board.connector().disconnect(wish.linkedId)).toBe(true);
    await caller.ended;
    await expect.poll(shown).not.toContain('ChanSpy');
    await expect.poll(() => board.statusOf('+4915100000009')).toEqual(['completed']);
    expect(await board.connector().monitor({ ...wish, mode: 'listen' })).toBe(false);
    expect(await board.connector().disconnect(wish.linkedId)).toBe(false);
    // Listening is no call of its own.
    expect(await board.office.rows(`SELECT linked_id FROM calls WHERE linked_id LIKE 'spy-%'`)).toEqual([]);
    expect([...board.connector().board().calls.keys()].filter((name) => name.startsWith('spy-'))).toEqual([]);
    await agent.quit();
    await supervisor.quit();
  });

  test('a PBX that hangs is told from one that is quiet, and what ended meanwhile is ended', async () => {
    const caller = await board.pbx.call({ to: '500', from: '+4915100000011', seconds: 60 });
    await expect.poll(() => board.statusOf('+4915100000011')).toEqual(['queued']);
    board.pbx.freeze();
    await expect.poll(() => board.connector().state(), { timeout: 25_000 }).toEqual({ isUp: false, why: expect.stringContaining('did not answer Ping') });
    board.pbx.thaw();
    await expect.poll(() => board.connector().state().isUp, { timeout: 25_000 }).toBe(true);
    await caller.hangUp();
    await expect.poll(() => board.statusOf('+4915100000011')).toEqual(['abandoned']);
  }, 90_000);

  test('another tenant sees none of it', async () => {
    expect(await board.office.rows(`SELECT DISTINCT tenant_id FROM calls`)).toEqual([{ tenant_id: board.office.world.tenantId }]);
  });
});
