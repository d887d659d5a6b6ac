import { afterEach, describe, expect, test } from 'vitest';
import { createFakeWorld } from './fake-world.ts';
import { faultyFetch } from './faulty-fetch.ts';
import { createTestDesk, until, type TestDesk } from './replica-desk.ts';

const desks: TestDesk[] = [];
afterEach(async () => {
  for (const desk of desks.splice(0)) await desk.stop();
});

async function startDesk(world: ReturnType<typeof createFakeWorld>, place: 0 | 1 | 2, wrap: (base: typeof fetch) => typeof fetch = (base) => base) {
  const member = world.members[place];
  const { fetch, line } = faultyFetch(wrap(world.hub.fetch));
  const desk = createTestDesk({ session: () => world.hub.sessionOf(member), url: 'http://hub.test', token: member.token, fetch });
  desks.push(desk);
  await desk.start();
  return { ...desk, line, member };
}
const caughtUp = (desk: TestDesk) => until('caught up', () => desk.status()?.caughtUpAt !== null && desk.status() !== null);
const settled = (desk: TestDesk) => until('settled', () => desk.count('outbox') === 0);

describe('a desk', () => {
  test('holds exactly what its member may see', async () => {
    const world = createFakeWorld();
    const desk = await startDesk(world, 0);
    await caughtUp(desk);
    for (const entity of ['cases', 'contacts', 'devices', 'numberBlocks', 'memberships'] as const)
      expect([...desk.rows(entity).keys()].sort()).toEqual([...world.hub.visibleTo(desk.member, entity).keys()].sort());
    expect(desk.rows('cases').size).toBe(2);
  });

  test('ends the first sync also when its line broke before the last table', async () => {
    const world = createFakeWorld();
    let isHeld = true;
    const desk = await startDesk(world, 0, (base) => async (input, init) => {
      if (isHeld && String(input).includes('table=numberBlocks')) await new Promise((_, reject) => init?.signal?.addEventListener('abort', () => reject(init.signal?.reason)));
      return base(input, init);
    });
    const waitingFor = () =>
      desk
        .status()
        ?.firstSync?.filter(({ done }) => !done)
        .map(({ entity }) => entity);
    await until('all but one', () => JSON.stringify(waitingFor()) === '["numberBlocks"]');
    isHeld = false;
    desk.line.cut();
    await caughtUp(desk);
    expect(desk.rows('numberBlocks').size).toBe(1);
    expect(desk.status()?.firstSync).toBeNull();
  });

  test('works without a line, and settles when it is back', async () => {
    const world = createFakeWorld();
    const desk = await startDesk(world, 0);
    await caughtUp(desk);
    desk.line.up = false;
    desk.line.cut();
    const opened = await desk.send('cases.open', { kindId: world.kindId, title: 'Offline', priorityId: world.priorityId, categoryId: world.categoryId });
    expect(opened).toMatchObject({ ok: true });
    const id = opened?.ok ? String(opened.rowId) : '';
    expect(await desk.send('notes.add', { subject: { caseId: id }, body: 'A note on it' })).toMatchObject({ ok: true });
    expect(desk.rows('cases').get(id)).toMatchObject({ title: 'Offline', acceptedAt: null, version: 0, caseNumber: expect.stringMatching(/^MAT-\d{4}-\d+$/) });
    expect(desk.count('outbox')).toBe(2);
    desk.line.up = true;
    await desk.core().syncNow();
    await settled(desk);
    expect(desk.rows('cases').get(id)).toEqual(world.hub.visibleTo(desk.member, 'cases').get(id));
    expect([desk.count('saved_rows'), desk.count('overlays'), desk.count('outbox_rows'), desk.count('review')]).toEqual([0, 0, 0, 0]);
  });

  test('takes the same command id twice as one command', async () => {
    const world = createFakeWorld();
    const desk = await startDesk(world, 0);
    await caughtUp(desk);
    const id = '0190b000-0000-7000-8000-000000000001';
    const args = { kindId: world.kindId, title: 'Once', priorityId: world.priorityId, categoryId: world.categoryId };
    const first = await desk.send('cases.open', args, id);
    expect(await desk.send('cases.open', args, id)).toEqual(first);
    await settled(desk);
    expect(await desk.send('cases.open', args, id)).toEqual(first);
    expect(world.hub.effectsOf(id)).toBe(1);
    expect([...desk.rows('cases').values()].filter(({ title }) => title === 'Once')).toHaveLength(1);
  });

  test('runs a command on the hub once, though its first answer was lost and it was asked again', async () => {
    const world = createFakeWorld();
    let isLost = false;
    const desk = await startDesk(world, 2, (base) => async (...asked) => {
      const answer = await base(...asked);
      if (String(asked[0]).endsWith('/v1/commands') && !isLost) {
        isLost = true;
        throw new TypeError('fetch failed');
      }
      return answer;
    });
    await caughtUp(desk);
    const id = '0190b000-0000-7000-8000-000000000002';
    const run = () => desk.core().runOnline('projectTemplates.create', { name: 'Once', tasksTemplate: [], milestonesTemplate: [] }, id);
    expect(await run()).toMatchObject({ ok: false, code: 'online.failed' });
    const second = await run();
    expect(second).toMatchObject({ ok: true, commandId: id });
    expect(await run()).toEqual(second);
    expect(world.hub.effectsOf(id)).toBe(1);
    await until('told', () => desk.rows('projectTemplates').size > 0);
    expect([...desk.rows('projectTemplates').values()].filter(({ name }) => name === 'Once')).toHaveLength(1);
  });

  test('merges different fields, and brings the same field to the tray with both values', async () => {
    const world = createFakeWorld();
    const [ann, cat] = [await startDesk(world, 0), await startDesk(world, 2)];
    await Promise.all([caughtUp(ann), caughtUp(cat)]);
    const [id = ''] = world.caseIds;
    const before = ann.rows('cases').get(id);
    ann.line.up = false;
    ann.line.cut();
    await ann.send('cases.update', { id, patch: { title: 'Ann’s title', description: 'Ann’s words' }, base: { title: before?.['title'], description: null } });
    await cat.send('cases.update', { id, patch: { title: 'Cat’s title', tags: ['urgent'] }, base: { title: before?.['title'], tags: [] } });
    await settled(cat);
    ann.line.up = true;
    await ann.core().syncNow();
    await until('in the tray', () => ann.count('review') === 1);
    await until('all of theirs is shown', () => JSON.stringify(ann.rows('cases').get(id)?.['tags']) === '["urgent"]');
    expect(ann.rows('cases').get(id)).toMatchObject({ title: 'Cat’s title', description: null });
    const item = ann.db().prepare('SELECT id, kind, code, clashes, theirs FROM review').get() as Record<string, string>;
    expect(item).toMatchObject({ kind: 'conflict', code: 'edit.conflict' });
    expect(JSON.parse(item['clashes'] ?? '')).toEqual([{ field: 'title', base: before?.['title'], mine: 'Ann’s title', theirs: 'Cat’s title' }]);
    expect(await ann.core().decide(item['id'] ?? '', { choice: 'keepMine', fields: ['title'] })).toEqual({ ok: true });
    await settled(ann);
    expect(ann.rows('cases').get(id)).toMatchObject({ title: 'Ann’s title', description: 'Ann’s words', tags: ['urgent'] });
    expect(ann.count('review')).toBe(0);
  });

  test('shows server state with its pending work on it while news arrive', async () => {
    const world = createFakeWorld();
    const [ann, cat] = [await startDesk(world, 0), await startDesk(world, 2)];
    await Promise.all([caughtUp(ann), caughtUp(cat)]);
    const [id = ''] = world.caseIds;
    ann.line.faults.push('dropRequest', 'dropRequest', 'dropRequest');
    await ann.send('cases.update', { id, patch: { description: 'mine' }, base: { description: null } });
    await cat.send('cases.update', { id, patch: { title: 'theirs' }, base: { title: 'Case 01' } });
    await until('both are shown', () => ann.rows('cases').get(id)?.['title'] === 'theirs');
    expect(ann.rows('cases').get(id)).toMatchObject({ title: 'theirs', description: 'mine' });
    await settled(ann);
    expect(world.hub.visibleTo(ann.member, 'cases').get(id)).toMatchObject({ title: 'theirs', description: 'mine' });
  });

  test('undoes a refused command and those that stood on it, and keeps all of them for a decision', async () => {
    const world = createFakeWorld();
    const ann = await startDesk(world, 0);
    await caughtUp(ann);
    ann.line.up = false;
    ann.line.cut();
    const opened = await ann.send('cases.open', { kindId: world.kindId, title: 'Doomed', priorityId: world.priorityId, categoryId: world.categoryId });
    const id = opened?.ok ? String(opened.rowId) : '';
    await ann.send('notes.add', { subject: { caseId: id }, body: 'stands on it' });
    world.hub.change(ann.member, { role: 'viewer' });
    ann.line.up = true;
    await ann.core().syncNow();
    await until('both in the tray', () => ann.count('review') === 2);
    expect(ann.db().prepare('SELECT code FROM review ORDER BY rowid').pluck().all()).toEqual(['auth.denied', 'parent.refused']);
    expect(ann.rows('cases').has(id)).toBe(false);
    expect([ann.count('outbox'), ann.count('saved_rows')]).toEqual([0, 0]);
  });

  test('drops what a smaller role no longer sees at once, and fetches what a larger one does', async () => {
    const world = createFakeWorld();
    const ben = await startDesk(world, 1);
    await caughtUp(ben);
    expect(ben.rows('cases').size).toBe(4);
    world.hub.change(ben.member, { teamIds: [world.teams[1]] });
    await until('fewer cases', () => ben.rows('cases').size === 2);
    world.hub.change(ben.member, { teamIds: [world.teams[0], world.teams[1]] });
    await until('all cases', () => ben.rows('cases').size === 4);
    await until(
      'rows agree',
      () => JSON.stringify([...ben.rows('cases').values()]) === JSON.stringify([...ben.rows('cases').keys()].map((id) => world.hub.visibleTo(ben.member, 'cases').get(id))),
    );
  });

  test('asks after a gap for what has news, and for no more', async () => {
    const world = createFakeWorld();
    const asked = new Set<string>();
    const desk = await startDesk(world, 0, (base) => async (input, init) => {
      const table = new URL(String(input)).searchParams.get('table');
      if (table) asked.add(table);
      return base(input, init);
    });
    const cat = await startDesk(world, 2);
    await Promise.all([caughtUp(desk), caughtUp(cat)]);
    expect(asked.size).toBeGreaterThan(60);
    desk.line.up = false;
    desk.line.cut();
    const [id = ''] = world.contactIds;
    await cat.send('contacts.update', { id, patch: { jobTitle: 'Pilot' }, base: { jobTitle: null } });
    await settled(cat);
    asked.clear();
    desk.line.up = true;
    await desk.core().syncNow();
    await until('the news', () => desk.rows('contacts').get(id)?.['jobTitle'] === 'Pilot');
    expect([...asked]).toContain('contacts');
    expect(asked.size).toBeLessThan(20);
  });

  test('takes no rows that the hub answered under rights which came and went unnoticed', async () => {
    const world = createFakeWorld();
    const ben = world.members[1];
    const all = ben.teamIds;
    let answersLeft = 0;
    const desk = await startDesk(world, 1, (base) => async (input, init) => {
      if (answersLeft === 0 || !String(input).includes('table=caseHistory')) return base(input, init);
      answersLeft -= 1;
      ben.teamIds = [world.teams[0]];
      return base(input, init).finally(() => (ben.teamIds = all));
    });
    const manager = await startDesk(world, 2);
    await caughtUp(desk);
    await caughtUp(manager);
    const [north, , south] = world.caseIds;
    await manager.send('cases.hold', { id: south });
    await until('there', () => desk.rows('caseHistory').size > 0);
    const { size } = desk.rows('caseHistory');
    // The old handle is refused, and everything fetched anew: both under the smaller rights.
    answersLeft = 2;
    await manager.send('cases.hold', { id: north });
    await until('the next ones, too', () => answersLeft < 2 && desk.rows('caseHistory').size === 2 * size);
  });

  test('offers again what a restored hub has lost, once', async () => {
    const world = createFakeWorld();
    const ann = await startDesk(world, 0);
    await caughtUp(ann);
    const dump = world.hub.dump();
    const opened = await ann.send('cases.open', { kindId: world.kindId, title: 'After the dump', priorityId: world.priorityId, categoryId: world.categoryId });
    await settled(ann);
    const commandId = opened?.ok ? opened.commandId : '';
    world.hub.restore(dump);
    expect(world.hub.answerTo(commandId)).toBeUndefined();
    await until('it is back', () => world.hub.effectsOf(commandId) === 1);
    await settled(ann);
    await until('rows agree', () => ann.rows('cases').size === world.hub.visibleTo(ann.member, 'cases').size);
    expect(opened?.ok && ann.rows('cases').has(String(opened.rowId))).toBe(true);
  });

  test('keeps a command whose row has gone out of sight, says so, and delivers it', async () => {
    const world = createFakeWorld();
    let isBusy = false;
    const [ann, cat] = [
      await startDesk(
        world,
        0,
        (base) => async (input, init) => (isBusy && init?.method === 'POST' ? Response.json({ code: 'hub.busy', message: 'Busy.' }, { status: 503 }) : base(input, init)),
      ),
      await startDesk(world, 2),
    ];
    await Promise.all([caughtUp(ann), caughtUp(cat)]);
    const [id = ''] = world.caseIds;
    isBusy = true;
    await ann.send('cases.hold', { id });
    expect(ann.rows('cases').get(id)).toMatchObject({ status: 'onHold' });
    await cat.send('cases.assign', { id, teamId: world.teams[1] });
    await until('out of sight', () => ann.db().prepare('SELECT out_of_sight FROM outbox').pluck().get() === 1);
    expect(ann.rows('cases').has(id)).toBe(false);
    expect(ann.status()?.hub.state).toBe('online');
    isBusy = false;
    await until('decided', () => ann.count('outbox') === 0);
    expect(ann.db().prepare('SELECT code FROM review').pluck().all()).toEqual(['row.missing']);
  });

  test('refuses what it cannot know, and says why', async () => {
    const world = createFakeWorld();
    const ann = await startDesk(world, 0);
    await caughtUp(ann);
    expect(await ann.send('cases.hold', { id: world.caseIds[2] })).toMatchObject({ ok: false, code: 'online.required' });
    expect(await ann.send('cases.hold', { id: 'nonsense' })).toMatchObject({ ok: false, code: 'field.invalid', field: 'id' });
    expect(await ann.send('members.update', { userId: ann.member.userId })).toMatchObject({ ok: false, code: 'online.required' });
    expect(await ann.send('cases.explode', {})).toMatchObject({ ok: false, code: 'command.unknown' });
    expect(await ann.send('cases.resume', { id: world.caseIds[0] })).toMatchObject({ ok: false, code: 'state.forbidden' });
    expect(ann.count('outbox')).toBe(0);
  });
});
