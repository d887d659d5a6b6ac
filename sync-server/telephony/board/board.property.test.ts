import fc from 'fast-check';
import { expect, test } from 'vitest';
import { forget } from './change.ts';
import { createModelPbx, deeds } from './model-pbx.ts';
import { reduce } from './reduce.ts';
import { resync } from './resync.ts';
import { emptyBoard, liveOf, type Board } from './state.ts';

const script = fc.array(
  fc.record({ deed: fc.constantFrom(...deeds.filter((deed) => deed !== 'restart'), 'arrive' as const, 'ring' as const, 'answer' as const), pick: fc.nat(20) }),
  { maxLength: 60 },
);
const now = '2026-11-20T00:00:00.000Z';
const runs = Number(process.env['RUNS'] ?? 400);

function endedIn(board: Board) {
  return [...board.calls.values()].filter((call) => call.endedAt !== null);
}

test('what is heard without a gap is what a fresh look shows, and every caller is somewhere', () => {
  fc.assert(
    fc.property(script, (deedsDone) => {
      const pbx = createModelPbx();
      let board = resync(emptyBoard, pbx.snapshot(), now);
      for (const { deed, pick } of deedsDone) {
        for (const event of pbx.act(deed, pick)) board = reduce(board, event, now);
        expect(liveOf(board)).toEqual(liveOf(resync(emptyBoard, pbx.snapshot(), now)));
        const stays = [...board.calls.values()].flatMap((call) => call.stays);
        const count = (result: string) => stays.filter((stay) => stay.result === result).length;
        expect(stays.length).toBe(count('connected') + count('abandoned') + count('waiting'));
        expect(count('waiting')).toBe(pbx.waiting());
      }
    }),
    { numRuns: runs },
  );
});

test('whatever was missed, after a look at the PBX no ghost remains and all goes on', () => {
  fc.assert(
    fc.property(script, script, script, fc.boolean(), fc.nat(3), (before, missed, after, isRestarted, overlap) => {
      const pbx = createModelPbx();
      let board = resync(emptyBoard, pbx.snapshot(), now);
      for (const { deed, pick } of before) for (const event of pbx.act(deed, pick)) board = reduce(board, event, now);
      if (isRestarted) pbx.act('restart', 0);
      const lost = missed.flatMap(({ deed, pick }) => pbx.act(deed, pick));
      board = resync(board, pbx.snapshot(), pbx.now());
      // Events that came while the PBX was being asked are told once more.
      for (const event of lost.slice(lost.length - overlap * 2)) board = reduce(board, event, now);
      board = resync(board, pbx.snapshot(), pbx.now());
      let fresh = resync(emptyBoard, pbx.snapshot(), pbx.now());
      expect(liveOf(board)).toEqual(liveOf(fresh));
      for (const { deed, pick } of after) {
        for (const event of pbx.act(deed, pick)) [board, fresh] = [reduce(board, event, now), reduce(fresh, event, now)];
      }
      expect(liveOf(board)).toEqual(liveOf(fresh));
      // Everybody goes home.
      for (let turn = 0; turn < 200; turn++) for (const event of [...pbx.act('abandon', 0), ...pbx.act('finish', 0)]) board = reduce(board, event, now);
      expect(liveOf(board)).toMatchObject({ channels: [], waiting: [] });
      expect(endedIn(board).length).toBe(board.calls.size);
      for (const { linkedId } of endedIn(board)) board = forget(board, linkedId);
      expect([board.calls.size, board.homes.size]).toEqual([0, 0]);
    }),
    { numRuns: runs },
  );
});

test('nothing that a PBX may say breaks the board', () => {
  const key = fc.constantFrom(
    'Uniqueid',
    'Linkedid',
    'Channel',
    'ChannelState',
    'DestUniqueid',
    'Queue',
    'Position',
    'Interface',
    'BridgeUniqueid',
    'Timestamp',
    'TechCause',
    'Cause',
    'DialStatus',
    'Paused',
    'CallerIDName',
    'CallerIDNum',
    'Result',
    'ChanVariable',
    'OrigTransfererUniqueid',
    'SecondTransfererUniqueid',
  );
  const names = [
    'Newchannel',
    'Newstate',
    'Rename',
    'BridgeEnter',
    'BridgeLeave',
    'DialBegin',
    'DialEnd',
    'HangupRequest',
    'Hangup',
    'Hold',
    'QueueCallerJoin',
    'QueueCallerLeave',
    'QueueCallerAbandon',
    'AgentConnect',
    'QueueMemberStatus',
    'QueueMemberRemoved',
    'AttendedTransfer',
    'BlindTransfer',
    'toString',
    '__proto__',
  ];
  const value = fc.oneof(fc.constantFrom('1', '2', '6', '5', 'support', 'Success', 'PJSIP/101-00000001'), fc.string({ unit: 'binary', maxLength: 300 }));
  const event = fc.tuple(fc.constantFrom(...names), fc.dictionary(key, value)).map(([name, fields]) => ({ ...fields, Event: name }));
  fc.assert(
    fc.property(fc.array(event, { maxLength: 60 }), (events) => {
      let board = emptyBoard;
      for (const each of events) board = reduce(board, each, now);
      board = resync(board, { queues: events, channels: events }, now);
      expect(resync(board, { queues: [], channels: [] }, now).calls.size).toBe(board.calls.size);
      expect(liveOf(resync(board, { queues: [], channels: [] }, now))).toMatchObject({ channels: [], waiting: [], members: [] });
    }),
    { numRuns: runs },
  );
});
