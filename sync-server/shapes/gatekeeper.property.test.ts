import { grantsOf, roleNames } from '#domain/kernel/capability.ts';
import type { Id } from '#domain/kernel/names.ts';
import { entityNames } from '#domain/kernel/names.ts';
import { audienceHeader } from '#domain/sync/wire.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AccessChange } from '../auth/access.ts';
import { audienceTag } from '../auth/audience.ts';
import type { Session } from '../auth/sessions.ts';
import type { ShapeRequest, ShapeResponse } from '../engine/types.ts';
import { HttpProblem } from '../http/problem.ts';
import { createGatekeeper } from './gatekeeper.ts';
import { entityNamed, shapeOf } from './shape.ts';

const sessionOf = (role: (typeof roleNames)[number]): Session => ({
  tenantId: 'tenant-a' as Id<'tenants'>,
  userId: 'user-a' as Id<'users'>,
  deviceId: 'device-a' as Id<'devices'>,
  teamIds: ['team-a' as Id<'teams'>],
  grants: grantsOf(role),
  followUpTeamIds: [],
  isExternal: false,
  teamGrants: [],
  participations: {},
  changesAt: null,
  displayName: '',
  roleName: role,
  deviceStatus: 'active',
  tenant: { name: '', subdomain: '', timeZone: 'UTC', settings: {} },
  tokenHash: 'hash',
  sessionId: null,
  email: '',
  expiresAt: Infinity,
});

const answer: ShapeResponse = { status: 200, headers: { 'electric-handle': 'h' }, body: '[]' };

function gate(first: Session, upstream: (request: ShapeRequest) => Promise<ShapeResponse>) {
  let session = first;
  const listeners: ((change: AccessChange) => void)[] = [];
  const gatekeeper = createGatekeeper({
    upstream,
    sessions: { of: () => Promise.resolve(session) },
    access: { on: (listener) => (listeners.push(listener), () => {}) },
  });
  return {
    gatekeeper,
    change: (next: Session = session) => {
      session = next;
      for (const listener of listeners) listener({ tenantId: null, userId: null });
    },
  };
}

const names = fc.oneof(
  fc.constantFrom(
    'table',
    'offset',
    'handle',
    'live',
    'cursor',
    'log',
    'live_sse',
    'where',
    'params[1]',
    'params[2]',
    'params',
    'columns',
    'replica',
    'secret',
    'subset__where',
    'subset__params',
  ),
  fc.string({ maxLength: 12 }),
  fc.constantFrom('table', 'where', 'params[1]', 'columns').map((name) => name.toUpperCase()),
);
const values = fc.oneof(
  fc.constantFrom('-1', '0_0', 'true', "tenant_id = 'tenant-b'", 'tenant-b', 'users', 'id', '*'),
  fc.constantFrom(...entityNames),
  fc.string({ maxLength: 20, unit: 'binary' }),
);

test('whatever a desk sends, it is asked for the one shape that its session allows, or for nothing', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...roleNames), fc.array(fc.tuple(names, values), { maxLength: 6 }), fc.constantFrom(...entityNames), async (role, pairs, table) => {
      const session = sessionOf(role);
      const asked: URLSearchParams[] = [];
      const { gatekeeper } = gate(session, async ({ search }) => {
        asked.push(search);
        return answer;
      });
      const query = new URLSearchParams([['table', table], ...pairs]);
      const refused = await gatekeeper({ token: 't', method: 'GET', search: new URLSearchParams(query.toString()), headers: {}, signal: new AbortController().signal }).then(
        () => false,
        (error: unknown) => error instanceof HttpProblem && [400, 403].includes(error.status),
      );
      expect(refused).toBe(asked.length === 0);
      for (const search of asked) {
        const entity = entityNamed(query.get('table') ?? '');
        const shape = entity && shapeOf(entity, session);
        expect(search.getAll('table')).toEqual([shape?.table]);
        expect(search.getAll('where')).toEqual([shape?.where]);
        expect(search.getAll('columns')).toEqual([shape?.columns.map((column) => `"${column}"`).join(',')]);
        expect([...search].filter(([name]) => name.startsWith('params')).map(([, value]) => value)).toEqual(shape?.params);
        const own = ['offset', 'handle', 'live', 'cursor', 'live_sse', 'experimental_live_sse', 'log', 'expired_handle', 'cache-buster'];
        expect([...search.keys()].filter((name) => !own.includes(name) && !/^(table|where|columns|params\[\d+\])$/.test(name))).toEqual([]);
      }
    }),
    { numRuns: 2000 },
  );
});

