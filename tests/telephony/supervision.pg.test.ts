import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { figuresOf, type PeriodTimes } from '#domain/calls/figures.ts';
import type { EntityName } from '#domain/kernel/names.ts';
import { entityOf } from '#domain/registry.ts';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { drawCaseNumber } from '../../sync-server/cases/draw.ts';
import { createCommandService } from '../../sync-server/commands/service.ts';
import { readOpening } from '../../sync-server/commands/standing.ts';
import { shapeOf } from '../../sync-server/shapes/shape.ts';
import { newId } from '../../sync-server/db/new-id.ts';
import { inTenant } from '../../sync-server/db/transaction.ts';
import { roleUrl } from '../../sync-server/db/roles.ts';
import { silentLog } from '../../sync-server/engine/log.ts';
import { createStateKeeper } from '../../sync-server/telephony/agents/keep-states.ts';
import { leaseOf } from '../../sync-server/telephony/agents/lease.ts';
import { emptyBoard, type Member } from '../../sync-server/telephony/board/state.ts';
import type { Connector } from '../../sync-server/telephony/connector.ts';
import { withPbx } from '../../sync-server/telephony/deeds.ts';
import { createPbxLine } from '../../sync-server/telephony/line/line.ts';
import type { MonitorWish } from '../../sync-server/telephony/supervise.ts';
import { openFileStore } from '../../sync-server/storage/parts/store.ts';
import { envelope, openOffice, type Office } from '../support/office.ts';
import { putRow } from '../support/put-row.ts';

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office?.close());

const userOf = (name: string) => office.world.idOf('users', 'email', office.world.email(name));
const teamOf = (name: string) => office.world.idOf('teams', 'name', name);

const add = (name: EntityName, values: Readonly<Record<string, unknown>>) => putRow(office, entityOf[name], values);
const queueOf = (name: string, team: string, more: object = {}) => add('queues', { name, asteriskQueueName: name, teamId: teamOf(team), wrapUpTime: 5, ...more });
const callOf = async (queueId: string, team: string, agent: string) => {
  const at = new Date(Date.now() - 3_600_000).toISOString();
  return add('calls', {
    pbx: 'hq',
    linkedId: queueId,
    direction: 'inbound',
    status: 'answered',
    queueId,
    teamId: teamOf(team),
    agentId: userOf(agent),
    startedAt: at,
    answeredAt: at,
  });
};

test('who looks after a team goes into its calls and no others, and whoever asks in vain is in the audit', async () => {
  const [north, south] = [await callOf(await queueOf('north', 'North'), 'North', 'agent'), await callOf(await queueOf('south', 'South'), 'South', 'southerner')];
  const outcome = async (who: string, id: string) => {
    const answer = await office.run(who, 'calls.monitor', { id, mode: 'listen' });
    return answer.status === 'refused' ? answer.problem.code : answer.status;
  };
  expect([await outcome('supervisor', north), await outcome('lead', north), await outcome('manager', south)]).toEqual(['accepted', 'accepted', 'accepted']);
  expect(await outcome('supervisor', south)).toBe('row.missing');
  expect(await outcome('agent', north)).toBe('auth.denied');
  const heard = await office.rows(`SELECT created_by::text AS who, details->>'mode' AS mode FROM call_events WHERE event_type = 'monitored' ORDER BY created_at, id`);
  expect(heard).toEqual(['supervisor', 'lead', 'manager'].map((name) => ({ who: userOf(name), mode: 'listen' })));
  const audited = await office.rows(`SELECT actor_id::text AS who, success FROM audit_events WHERE action = 'calls.monitor' ORDER BY success DESC, at, id`);
  expect(audited.map(({ who, success }) => [who, success])).toEqual([...['supervisor', 'lead', 'manager'].map((name) => [userOf(name), true]), [userOf('agent'), false]]);
});

