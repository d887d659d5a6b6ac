import type { EntityName } from '#domain/kernel/names.ts';
import { newRow } from '#domain/kernel/new-row.ts';
import { reserved } from '#domain/people/reserved.ts';
import { entityOf } from '#domain/registry.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { insertRows } from '../../sync-server/db/rows.ts';
import { newId } from '../../sync-server/db/new-id.ts';
import { inTenant } from '../../sync-server/db/transaction.ts';
import { createStateKeeper } from '../../sync-server/telephony/agents/keep-states.ts';
import { emptyBoard } from '../../sync-server/telephony/board/state.ts';
import { openOffice, type Office } from '../support/office.ts';

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office?.close());

const userOf = (name: string) => office.world.idOf('users', 'email', office.world.email(name));
const teamOf = (name: string) => office.world.idOf('teams', 'name', name);

/** Writes a row as the hub does, past every command. */
async function add(name: EntityName, values: Readonly<Record<string, unknown>>): Promise<string> {
  const { tenantId } = office.world;
  const id = newId(Date.now());
  const row = newRow(entityOf[name], id, values, { tenantId, userId: reserved.system, at: new Date().toISOString() });
  await inTenant(office.pool, tenantId, (tx) => insertRows(tx, entityOf[name], [{ ...row, version: 1 }]));
  return id;
}
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
