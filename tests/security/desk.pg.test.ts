import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { hasKeys, syncOf, type AnyRow } from '#domain/kernel/entity.ts';
import { maySee, type Viewer } from '#domain/kernel/permission.ts';
import { entityOf } from '#domain/registry.ts';
import { createQueryReader, type QueryReader } from '../../main/bridge/reader.ts';
import type { Reader } from '../../main/records/parts/read.ts';
import { openReader } from '../../main/replica/open.ts';
import { selectRows } from '../../sync-server/db/rows.ts';
import { startTestHub, type TestHub } from '../support/start-hub.ts';
import { createTestDesk, newPlace, type TestDesk } from '../sync/test-desk.ts';

const synced = Object.values(entityOf).filter((entity) => syncOf(entity) !== 'never');

let hub: TestHub;
let desk: TestDesk;
let reader: QueryReader;
let viewer: Viewer;

beforeAll(async () => {
  hub = await startTestHub();
  const place = newPlace();
  const answer = await hub.signIn(hub.alpha, hub.alpha.north.agent.email);
  desk = await createTestDesk('north', hub.url, answer, place);
  const { session } = answer;
  // The hub's own answer, whose ids are ids.
  viewer = session as unknown as Viewer;
  await vi.waitUntil(() => JSON.parse(desk.status())?.status?.caughtUpAt, { timeout: 30_000 });
  reader = createQueryReader((where, cause) => {
    throw new Error(where, { cause });
  });
  reader.open(openReader(place), { ...viewer, tenantId: session.tenantId } as Reader);
});

afterAll(async () => {
  reader.close();
  await desk.close();
  await hub.stop();
});

describe.each(synced.map((entity) => ({ name: entity.name, entity })))('of $name', ({ name, entity }) => {
  /** Rows of the other tenant, and of the own tenant's other team. */
  const forbidden = async (): Promise<readonly AnyRow[]> => {
    const theirs = await selectRows(hub.admin, entity, hub.beta.id, {});
    const ours = await selectRows(hub.admin, entity, hub.alpha.id, {});
    return [...theirs, ...ours.filter((row) => !maySee(viewer, entity, row))];
  };

  test('a desk holds what its member may see, and nothing else', async () => {
    const rows = await selectRows(hub.admin, entity, hub.alpha.id, {});
    const allowed = rows.filter((row) => maySee(viewer, entity, row)).map(({ id }) => id);
    await expect
      .poll(() =>
        desk
          .rows(entity)
          .map(({ id }) => id)
          .toSorted(),
      )
      .toEqual(allowed.toSorted());
    const closed = await forbidden();
    expect(closed.length).toBeGreaterThan(0);
    if (hasKeys(entity)) expect(closed.some(({ tenantId }) => tenantId === hub.alpha.id)).toBe(true);
  });

  test('no list, record or search of a desk answers a row that is not its member’s', async () => {
    const ids = new Set((await forbidden()).map(({ id }) => id));
    const ask = (query: string, args: object) => {
      const reply = reader.run(query, args);
      if (!reply.ok) throw new Error(reply.message);
      return reply.text;
    };
    for (const id of ids) expect(ask('records.get', { entity: name, id })).toBe('null');
    const seen = [
      ask('records.list', { entity: name, limit: 500 }),
      ...['case', 'a', 'north', 'south', 'made'].map((text) => ask('records.search', { text, entities: [name], limit: 100 })),
    ].join();
    for (const id of ids) expect(seen).not.toContain(id);
  });
});

test('what changes out of sight says nothing to a desk', async () => {
  const before = desk.rows(entityOf.cases);
  await hub.admin.query(`UPDATE cases SET title = title || '!', version = version + 1 WHERE id = ANY($1)`, [[hub.alpha.south.caseId, hub.beta.north.caseId]]);
  await hub.admin.query(`UPDATE cases SET title = 'Seen', version = version + 1 WHERE id = $1`, [hub.alpha.north.caseId]);
  await expect.poll(() => desk.rows(entityOf.cases).map(({ title }) => title)).toEqual(['Seen']);
  expect(before.map(({ id }) => id)).toEqual([hub.alpha.north.caseId]);
});
