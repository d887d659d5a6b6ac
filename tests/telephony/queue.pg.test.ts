import { AgentState } from '#domain/telephony/agent-state.ts';
import { Extension } from '#domain/telephony/extension.ts';
import { QueueMember } from '#domain/telephony/queue-member.ts';
import { Queue } from '#domain/telephony/queue.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { silentLog } from '../../sync-server/engine/log.ts';
import { createAmi, type AmiClient } from '../../sync-server/telephony/ami/client.ts';
import type { AmiMessage } from '../../sync-server/telephony/ami/message.ts';
import { reduce } from '../../sync-server/telephony/board/reduce.ts';
import { resync } from '../../sync-server/telephony/board/resync.ts';
import { emptyBoard, liveOf, type Board } from '../../sync-server/telephony/board/state.ts';
import { createConnector, type Connector } from '../../sync-server/telephony/connector.ts';
import { openOffice, type Office } from '../support/office.ts';
import { deskPlace, startPbx, whyNoPbx, type TestPbx } from '../support/pbx.ts';
import { putRow } from '../support/put-row.ts';

const missing = await whyNoPbx();
/** `npm run test:long` says 10. */
const long = Number(process.env['LONG'] ?? 0);
const minutes = long >= 10 ? 10 : long > 0 ? 2 : 0.4;
const agents = ['101', '102', '103', '104', '105'];

