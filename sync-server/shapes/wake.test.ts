import { grantsOf } from '#domain/kernel/capability.ts';
import type { Id } from '#domain/kernel/names.ts';
import type { WakeEvent } from '#domain/sync/wire.ts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { AccessChange } from '../auth/access.ts';
import type { Session } from '../auth/sessions.ts';
import { createWake, type News } from './wake.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const session = (name: string, more: Partial<Session> = {}): Session => ({
  tenantId: 'a' as Id<'tenants'>,
  userId: name as Id<'users'>,
  deviceId: name as Id<'devices'>,
  teamIds: ['north' as Id<'teams'>],
  grants: grantsOf('agent'),
  followUpTeamIds: [],
  isExternal: false,
  teamGrants: [],
  participations: {},
  changesAt: null,
  displayName: name,
  roleName: 'agent',
  deviceStatus: 'active',
  tenant: { name: '', subdomain: '', timeZone: 'UTC', settings: {} },
  tokenHash: name,
  sessionId: null,
  email: '',
  expiresAt: Infinity,
  ...more,
});

function setUp(sessions: Readonly<Record<string, Session>>) {
  const current = new Map(Object.entries(sessions));
  let tell = (_change: AccessChange) => {};
  const tenants: (readonly string[])[] = [];
  const wake = createWake({
    sessions: { of: async (token) => current.get(token ?? '') ?? Promise.reject(new Error('ended')) },
    access: {
      on: (listener) => {
        tell = listener;
        return () => {};
      },
    },
    lastLsn: () => 7n,
    changedSince: (lsn) => (lsn < 5n ? null : ['cases', 'sessions']),
    onTenants: (all) => tenants.push([...all]),
  });
  const connect = (name: string, isReading = () => true, since?: bigint) => {
    const events: WakeEvent[] = [];
    const line = { closed: false };
    const of = current.get(name);
    if (!of) throw new Error(name);
    wake.connect(
      of,
      name,
      {
        send: (event) => isReading() && events.push(event) > 0,
        close: () => (line.closed = true),
      },
      since,
    );
    return { events, line };
  };
  return { wake, connect, current, tenants, tell: (change: AccessChange) => tell(change) };
}
const news = (entity: News['entity'], keys: News['keys'] = ['team:north'], tenantId: string | null = 'a'): News => ({ entity, tenantId, keys });

test('whoever comes back is told what has news since, as far as that is known and concerns them', () => {
  const { connect } = setUp({ one: session('one') });
  expect(connect('one', undefined, 6n).events).toEqual([{ lsn: '7', entities: ['cases'], missed: true }]);
  expect(connect('one', undefined, 4n).events).toEqual([{ lsn: '7', entities: [] }]);
});

test('the first news goes out at once, those that follow go together', () => {
  const { wake, connect } = setUp({ one: session('one') });
  const { events } = connect('one');
  expect(events.splice(0)).toEqual([{ lsn: '7', entities: [] }]);
  vi.advanceTimersByTime(1000);
  wake.publish(8n, [news('cases')]);
  vi.advanceTimersByTime(0);
  expect(events.splice(0)).toEqual([{ lsn: '8', entities: ['cases'] }]);
  for (let lsn = 9n; lsn < 100n; lsn++) wake.publish(lsn, [news(lsn % 2n === 0n ? 'cases' : 'notes')]);
  vi.advanceTimersByTime(49);
  expect(events).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(events.splice(0)).toEqual([{ lsn: '99', entities: ['notes', 'cases'] }]);
  vi.advanceTimersByTime(60_000);
  expect(events).toEqual([]);
  expect(vi.getTimerCount()).toBe(0);
});

test('a desk that does not read is dropped, the others go on', () => {
  const { wake, connect } = setUp({ slow: session('slow'), quick: session('quick') });
  let reads = true;
  const slow = connect('slow', () => reads);
  const quick = connect('quick');
  reads = false;
  wake.publish(8n, [news('cases')]);
  vi.advanceTimersByTime(100);
  expect(slow.line.closed).toBe(true);
  expect(wake.connected()).toBe(1);
  expect(quick.events.at(-1)).toEqual({ lsn: '8', entities: ['cases'] });
});

test('news of another tenant or team wake nobody, those of everybody wake all', () => {
  const { wake, connect } = setUp({
    one: session('one'),
    south: session('south', { teamIds: ['south' as Id<'teams'>] }),
    other: session('other', { tenantId: 'b' as Id<'tenants'> }),
  });
  const desks = ['one', 'south', 'other'].map((name) => connect(name));
  const heard = (published: News) => {
    vi.advanceTimersByTime(1000);
    for (const { events } of desks) events.splice(0);
    wake.publish(8n, [published]);
    vi.advanceTimersByTime(1000);
    return desks.map(({ events }) => events.length);
  };
  expect(heard(news('cases'))).toEqual([1, 0, 0]);
  expect(heard(news('cases', ['user:south']))).toEqual([0, 1, 0]);
  expect(heard(news('cases', []))).toEqual([0, 0, 0]);
  expect(heard(news('contacts', []))).toEqual([1, 1, 0]);
  expect(heard(news('cases', null))).toEqual([1, 1, 0]);
  expect(heard(news('cases', null, null))).toEqual([1, 1, 1]);
});

test('a desk whose access changed is routed anew, one whose session ended is let go', async () => {
  const { wake, connect, current, tell } = setUp({ one: session('one'), two: session('two') });
  const one = connect('one');
  const two = connect('two');
  current.set('one', session('one', { teamIds: ['south' as Id<'teams'>] }));
  current.delete('two');
  tell({ tenantId: 'a', userId: null });
  await vi.advanceTimersByTimeAsync(100);
  expect(one.events.at(-1)).toMatchObject({ session: true });
  expect(two.line.closed).toBe(true);
  one.events.splice(0);
  wake.publish(8n, [news('cases', ['team:north'])]);
  await vi.advanceTimersByTimeAsync(100);
  expect(one.events).toEqual([]);
  wake.publish(9n, [news('cases', ['team:south'])]);
  await vi.advanceTimersByTimeAsync(100);
  expect(one.events).toEqual([{ lsn: '9', entities: ['cases'] }]);
});

test('the tenants with a desk are told when they come and go', () => {
  const { wake, connect, tenants } = setUp({ one: session('one'), two: session('two'), other: session('other', { tenantId: 'b' as Id<'tenants'> }) });
  for (const name of ['one', 'two', 'other']) connect(name);
  wake.stop();
  expect(tenants).toEqual([['a'], ['a', 'b'], ['b'], []]);
});
