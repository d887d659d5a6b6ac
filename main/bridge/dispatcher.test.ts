import { fromDesk } from '#domain/bridge-wire.ts';
import type { Outcome } from '#domain/bridge.ts';
import { beforeEach, expect, test } from 'vitest';
import { createDevice, type DeviceHandlers } from './device-calls.ts';
import { createDispatcher, type Connection } from './dispatcher.ts';
import type { LiveQueries } from './live-queries.ts';
import type { Reply } from './reply.ts';

const id = '0192a000-0000-7000-8000-0000000000d1';
let said: unknown[];
let faults: unknown[];
let sent: unknown[];
let next: (text: string) => void;
let isBehind: boolean;
let connection: Connection;
let outcome: () => Promise<Outcome>;

beforeEach(() => {
  [said, faults, sent, isBehind] = [[], [], [], false];
  outcome = async () => ({ ok: true, commandId: id, rowId: null });
  const live: LiveQueries = {
    watch: (_name, _args, watcher) => {
      next = watcher.next;
      return () => said.push('ended');
    },
    changed: () => undefined,
    reset: () => undefined,
    stop: () => undefined,
  };
  const nothing = async () => ({ ok: true }) as const;
  // The calls that no test makes need no handler.
  const device = createDevice({ 'session.lock': nothing, 'session.signIn': nothing, 'drafts.save': nothing } as unknown as DeviceHandlers);
  const run = async (_name: string, args: unknown): Promise<Reply> => ({ ok: true, text: JSON.stringify(args), took: 0 });
  const send = (name: string, args: unknown, commandId: string | null) => {
    sent.push([name, args, commandId]);
    return outcome();
  };
  const dispatcher = createDispatcher({ run, live, send, device, fault: (_where, cause) => faults.push(cause) });
  connection = dispatcher.connect({ post: (text) => said.push(fromDesk.parse(JSON.parse(text))), congested: () => isBehind });
});

async function say(...messages: readonly unknown[]): Promise<readonly unknown[]> {
  for (const message of messages) connection.receive(message);
  await new Promise((done) => setTimeout(done, 5));
  return said;
}

test('a query is parsed, with its defaults, and answered', async () => {
  expect(await say({ verb: 'query', id: 1, name: 'records.search', args: { text: 'x' } })).toEqual([{ kind: 'answer', id: 1, value: { text: 'x', limit: 20 } }]);
});

test.each([
  [
    { verb: 'query', id: 1, name: 'cases.get', args: { id: 'no id' } },
    { kind: 'failed', id: 1, code: 'args.invalid', message: expect.stringContaining('id') },
  ],
  [
    { verb: 'watch', id: 1, name: 'cases.list', args: { limit: 1e9 } },
    { kind: 'failed', id: 1, code: 'args.invalid', message: expect.stringContaining('limit') },
  ],
  [
    { verb: 'query', id: 1, name: '__proto__', args: {} },
    { kind: 'failed', id: 1, code: 'query.unknown', message: expect.any(String) },
  ],
  [
    { verb: 'send', id: 1, name: 'toString', args: {} },
    { kind: 'outcome', id: 1, outcome: { ok: false, code: 'command.unknown', message: expect.any(String) } },
  ],
  [
    { verb: 'device', id: 1, name: 'constructor', args: {} },
    { kind: 'outcome', id: 1, outcome: { ok: false, code: 'device.unknown', message: expect.any(String) } },
  ],
  [
    { verb: 'device', id: 1, name: 'session.signIn', args: { email: 'a@b.c', password: 'x' } },
    { kind: 'outcome', id: 1, outcome: { ok: false, code: 'args.invalid', message: expect.any(String), field: 'subdomain' } },
  ],
  [
    { verb: 'device', id: 1, name: 'session.lock', args: { more: 1 } },
    { kind: 'outcome', id: 1, outcome: expect.objectContaining({ code: 'args.invalid' }) },
  ],
])('bad input %j is answered by what is wrong with it', async (message, answer) => {
  expect(await say(message)).toEqual([answer]);
});

test('what is no message at all is not taken', () => {
  const rubbish = [
    null,
    1,
    'query',
    [],
    {},
    { verb: 'eval', id: 1 },
    { verb: 'query', id: 0, name: 'x' },
    { verb: 'query', id: 1, name: 'x'.repeat(101) },
    { verb: 'unwatch', id: 1, extra: true },
  ];
  expect(rubbish.map((message) => connection.receive(message))).toEqual(rubbish.map(() => false));
});

test('a command carries its id, so that the window may send it again', async () => {
  await say({ verb: 'send', id: 1, name: 'cases.close', args: { id }, commandId: id }, { verb: 'send', id: 2, name: 'cases.close', args: { id } });
  expect(sent).toEqual([
    ['cases.close', { id }, id],
    ['cases.close', { id }, null],
  ]);
});

test('a bug in the desk is logged and told without its details', async () => {
  outcome = () => Promise.reject(new Error('secret detail'));
  expect(JSON.stringify(await say({ verb: 'send', id: 1, name: 'cases.close', args: {} }))).not.toContain('secret');
  expect([said, faults]).toEqual([[{ kind: 'outcome', id: 1, outcome: expect.objectContaining({ ok: false, code: 'desk.fault' }) }], [new Error('secret detail')]]);
});

test('a full disk is told as what it is', async () => {
  outcome = () => Promise.reject(Object.assign(new Error('write'), { code: 'ENOSPC' }));
  expect(await say({ verb: 'send', id: 1, name: 'cases.close', args: {} })).toEqual([
    { kind: 'outcome', id: 1, outcome: expect.objectContaining({ ok: false, code: 'disk.full' }) },
  ]);
});

test('a window that is behind gets only the last answer of a watch, when it has caught up', async () => {
  await say({ verb: 'watch', id: 7, name: 'cases.count', args: {} });
  isBehind = true;
  for (const text of ['1', '2', '3']) next(text);
  expect(said).toEqual([]);
  isBehind = false;
  connection.drained();
  connection.drained();
  expect(said).toEqual([{ kind: 'answer', id: 7, value: 3 }]);
});

test('a closed window hears nothing, and its watches end', async () => {
  await say({ verb: 'watch', id: 1, name: 'cases.count', args: {} });
  connection.close();
  next('1');
  expect(said).toEqual(['ended']);
});

test('a watch of the same number replaces the one before; unwatch ends it', async () => {
  await say(
    { verb: 'watch', id: 1, name: 'cases.count', args: {} },
    { verb: 'watch', id: 1, name: 'cases.count', args: {} },
    { verb: 'unwatch', id: 1 },
    { verb: 'unwatch', id: 1 },
  );
  expect(said).toEqual(['ended', 'ended']);
});
