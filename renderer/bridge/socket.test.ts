import { beatEvery } from '#domain/bridge-wire.ts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createSocketBridge, type Socket } from './socket.ts';
import { run } from './use-command.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** A socket whose other end is the test. */
class TestSocket implements Socket {
  onmessage: Socket['onmessage'] = null;
  onclose: Socket['onclose'] = null;
  readonly sent: Record<string, unknown>[] = [];
  send(data: string) {
    this.sent.push(JSON.parse(data));
  }
  close() {
    this.drop();
  }
  say(message: object) {
    this.onmessage?.(new MessageEvent('message', { data: JSON.stringify(message) }));
  }
  ready() {
    this.say({ kind: 'ready', boot: 'a' });
  }
  drop() {
    this.onclose?.(undefined as never);
  }
}

function connect(isRefused?: () => Promise<boolean>) {
  const sockets: TestSocket[] = [];
  const made = createSocketBridge({
    open: () => {
      const socket = new TestSocket();
      sockets.push(socket);
      return socket;
    },
    ...(isRefused ? { isRefused } : {}),
    now: () => '2026-01-01T00:00:00.000Z',
    wait: () => 10,
  });
  const last = () => sockets.at(-1) ?? new TestSocket();
  return { ...made, sockets, last };
}

const settle = () => vi.advanceTimersByTimeAsync(20);

test('a command that was not answered before the desk died is sent again under the same id, and answered once', async () => {
  const { bridge, connection, last } = connect();
  last().ready();
  const outcome = bridge.send('notes.add', { subject: { caseId: '0192a000-0000-7000-8000-000000000001' }, body: 'x' });
  const [first] = last().sent;
  last().drop();
  await vi.advanceTimersByTimeAsync(1);
  expect(connection.read()).toEqual({ kind: 'gone', since: '2026-01-01T00:00:00.000Z', waiting: 1 });
  await settle();
  last().ready();
  expect(last().sent).toEqual([first]);
  expect(first?.['commandId']).toMatch(/^[0-9a-f-]{36}$/);
  last().say({ kind: 'outcome', id: first?.['id'], outcome: { ok: true, commandId: first?.['commandId'], rowId: null } });
  expect(await outcome).toMatchObject({ ok: true, commandId: first?.['commandId'] });
  expect(connection.read()).toEqual({ kind: 'open' });
});

test('a command for the hub that is sent again is the same command', async () => {
  const { bridge, last } = connect();
  last().ready();
  void run(bridge, 'units.setPrice', {} as never, '0192a000-0000-7000-8000-000000000002');
  const [first] = last().sent;
  expect(first?.['args']).toMatchObject({ name: 'units.setPrice', id: '0192a000-0000-7000-8000-000000000002' });
  last().drop();
  await settle();
  last().ready();
  expect(last().sent).toEqual([first]);
});

test('what is asked while the desk is away waits, and every watch is asked again', async () => {
  const { bridge, last } = connect();
  last().ready();
  const answers: unknown[] = [];
  bridge.watch('cases.count', {}, { next: (answer) => answers.push(answer) });
  const stop = bridge.watch('outbox.list', {}, { next: () => {} });
  stop();
  last().drop();
  await settle();
  void bridge.query('review.list', {});
  expect(last().sent).toEqual([]);
  last().ready();
  expect(last().sent.map(({ verb, name }) => `${String(verb)} ${String(name)}`)).toEqual(['watch cases.count', 'query review.list']);
  last().say({ kind: 'answer', id: 1, value: { open: 2 } });
  expect(answers).toEqual([{ open: 2 }]);
});

test('a desk that falls silent for two beats is gone, whatever the socket believes', async () => {
  const { connection, last } = connect();
  last().ready();
  await vi.advanceTimersByTimeAsync(beatEvery);
  last().say({ kind: 'beat' });
  await vi.advanceTimersByTimeAsync(beatEvery * 2 - 1);
  expect(connection.read().kind).toBe('open');
  await vi.advanceTimersByTimeAsync(2);
  expect(connection.read().kind).toBe('gone');
});

test('a window whose link was used already is told so, and goes on trying', async () => {
  const { connection, last, sockets } = connect(async () => true);
  last().drop();
  await settle();
  expect(connection.read()).toEqual({ kind: 'refused' });
  await settle();
  expect(sockets.length).toBeGreaterThan(1);
  last().ready();
  expect(connection.read()).toEqual({ kind: 'open' });
});

test('a query that failed rejects with the words of the desk; a failed watch goes on', async () => {
  const { bridge, last } = connect();
  last().ready();
  const asked = bridge.query('review.list', {});
  const heard: string[] = [];
  bridge.watch('cases.count', {}, { next: () => heard.push('answer'), failed: (code) => heard.push(code) });
  last().say({ kind: 'failed', id: 1, code: 'fault', message: 'the reader broke' });
  await expect(asked).rejects.toThrow('the reader broke');
  last().say({ kind: 'failed', id: 2, code: 'fault', message: 'again' });
  last().say({ kind: 'answer', id: 2, value: {} });
  expect(heard).toEqual(['fault', 'answer']);
});