test('an answer that was ready before the member heard of a change is thrown away, and asked for anew', async () => {
  let calls = 0;
  const { gatekeeper, change } = gate(sessionOf('agent'), async () => {
    calls += 1;
    if (calls === 1) change();
    return { ...answer, body: `answer ${calls}` };
  });
  const { body } = await gatekeeper({ token: 't', method: 'GET', search: new URLSearchParams('table=cases&offset=-1'), headers: {}, signal: new AbortController().signal });
  expect(body).toBe('answer 2');
});

test('an answer names the rights that it was made under', async () => {
  const named = async (role: (typeof roleNames)[number]) => {
    const { gatekeeper } = gate(sessionOf(role), async () => answer);
    const { headers } = await gatekeeper({ token: 't', method: 'GET', search: new URLSearchParams('table=cases&offset=-1'), headers: {}, signal: new AbortController().signal });
    return headers[audienceHeader];
  };
  expect(await named('agent')).toBe(audienceTag(sessionOf('agent')));
  expect(await named('agent')).not.toBe(await named('admin'));
});

test('a long answer is broken off when its filter changes, and goes on when another right did', async () => {
  const parts = async function* () {
    yield 'one';
    yield 'two';
  };
  const { gatekeeper, change } = gate(sessionOf('agent'), async () => ({ ...answer, body: parts() }));
  const ask = async () =>
    (await gatekeeper({ token: 't', method: 'GET', search: new URLSearchParams('table=cases&offset=-1'), headers: {}, signal: new AbortController().signal })).body;
  const read = async (body: Awaited<ReturnType<typeof ask>>, between: () => void) => {
    const got: string[] = [];
    if (body === null || typeof body === 'string' || Buffer.isBuffer(body)) throw new Error('not a stream');
    for await (const part of body) {
      got.push(String(part));
      between();
    }
    return got;
  };
  expect(await read(await ask(), () => {})).toEqual(['one', 'two']);
  expect(await read(await ask(), () => change())).toEqual(['one', 'two']);
  await expect(read(await ask(), () => change(sessionOf('admin')))).rejects.toThrow('The access of the member changed.');
});

test('a handle that the desk holds for expired goes out under another name, which is understood when it comes back', async () => {
  const asked: (string | null)[] = [];
  const { gatekeeper } = gate(sessionOf('agent'), async ({ search }) => {
    asked.push(search.get('handle'));
    return answer;
  });
  const handleOf = async (query: string) =>
    (await gatekeeper({ token: 't', method: 'GET', search: new URLSearchParams(`table=cases&${query}`), headers: {}, signal: new AbortController().signal })).headers[
      'electric-handle'
    ];
  expect(await handleOf('offset=-1')).toBe('h');
  const other = await handleOf('offset=-1&handle=h&expired_handle=h');
  expect(other).toMatch(/^h~[0-9a-f]{12}$/);
  expect(await handleOf(`offset=0_0&handle=${other}&expired_handle=h`)).toBe(other);
  expect(await handleOf(`offset=-1&expired_handle=${other}`)).toMatch(/^h~/);
  expect(await handleOf(`offset=-1&expired_handle=${other}`)).not.toBe(other);
  expect(await handleOf('offset=0_0&handle=h&expired_handle=other')).toBe('h');
  expect(asked).toEqual([null, 'h', 'h', null, null, 'h']);
});
