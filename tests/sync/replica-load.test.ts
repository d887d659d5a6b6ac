import * as os from 'node:os';
import * as path from 'node:path';
import * as fs from 'node:fs';
import { randomBytes } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import { migrateReplica } from '../../main/replica/migrate.ts';
import { openWriter } from '../../main/replica/open.ts';
import type { CrashPoint } from '../../main/sync/state.ts';
import { createFakeWorld } from './fake-world.ts';
import { faultyFetch } from './faulty-fetch.ts';
import { createTestDesk, until, type TestDesk } from './replica-desk.ts';

const desks: TestDesk[] = [];
afterEach(async () => {
  for (const desk of desks.splice(0)) await desk.stop();
});

/** A world with so many contacts that a first load puts indexes and search off. */
function createLargeWorld(contacts: number) {
  const world = createFakeWorld();
  const template = world.hub.visibleTo(world.members[2], 'contacts').get(world.contactIds[0] ?? '');
  for (let n = 0; n < contacts; n++) {
    const id = `0190c000-0000-7000-8000-${String(n).padStart(12, '0')}`;
    world.hub.add('contacts', { ...template, id, fullName: `Person ${n} Müller`, normalizedName: `person ${n} muller` });
  }
  world.hub.setChunk(4000);
  return world;
}

function makeDesk(world: ReturnType<typeof createFakeWorld>) {
  const [member] = world.members;
  const { fetch, line } = faultyFetch(world.hub.fetch);
  const desk = createTestDesk({ session: () => world.hub.sessionOf(member), url: 'http://hub.test', token: member.token, fetch });
  desks.push(desk);
  return { ...desk, line, member };
}

const schemaOf = (db: { prepare: ReturnType<typeof openWriter>['prepare'] }) =>
  db.prepare(`SELECT type, name, sql FROM sqlite_schema WHERE tbl_name LIKE 'contacts%' AND type IN ('index', 'trigger') ORDER BY name`).all();

describe('a large first load', () => {
  test.each<[CrashPoint | null, number]>([
    [null, 0],
    ['rows.applied', 6],
    ['rows.applied', 9],
    ['index.step', 1],
    ['index.step', 4],
    ['index.step', 5],
  ])('ends with every row, index and search entry, also when it is killed (%s, %i)', async (point, passes) => {
    const world = createLargeWorld(13_000);
    const desk = makeDesk(world);
    if (point) desk.crashNext(point, passes);
    await desk.start().catch(() => {});
    if (point) {
      await until('killed', () => !desk.isUp());
      await desk.restart();
    }
    // Work goes on while rows come.
    const made = await desk.send('contacts.create', { firstName: 'Meanwhile', lastName: 'Müller' });
    await until('caught up', () => desk.status()?.caughtUpAt !== null && desk.status()?.firstSync === null && desk.status() !== null);
    await until('delivered', () => desk.count('outbox') === 0);
    expect(made).toMatchObject({ ok: true });
    await until('all rows', () => desk.rows('contacts').size === 13_003);
    expect([...desk.rows('contacts').values()].toSorted((a, b) => (a.id < b.id ? -1 : 1))).toEqual(
      [...world.hub.visibleTo(desk.member, 'contacts').values()].toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    );
    const found = (word: string) => Number(desk.db().prepare<[string], number>(`SELECT count(*) FROM contacts_search WHERE contacts_search MATCH ?`).pluck().get(word));
    expect([found('muller'), found('person'), found('meanwhile'), found('12999')]).toEqual([13_001, 13_000, 1, 1]);
    const fresh = openWriter({ file: path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'holdfast-fresh-')), 'x.db'), key: randomBytes(32).toString('hex') });
    migrateReplica(fresh);
    expect(schemaOf(desk.db())).toEqual(schemaOf(fresh));
    fresh.close();
    desk.closeReader();
    await desk.core().close();
    const db = openWriter(desk.place);
    // Throws where the index and its table differ.
    db.exec(`INSERT INTO contacts_search (contacts_search, rank) VALUES ('integrity-check', 1)`);
    db.close();
  });
});
