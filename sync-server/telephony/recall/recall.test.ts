import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { reduce } from '../board/reduce.ts';
import { emptyBoard } from '../board/state.ts';
import { readHistory, type HistoryRecord } from './history.ts';
import { recall, type Known } from './recall.ts';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'holdfast-history-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));
const begin = 1_795_000_000;

/** A moment, by seconds since the beginning. */
function record(eventtype: string, seconds: number, uniqueid: string, more: Partial<HistoryRecord> = {}): HistoryRecord {
  const blank = { num: '', name: '', exten: '', appname: '', appdata: '', userfield: '', peer: '', eventextra: '' };
  const channame = uniqueid.startsWith('1') ? `PJSIP/10${uniqueid.slice(2)}-0000000${uniqueid.slice(2)}` : 'PJSIP/trunk-00000009';
  return { ...blank, eventtype, eventtime: begin + seconds, uniqueid, linkedid: '0.0', channame, ...more };
}
const hangup = (seconds: number, uniqueid: string, hangupcause: number, hangupsource = '') =>
  record('HANGUP', seconds, uniqueid, { eventextra: JSON.stringify({ hangupcause, hangupsource, dialstatus: '' }) });
const over = (seconds: number, state: string) => record('over', seconds, '1.1', { eventextra: JSON.stringify({ extra: state }) });
const queue = { appname: 'Queue', appdata: 'support,b(hdr^s^1(support)),,,60' };
const none: ReadonlyMap<string, Known> = new Map();

/** A caller of a queue: the first agent lets it ring, the second refuses, the third takes the call. */
const story: readonly HistoryRecord[] = [
  record('CHAN_START', 0, '0.0', { num: '+4930123', name: 'Jörg', exten: '500' }),
  record('ANSWER', 0.1, '0.0'),
  record('APP_START', 0.2, '0.0', queue),
  record('CHAN_START', 0.3, '1.1'),
  hangup(5, '1.1', 0),
  record('CHAN_START', 6, '1.2'),
  hangup(7, '1.2', 21, 'PJSIP/102-00000002'),
  record('CHAN_START', 8, '1.3', { userfield: '' }),
  record('ANSWER', 9, '1.3', { userfield: 'softphone@103' }),
  record('BRIDGE_ENTER', 9.1, '1.3', { eventextra: '{"bridge_id":"b"}' }),
  record('BRIDGE_ENTER', 9.2, '0.0', { eventextra: '{"bridge_id":"b"}', peer: 'PJSIP/103-00000003' }),
  record('BRIDGE_EXIT', 20, '0.0', { eventextra: '{"bridge_id":"b"}' }),
  record('APP_END', 20, '0.0', queue),
  hangup(20, '0.0', 16, 'PJSIP/trunk-00000009'),
  hangup(20, '1.3', 16, 'PJSIP/trunk-00000009'),
];
const callIn = (records: readonly HistoryRecord[]) => recall(emptyBoard, records, none, 0).calls.get('0.0');

