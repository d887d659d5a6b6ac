import type { Decision } from '#domain/bridge.ts';
import { afterEach, expect, test } from 'vitest';
import { createFakeWorld } from './fake-world.ts';
import { faultyFetch } from './faulty-fetch.ts';
import { createTestDesk, until, type TestDesk } from './replica-desk.ts';

const desks: TestDesk[] = [];
afterEach(async () => {
  for (const desk of desks.splice(0)) await desk.stop();
});

async function startDesk(world: ReturnType<typeof createFakeWorld>, place: 0 | 2) {
  const member = world.members[place];
  const { fetch, line } = faultyFetch(world.hub.fetch);
  const desk = createTestDesk({ session: () => world.hub.sessionOf(member), url: 'http://hub.test', token: member.token, fetch });
  desks.push(desk);
  await desk.start();
  await until('caught up', () => Boolean(desk.status()?.caughtUpAt));
  const items = () => desk.db().prepare('SELECT id, name, kind, code, args, row_id FROM review ORDER BY rowid').all() as readonly Record<string, string>[];
  return {
    ...desk,
    member,
    line,
    items,
    decide: (decision: Decision, place = 0) => desk.core().decide(items()[place]?.['id'] ?? '', decision),
    away: () => {
      line.up = false;
      line.cut();
    },
    back: async () => {
      line.up = true;
      await desk.core().syncNow();
    },
    settled: () => until('settled', () => desk.count('outbox') === 0),
  };
}

/** Ann's edit of title and description has met Cat's of the title. */
async function clash() {
  const world = createFakeWorld();
  const [ann, cat] = [await startDesk(world, 0), await startDesk(world, 2)];
  const [id = ''] = world.caseIds;
  const title = ann.rows('cases').get(id)?.['title'];
  ann.away();
  await ann.send('cases.update', { id, patch: { title: 'Ann’s title', description: 'Ann’s words' }, base: { title, description: null } });
  await cat.send('cases.update', { id, patch: { title: 'Cat’s title' }, base: { title } });
  await cat.settled();
  await ann.back();
  await until('in the tray', () => ann.count('review') === 1);
  // Whether or not the shape has come so far.
  expect(ann.rows('cases').get(id)?.['title']).toBe('Cat’s title');
  return { world, ann, id };
}

/** Ann opened a case and wrote a note on it while her role was taken from her; it is hers again. */
async function doomed() {
  const world = createFakeWorld();
  const ann = await startDesk(world, 0);
  ann.away();
  const opened = await ann.send('cases.open', { kindId: world.kindId, title: 'Doomed', priorityId: world.priorityId, categoryId: world.categoryId });
  const id = opened?.ok ? String(opened.rowId) : '';
  await ann.send('notes.add', { subject: { caseId: id }, body: 'stands on it' });
  await ann.core().saveDraft(`note:cases:${id}`, '"half a sentence"');
  world.hub.change(ann.member, { role: 'viewer' });
  await ann.back();
  await until('both in the tray', () => ann.count('review') === 2);
  world.hub.change(ann.member, { role: 'supervisor' });
  await until('the role is back', () => ann.events.some((event) => event.kind === 'session' && event.session.roleName === world.hub.sessionOf(ann.member).roleName));
  await until('cases are back', () => ann.rows('cases').size > 0);
  return { world, ann, id };
}

test('what is discarded is gone, and the record stays as the server has it', async () => {
  const { ann, id } = await clash();
  expect(await ann.decide({ choice: 'discard' })).toEqual({ ok: true });
  expect([ann.count('review'), ann.count('outbox')]).toEqual([0, 0]);
  expect(ann.rows('cases').get(id)).toMatchObject({ title: 'Cat’s title', description: null });
});

test('theirs is kept where both wrote, and what only I wrote goes on', async () => {
  const { ann, id } = await clash();
  expect(await ann.decide({ choice: 'keepTheirs' })).toEqual({ ok: true });
  await ann.settled();
  expect(ann.count('review')).toBe(0);
  expect(ann.rows('cases').get(id)).toMatchObject({ title: 'Cat’s title', description: 'Ann’s words' });
});