test('where a queue asks for an outcome its agent is not available before there is one', async () => {
  const now = Date.now();
  const keeper = createStateKeeper({ pool: office.pool, tenantId: office.world.tenantId, now: () => now });
  const disposition = await add('dispositions', { name: 'Solved', code: 'solved', category: 'x' });
  const statesOf = async (name: string, queue: object) => {
    const callId = await callOf(await queueOf(name, 'North', queue), 'North', name);
    await add('extensions', { number: name === 'agent' ? '101' : '102', userId: userOf(name), sipUser: name });
    await add('agentStates', { userId: userOf(name), state: 'wrapUp', fromAt: new Date(now - 60_000).toISOString(), callId });
    return callId;
  };
  const states = () => office.rows(`SELECT u.email, a.state FROM agent_states a JOIN users u ON u.id = a.user_id WHERE until_at IS NULL ORDER BY u.email`);
  const due = await statesOf('agent', { requiresDisposition: true });
  await statesOf('second', { requiresDisposition: false });
  await keeper.follow(emptyBoard);
  expect((await states()).map(({ state }) => state)).toEqual(['wrapUp', 'available']);
  await office.run('agent', 'calls.setDisposition', { id: due, dispositionId: disposition });
  await keeper.follow(emptyBoard);
  expect((await states()).map(({ state }) => state)).toEqual(['available', 'available']);
});

/** The rows that a member's desk may follow. */
async function seen(who: string, name: EntityName): Promise<readonly Record<string, unknown>[]> {
  const caller = await office.as(who);
  const { standing } = await inTenant(office.pool, caller.tenantId, (tx) => readOpening(tx, caller, newId(Date.now()), []));
  const shape = standing && shapeOf(entityOf[name], { ...standing, userId: caller.userId, tenantId: caller.tenantId });
  return shape ? office.rows(`SELECT * FROM ${shape.table} WHERE ${shape.where}`, shape.params) : [];
}

test('a supervisor tells the day of the agents of their teams: occupancy, wrap-up, and calls that came by no queue', async () => {
  await office.rows('DELETE FROM agent_states');
  const begun = Date.now() - 1_000_000;
  const at = (second: number) => new Date(begun + second * 1000).toISOString();
  const call = { pbx: 'hq', direction: 'outbound', number: '100', startedAt: at(200), answeredAt: at(210), endedAt: at(500), outcome: 'answered' };
  for (const who of ['second', 'southerner']) {
    for (const [second, state] of Object.entries({ 0: 'available', 200: 'onCall', 500: 'wrapUp', 600: 'available', 800: 'break' }))
      expect(await office.run(who, 'agentStates.set', { state }, { at: at(Number(second)) })).toMatchObject({ status: 'accepted' });
    expect(await office.run(who, 'calls.end', { ...call, sipCallId: `of ${who}` }, { at: at(500) })).toMatchObject({ status: 'accepted' });
  }
  const past = async (who: string) => (await seen(who, 'agentStates')).filter(({ until_at: until }) => until !== null);
  const people = (rows: readonly Record<string, unknown>[]) => new Set(rows.map((row) => row['user_id']));
  const periods = await past('supervisor');
  expect(people(periods)).toEqual(new Set([userOf('second')]));
  const times = periods.map((row): PeriodTimes => ({ state: String(row['state']), fromAt: String(row['from_at']), untilAt: String(row['until_at']) }));
  expect(figuresOf([], [], times, 20, at(800)).occupancy).toBe(0.5);
  expect(people(await past('lead'))).toEqual(new Set([userOf('second')]));
  expect(people(await past('manager'))).toEqual(new Set(['second', 'southerner'].map(userOf)));
  // A colleague of the same team sees what others do now, and nothing of their day.
  expect(await past('agent')).toEqual([]);
  expect(people(await seen('agent', 'agentStates'))).toEqual(new Set(['second', 'southerner'].map(userOf)));
  const own = async (who: string) => (await seen(who, 'calls')).filter(({ direction }) => direction === 'outbound').map((row) => row['call_id']);
  expect(await Promise.all(['supervisor', 'lead', 'agent', 'southerner'].map(own))).toEqual([['of second'], ['of second'], [], ['of southerner']]);
  expect(new Set((await seen('supervisor', 'callLegs')).map((row) => row['sip_call_id']))).toEqual(new Set(['of second']));
  // Who comes to look after the team looks at what the team did; what its new member did elsewhere is not theirs.
  expect(await office.run('owner', 'teams.addMember', { teamId: teamOf('North'), userId: userOf('southerner') })).toMatchObject({ status: 'accepted' });
  expect(people(await past('supervisor'))).toEqual(new Set([userOf('second')]));
  expect(await office.run('southerner', 'agentStates.set', { state: 'available' })).toMatchObject({ status: 'accepted' });
  expect(await office.run('supervisor', 'agentStates.set', { state: 'break', userId: userOf('southerner') })).toMatchObject({ status: 'accepted' });
  expect((await past('supervisor')).filter((row) => row['user_id'] === userOf('southerner')).map(({ state }) => state)).toEqual(['available']);
});