describe('what nobody heard', () => {
  test('is told as it would have been heard', () => {
    const call = callIn(story);
    expect(call).toMatchObject({ callerNumber: '+4930123', callerName: 'Jörg', called: '500', direction: 'inbound', endedAt: new Date((begin + 20) * 1000).toISOString() });
    expect(call?.legs.map(({ extension, outcome }) => [extension, outcome])).toEqual([
      [null, 'answered'],
      ['101', 'missed'],
      ['102', 'rejected'],
      ['103', 'answered'],
    ]);
    expect(call?.legs[3]?.sipCallId).toBe('softphone@103');
    expect(call?.stays).toMatchObject([{ queue: 'support', result: 'connected', extension: '103', position: 1 }]);
    expect(call?.steps.at(-1)?.kind).toBe('ended');
  });

  test('tells who gave up from whom the queue sent away', () => {
    const waited = story.slice(0, 3);
    const end = record('APP_END', 30, '0.0', queue);
    expect(callIn([...waited, end, hangup(30, '0.0', 0, 'PJSIP/trunk-00000009')])?.stays).toMatchObject([{ result: 'abandoned' }]);
    expect(callIn([...waited, end, hangup(30, '0.0', 16, 'dialplan/builtin')])?.stays).toMatchObject([{ result: 'timeout' }]);
  });

  test.each([
    ['whom nobody reached', [hangup(5, '1.1', 20, 'PJSIP/101-00000001')], 'failed'],
    ['whose telephone failed', [hangup(5, '1.1', 38, 'PJSIP/101-00000001')], 'deviceFailure'],
    ['whose caller gave up', [hangup(5, '1.1', 0), hangup(5.1, '0.0', 0, 'PJSIP/trunk-00000009')], 'cancelled'],
    ['for whom a colleague answered', [hangup(5, '1.1', 26)], 'cancelled'],
    ['who was busy', [hangup(5, '1.1', 17, 'PJSIP/101-00000001')], 'rejected'],
    ['whose telephone rang in vain', [over(5, 'Ringing'), hangup(5, '1.1', 0)], 'missed'],
    ['whose telephone was not to be reached', [over(5, 'Down'), hangup(5, '1.1', 0)], 'failed'],
    ['whose caller gave up before it rang', [over(5, 'Down'), hangup(5, '1.1', 0), hangup(5.1, '0.0', 0, 'PJSIP/trunk-00000009')], 'failed'],
  ] as const)('knows the agent %s', (_, ends, outcome) => {
    expect(callIn([...story.slice(0, 4), ...ends])?.legs[1]?.outcome).toBe(outcome);
  });

  test('is not told twice: neither what was heard nor what is written', () => {
    const heard = reduce(emptyBoard, { Event: 'Newchannel', Uniqueid: '0.0', Linkedid: '0.0', Channel: 'PJSIP/trunk-00000009', Timestamp: String(begin) }, '');
    const board = recall(heard, story, none, (begin + 0.25) * 1000);
    expect(board.calls.get('0.0')?.stays).toEqual([]);
    expect(board.calls.get('0.0')?.legs).toHaveLength(4);
    expect(recall(emptyBoard, story, new Map([['0.0', { isOver: true, until: null }]]), 0)).toEqual(emptyBoard);
    const until = new Date((begin + 9) * 1000).toISOString();
    expect(
      recall(emptyBoard, story, new Map([['0.0', { isOver: false, until }]]), 0)
        .calls.get('0.0')
        ?.steps.map(({ kind }) => kind),
    ).toEqual(['ended']);
  });

  test('a history cut at any line leaves calls that are live or over, and never breaks', () => {
    for (let from = 0; from < story.length; from++)
      for (let to = from; to <= story.length; to++)
        for (const call of recall(emptyBoard, story.slice(from, to), none, 0).calls.values()) expect(call.legs.length).toBeGreaterThan(0);
  });
});

describe('the file of the history', () => {
  const file = path.join(folder, 'calls.json');
  const lines = (records: readonly HistoryRecord[]) => records.map((each) => `${JSON.stringify({ ...each, eventtime: each.eventtime.toFixed(6) })}\n`).join('');

  test('is empty where there is none', async () => {
    expect(await readHistory(path.join(folder, 'none.json'), 0)).toEqual([]);
  });

  test('is read from an instant on, past what is torn or not ours', async () => {
    fs.writeFileSync(file, `${lines(story)}not json\n{"eventtype":"ANSWER"}\n\n${lines(story).slice(0, 40)}`);
    expect(await readHistory(file, 0)).toEqual(story);
    expect((await readHistory(file, begin + 9)).map(({ eventtime }) => eventtime - begin)).toEqual(
      story.map(({ eventtime }) => eventtime - begin).filter((seconds) => seconds >= 9),
    );
  });

  test('is read from its end: of many megabytes only what is asked for', async () => {
    const old = lines([record('ANSWER', -90_000, '0.0', { name: 'x'.repeat(9_000) })]);
    fs.writeFileSync(file, old.repeat(400) + lines(story));
    expect(await readHistory(file, begin)).toEqual(story);
  });
});