test('an edited version is taken at once: their value was in sight while it was written', async () => {
  const { ann, id } = await clash();
  const args = JSON.parse(ann.items()[0]?.['args'] ?? '');
  expect(await ann.decide({ choice: 'edit', args: { ...args, patch: { ...args.patch, title: 'Both titles' } } })).toEqual({ ok: true });
  await ann.settled();
  expect(ann.count('review')).toBe(0);
  expect(ann.rows('cases').get(id)).toMatchObject({ title: 'Both titles', description: 'Ann’s words' });
});

test('an edited version that is wrong is refused with its field, and the item stays', async () => {
  const { ann } = await clash();
  const args = JSON.parse(ann.items()[0]?.['args'] ?? '');
  expect(await ann.decide({ choice: 'edit', args: { ...args, patch: { title: 'x'.repeat(300) } } })).toMatchObject({ ok: false, code: 'field.invalid', field: 'patch.title' });
  expect([ann.count('review'), ann.count('outbox')]).toEqual([1, 0]);
});

test('what is handed over is a pinned note that a person can read', async () => {
  const { ann, id } = await clash();
  expect(await ann.decide({ choice: 'hand' })).toEqual({ ok: true });
  await ann.settled();
  expect(ann.count('review')).toBe(0);
  const note = [...ann.rows('notes').values()].find(({ caseId }) => caseId === id && String(caseId) !== '');
  expect(note).toMatchObject({ isPinned: true, isInternal: true });
  const lines = String(note?.['body']).split('\n');
  expect(lines[0]).toMatch(/^For a supervisor: “Edit the case” was not taken\. \w/);
  expect(lines.slice(1)).toEqual(['Title: Ann’s title (now: Cat’s title)', 'Description: Ann’s words']);
});

test('what is about no case or contact in sight cannot be handed over, and stays', async () => {
  const { ann } = await doomed();
  expect(await ann.decide({ choice: 'hand' })).toMatchObject({ ok: false, code: 'review.cannotHand' });
  expect(ann.count('review')).toBe(2);
});

for (const choice of ['retry', 'edit'] as const)
  test(`a refused case that goes again by “${choice}” takes with it what stood on it`, async () => {
    const { ann, id } = await doomed();
    const args = JSON.parse(ann.items()[0]?.['args'] ?? '');
    expect(await ann.decide(choice === 'retry' ? { choice } : { choice, args: { ...args, title: 'Saved' } })).toEqual({ ok: true });
    const opened = [...ann.rows('cases').values()].find(({ title }) => title === (choice === 'retry' ? 'Doomed' : 'Saved'));
    expect(opened?.id).toBeDefined();
    expect(opened?.id).not.toBe(id);
    expect(ann.items().map(({ name, row_id: row, args: kept }) => [name, row === id, kept?.includes(id)])).toEqual([['notes.add', false, false]]);
    expect(ann.db().prepare('SELECT key FROM drafts').pluck().all()).toEqual([`note:cases:${opened?.id}`]);
    expect(await ann.decide({ choice: 'retry' })).toEqual({ ok: true });
    await ann.settled();
    expect(ann.count('review')).toBe(0);
    expect([...ann.rows('notes').values()].filter(({ caseId }) => caseId === opened?.id).map(({ body }) => body)).toEqual(['stands on it']);
  });

test('a decision made twice, or by a desk that dies within it, is one decision', async () => {
  const { ann, id } = await clash();
  const item = ann.items()[0]?.['id'] ?? '';
  ann.crashNext('send.after');
  await ann
    .core()
    .decide(item, { choice: 'hand' })
    .catch(() => undefined);
  await ann.restart();
  expect(ann.count('review')).toBe(0);
  expect(await ann.core().decide(item, { choice: 'hand' })).toMatchObject({ ok: false, code: 'row.missing' });
  await ann.settled();
  expect([...ann.rows('notes').values()].filter(({ caseId, isPinned }) => caseId === id && isPinned === true)).toHaveLength(1);
});