test('what is done at the PBX takes no second connection, however many supervisors do it at once', async () => {
  const call = await callOf(await queueOf('crowded', 'North'), 'North', 'agent');
  await add('extensions', { number: '110', userId: userOf('supervisor'), sipUser: '110' });
  const asked: MonitorWish[] = [];
  // Of the PBX only its answers are pretended.
  const connector = { state: () => ({ isUp: true }), monitor: async (wish: MonitorWish) => asked.push(wish) > 0 } as unknown as Connector;
  const pool = new pg.Pool({ connectionString: roleUrl(office.url, 'serve'), max: 2, pipeline: true });
  const beyond = withPbx({ capabilities: async () => [], perform: async () => null }, { line: { connectorOf: () => connector } });
  const service = createCommandService({ pool, log: silentLog, now: Date.now, draw: drawCaseNumber, beyond });
  const caller = await office.as('supervisor');
  const answers = await Promise.all(Array.from({ length: 4 }, () => service.run(caller, envelope('calls.monitor', { id: call, mode: 'listen' }))));
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 4 }, () => 'accepted'));
  expect(asked.map(({ supervisor }) => supervisor)).toEqual(['110', '110', '110', '110']);
  await service.stop();
  await pool.end();
});

test('an agent whose telephone is gone is offline after a while, and comes back with it; who went home stays at home', async () => {
  await office.rows('DELETE FROM agent_states');
  let now = Date.now();
  const keeper = createStateKeeper({ pool: office.pool, tenantId: office.world.tenantId, now: () => now });
  const states = async () =>
    (await office.rows(`SELECT u.email, a.state FROM agent_states a JOIN users u ON u.id = a.user_id WHERE until_at IS NULL ORDER BY u.email`)).map(({ state }) => state);
  const boardWith = (device: Member['device']) => {
    const members = ['101', '102'].map((extension): Member => ({
      queue: 'north',
      extension,
      interface: `PJSIP/${extension}`,
      device,
      penalty: 0,
      isPaused: false,
      pausedReason: '',
    }));
    return { ...emptyBoard, members: new Map(members.map((each) => [`${each.queue} ${each.interface}`, each])) };
  };
  await office.run('agent', 'agentStates.set', { state: 'available' });
  await office.run('second', 'agentStates.set', { state: 'offline' });
  await keeper.follow(boardWith('absent'));
  now += leaseOf - 1;
  await keeper.follow(boardWith('absent'));
  expect(await states()).toEqual(['available', 'offline']);
  now += 1;
  await keeper.follow(boardWith('absent'));
  expect(await states()).toEqual(['offline', 'offline']);
  await keeper.follow(boardWith('free'));
  expect(await states()).toEqual(['available', 'offline']);
});

test('the PBX of a file is followed as soon as the database lets it be, and its tenant is there', async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'holdfast-line-'));
  const file = path.join(folder, 'pbx.json');
  const account = { subdomain: 'later', wsUrl: 'ws://127.0.0.1:9/ws', domain: 'pbx.example', ami: { host: '127.0.0.1', port: 9, user: 'holdfast', secret: 'secret' } };
  fs.writeFileSync(file, JSON.stringify(account));
  const warnings: string[] = [];
  let isAway = true;
  const identity = {
    query: async (...asked: Parameters<pg.Pool['query']>) => (isAway ? Promise.reject(new Error('no database')) : office.admin.query(...asked)),
  } as unknown as pg.Pool;
  const files = openFileStore(path.join(folder, 'files'));
  const line = createPbxLine({ file, identity, serve: office.pool, files, log: { ...silentLog, warn: (_, text) => warnings.push(text) }, now: Date.now });
  await expect.poll(() => warnings).toContain('the PBX cannot be followed');
  isAway = false;
  await expect.poll(() => warnings).toContain('the PBX is of a tenant that this hub does not have yet');
  expect(line.connectorOf(office.world.tenantId)).toBe(null);
  await office.rows(`UPDATE tenants SET subdomain = 'later' WHERE id = $1`, [office.world.tenantId]);
  await expect.poll(() => line.connectorOf(office.world.tenantId)).not.toBe(null);
  await line.stop();
  fs.rmSync(folder, { recursive: true });
});