describe.skipIf(missing !== null)(`a busy queue (${missing ?? 'Asterisk'})`, () => {
  let office: Office;
  let pbx: TestPbx;
  let connector: Connector;
  let ami: AmiClient;
  let board: Board = emptyBoard;
  let events: AmiMessage[] = [];
  /** How often an event was told of an agent. */
  const told = new Map<string, number>();
  const joins = new Map<string, number>();
  const now = () => new Date().toISOString();
  const look = async () => ({ queues: await ami.list('QueueStatus'), channels: await ami.list('CoreShowChannels') });

  beforeAll(async () => {
    office = await openOffice({ people: [...agents.map((name) => ({ name, role: 'agent' as const, teams: ['North'] })), { name: 'owner', role: 'owner', teams: [] }] });
    const queueId = await putRow(office, Queue, { name: 'Support', asteriskQueueName: 'support', wrapUpTime: 1 });
    for (const number of agents) {
      const userId = office.world.idOf('users', 'email', office.world.email(number));
      await putRow(office, Extension, { number, userId, sipUser: number });
      await putRow(office, QueueMember, { queueId, userId, state: 'in' });
      await putRow(office, AgentState, { userId, state: 'available', fromAt: new Date().toISOString() });
    }
    pbx = await startPbx({
      agents: agents.map((extension) => ({ extension, secret: 'x', deskPhone: deskPlace() })),
      queues: [{ name: 'support', number: '500', members: agents, ringSeconds: 3 }],
    });
    ami = createAmi({
      account: pbx.ami,
      log: silentLog,
      onUp: () => {},
      onDown: () => {},
      onEvent: (event) => {
        events.push(event);
        board = reduce(board, event, now());
        told.set(`${event['Event']} ${event['Interface']}`, (told.get(`${event['Event']} ${event['Interface']}`) ?? 0) + 1);
        if (event['Event'] === 'QueueCallerJoin') joins.set(event['Uniqueid'] ?? '', Date.now());
      },
    });
    connector = createConnector({ account: pbx.ami, pool: office.pool, tenantId: office.world.tenantId, pbx: 'demo', history: pbx.history, log: silentLog, now: Date.now });
    while (!ami.state().isUp || !connector.state().isUp) await sleep(20);
    board = resync(board, await look(), now());
  });
  afterAll(async () => {
    await ami?.stop();
    await connector?.stop();
    await pbx?.stop();
    await office?.close();
  });

  const stays = () => [...board.calls.values()].flatMap((call) => call.stays);
  const count = (result: string) => stays().filter((stay) => stay.result === result).length;

  test(
    '50 callers over 5 agents: everybody is somewhere at every moment, and the board is what the PBX says',
    async () => {
      // Some answer, some are slow, one refuses.
      await Promise.all(agents.map((extension, index) => pbx.deskPhone(extension, index === 4 ? { rings: 0.3, refuses: 486 } : { rings: 0.2 + index / 4, talks: 1 + index / 3 })));
      const crowds = await Promise.all(
        Array.from({ length: 5 }, (_, index) => pbx.call({ to: '500', from: `+49150000000${index}`, name: 'Caller', seconds: 4 + 3 * index, crowd: 10 })),
      );
      const end = Date.now() + minutes * 60_000;
      let compared = 0;
      while (Date.now() < end || compared <= 5 || count('connected') <= 10 || count('abandoned') === 0) {
        await sleep(250);
        expect(count('connected') + count('abandoned') + count('waiting')).toBe(stays().length);
        expect(stays().length).toBe(joins.size);
        // Compared only when nothing has happened between the question and its answer.
        events = [];
        const seen = await look();
        const shown = liveOf(resync(emptyBoard, seen, now()));
        // The answer may know already what an event on its way will tell.
        for (const until = Date.now() + 5_000; events.length === 0 && !isDeepStrictEqual(liveOf(board), shown) && Date.now() < until;) await sleep(10);
        if (events.length > 0) continue;
        compared++;
        expect(liveOf(board)).toEqual(shown);
      }
      await Promise.all(crowds.map(({ hangUp }) => hangUp()));
      await expect.poll(() => liveOf(board)).toMatchObject({ channels: [], waiting: [] });
      const [params] = (await look()).queues.filter(({ Event }) => Event === 'QueueParams');
      expect(params).toMatchObject({ Completed: String(count('connected')), Abandoned: String(count('abandoned')), Calls: '0' });
      // Of every call that the PBX recorded as joined there is one on the board, and they agree on who was connected.
      const recorded = pbx.cdr().filter(({ lastapp }) => lastapp === 'Queue');
      expect(new Set(recorded.map(({ linkedid }) => linkedid))).toEqual(new Set(joins.keys()));
      const connected = new Set([...board.calls.values()].filter((call) => call.stays.some((stay) => stay.result === 'connected')).map(({ linkedId }) => linkedId));
      const answered = new Set(recorded.filter(({ disposition, dstchannel }) => disposition === 'ANSWERED' && dstchannel !== '').map(({ linkedid }) => linkedid));
      expect(connected).toEqual(answered);
      // So has the journal: a row for each, over, and as the PBX recorded it.
      await expect.poll(() => connector.board().calls.size).toBe(0);
      await connector.written();
      const rows = await office.rows(`SELECT c.linked_id AS name, q.result, c.status FROM queue_entries q JOIN calls c ON c.id = q.call_id`);
      expect(rows.map(({ name }) => name).toSorted()).toEqual([...joins.keys()].toSorted());
      expect(new Set(rows.map(({ result, status }) => `${result} ${status}`))).toEqual(new Set(['connected completed', 'abandoned abandoned']));
      expect(new Set(rows.filter(({ result }) => result === 'connected').map(({ name }) => name))).toEqual(answered);
    },
    minutes * 60_000 + 60_000,
  );

  test('no agent’s state flapped: it moved with the telephone, one state after the other', async () => {
    await expect.poll(async () => (await office.rows(`SELECT DISTINCT state FROM agent_states WHERE until_at IS NULL`)).map(({ state }) => state)).toEqual(['available']);
    const rows = await office.rows(`SELECT e.number, a.state, a.until_at, lead(a.from_at) OVER one AS next_at, lead(a.state) OVER one AS next FROM agent_states a
      JOIN extensions e ON e.user_id = a.user_id WINDOW one AS (PARTITION BY a.user_id ORDER BY a.from_at, a.created_at, a.id)`);
    for (const { state, next } of rows) if (next !== null) expect(AgentState.transitions?.state?.[String(state)]).toContain(next);
    expect(rows.filter(({ until_at: until, next_at: next }) => String(until) !== String(next))).toEqual([]);
    for (const number of agents) {
      const count = (wanted: string) => rows.filter((row) => row['number'] === number && row['state'] === wanted).length;
      const heard = (name: string) => told.get(`${name} PJSIP/${number}`) ?? 0;
      expect(count('ringing')).toBeLessThanOrEqual(heard('AgentCalled'));
      expect(count('onCall')).toBeLessThanOrEqual(heard('AgentConnect'));
      expect(count('onCall') > 0).toBe(heard('AgentConnect') > 0);
      expect(count('wrapUp')).toBeLessThanOrEqual(count('onCall'));
    }
  });

  test('the connector’s account can do its work and nothing else', async () => {
    for (const [action, fields] of [
      ['Command', { Command: 'core show version' }],
      ['GetConfig', { Filename: 'manager.conf' }],
      ['UpdateConfig', { SrcFilename: 'manager.conf', DstFilename: 'manager.conf' }],
      ['ModuleLoad', { LoadType: 'reload' }],
      ['DBPut', { Family: 'x', Key: 'y', Val: 'z' }],
    ] as const)
      await expect(ami.ask(action, fields)).rejects.toMatchObject({ reason: 'refused', message: 'Permission denied' });
    await expect(ami.ask('Originate', { Channel: 'PJSIP/101', Application: 'System', Data: 'touch /tmp/holdfast-owned' })).rejects.toMatchObject({ reason: 'refused' });
    await expect(ami.ask('QueuePause', { Interface: 'PJSIP/101\r\nAction: Command', Paused: 'true' })).rejects.toThrow('line break');
    await ami.ask('QueuePause', { Interface: 'PJSIP/101', Paused: 'true' });
    await expect.poll(() => board.members.get('support PJSIP/101')?.isPaused).toBe(true);
  });
});
