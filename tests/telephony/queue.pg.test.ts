import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { setTimeout as sleep } from 'node:timers/promises';
import { silentLog } from '../../sync-server/engine/log.ts';
import { createAmi, type AmiClient } from '../../sync-server/telephony/ami/client.ts';
import type { AmiMessage } from '../../sync-server/telephony/ami/message.ts';
import { reduce } from '../../sync-server/telephony/board/reduce.ts';
import { resync } from '../../sync-server/telephony/board/resync.ts';
import { emptyBoard, liveOf, type Board } from '../../sync-server/telephony/board/state.ts';
import { deskPlace, startPbx, whyNoPbx, type TestPbx } from '../support/pbx.ts';

const missing = await whyNoPbx();
const minutes = process.env['LONG'] ? 10 : 0.5;
const agents = ['101', '102', '103', '104', '105'];

describe.skipIf(missing !== null)(`a busy queue (${missing ?? 'Asterisk'})`, () => {
  let pbx: TestPbx;
  let ami: AmiClient;
  let board: Board = emptyBoard;
  let events: AmiMessage[] = [];
  const joins = new Map<string, number>();
  const now = () => new Date().toISOString();
  const look = async () => ({ queues: await ami.list('QueueStatus'), channels: await ami.list('CoreShowChannels') });

  beforeAll(async () => {
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
        if (event['Event'] === 'QueueCallerJoin') joins.set(event['Uniqueid'] ?? '', Date.now());
      },
    });
    while (!ami.state().isUp) await sleep(20);
    board = resync(board, await look(), now());
  });
  afterAll(async () => {
    await ami?.stop();
    await pbx?.stop();
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
      while (Date.now() < end) {
        await sleep(250);
        expect(count('connected') + count('abandoned') + count('waiting')).toBe(stays().length);
        expect(stays().length).toBe(joins.size);
        // Compared only when nothing has happened between the question and its answer.
        events = [];
        const seen = await look();
        if (events.length > 0) continue;
        compared++;
        expect(liveOf(board)).toEqual(liveOf(resync(emptyBoard, seen, now())));
      }
      expect(compared).toBeGreaterThan(5);
      await Promise.all(crowds.map(({ hangUp }) => hangUp()));
      await expect.poll(() => liveOf(board)).toMatchObject({ channels: [], waiting: [] });
      expect(count('connected')).toBeGreaterThan(10);
      expect(count('abandoned')).toBeGreaterThan(0);
      // Of every call that the PBX recorded as joined there is one on the board, and they agree on who was connected.
      const recorded = pbx.cdr().filter(({ lastapp }) => lastapp === 'Queue');
      expect(new Set(recorded.map(({ linkedid }) => linkedid))).toEqual(new Set(joins.keys()));
      const connected = new Set([...board.calls.values()].filter((call) => call.stays.some((stay) => stay.result === 'connected')).map(({ linkedId }) => linkedId));
      const answered = new Set(recorded.filter(({ disposition, dstchannel }) => disposition === 'ANSWERED' && dstchannel !== '').map(({ linkedid }) => linkedid));
      expect(connected).toEqual(answered);
    },
    minutes * 60_000 + 60_000,
  );

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
