import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { dependenceOf } from './answers.ts';
import { createLiveQueries, touches } from './live-queries.ts';
import { shut, type Reply } from './reply.ts';

const ok = (text: string, took = 0): Reply => ({ ok: true, text, took });
let asked: string[];
let answers: Record<string, Reply>;
const run = async (name: string, args: unknown) => {
  asked.push(`${name} ${JSON.stringify(args)}`);
  return answers[name] ?? ok('0');
};
const changed = (entity: string, ids: readonly string[] | null = null) => ({ entities: { [entity]: ids }, sources: [] });
const watcher = () => {
  const said: string[] = [];
  return { said, next: (text: string) => said.push(text), failed: (code: string) => said.push(`! ${code}`) };
};

beforeEach(() => {
  vi.useFakeTimers();
  asked = [];
  answers = {};
});
afterEach(() => vi.useRealTimers());
const settle = (ms = 0) => vi.advanceTimersByTimeAsync(ms);
const create = () => createLiveQueries({ run, dependence: dependenceOf, now: Date.now });

test('a watch is answered at once, and again only when its answer differs', async () => {
  const live = create();
  const one = watcher();
  live.watch('cases.count', {}, one);
  await settle(100);
  live.changed(changed('cases'));
  await settle(100);
  answers['cases.count'] = ok('1');
  live.changed(changed('cases'));
  await settle();
  expect(one.said).toEqual(['0', '1']);
  expect(asked).toHaveLength(3);
});

test('only what is touched is asked again', async () => {
  const live = create();
  live.watch('cases.count', {}, watcher());
  live.watch('contacts.list', { limit: 5 }, watcher());
  await settle(100);
  asked = [];
  live.changed(changed('contacts'));
  await settle(100);
  expect(asked).toEqual(['contacts.list {"limit":5}']);
});

test('the first change is followed at once, a burst at most once a frame, and its end is never missed', async () => {
  const live = create();
  const one = watcher();
  live.watch('cases.count', {}, one);
  await settle(100);
  asked = [];
  for (let n = 1; n <= 100; n++) {
    answers['cases.count'] = ok(String(n));
    live.changed(changed('cases'));
    await settle(1);
  }
  await settle(16);
  expect(asked.length).toBeLessThanOrEqual(8);
  expect(one.said[1]).toBe('1');
  expect(one.said.at(-1)).toBe('100');
});

test('a query that takes long leaves room between its runs', async () => {
  const live = create();
  answers['cases.count'] = ok('0', 20);
  live.watch('cases.count', {}, watcher());
  await settle(500);
  asked = [];
  for (let n = 0; n < 50; n++) {
    live.changed(changed('cases'));
    await settle(10);
  }
  expect(asked.length).toBeLessThanOrEqual(4);
});

test('what a person did here is shown after a frame at most, however long the query takes', async () => {
  const live = create();
  answers['cases.count'] = ok('0', 20);
  const one = watcher();
  live.watch('cases.count', {}, one);
  await settle(20);
  live.changed(changed('cases'));
  answers['cases.count'] = ok('1', 20);
  live.changed({ ...changed('cases'), isOwn: true });
  await settle();
  expect(one.said).toEqual(['0', '1']);
  asked = [];
  for (let n = 0; n < 16; n++) {
    live.changed({ ...changed('cases'), isOwn: true });
    await settle(2);
  }
  expect(asked).toHaveLength(2);
});

test('many windows that watch the same share one run, and a late one gets the last answer', async () => {
  const live = create();
  const [one, other] = [watcher(), watcher()];
  live.watch('cases.count', {}, one);
  live.watch('cases.count', {}, other);
  await settle(100);
  const late = watcher();
  live.watch('cases.count', {}, late);
  await settle(100);
  expect([asked.length, one.said, other.said, late.said]).toEqual([1, ['0'], ['0'], ['0']]);
});

test('a failure is told, and the next good answer too, even if it is the same as before', async () => {
  const live = create();
  const one = watcher();
  live.watch('cases.count', {}, one);
  await settle(100);
  answers['cases.count'] = { ok: false, code: 'query.failed', message: '' };
  live.changed(changed('cases'));
  await settle(100);
  delete answers['cases.count'];
  live.changed(changed('cases'));
  await settle(100);
  expect(one.said).toEqual(['0', '! query.failed', '0']);
});

test('an answer begun before the vault was shut is not told after it', async () => {
  let finish: (reply: Reply) => void = () => undefined;
  const live = createLiveQueries({ run: () => new Promise((done) => (finish = done)), dependence: dependenceOf, now: Date.now });
  const one = watcher();
  live.watch('cases.count', {}, one);
  const [before] = [finish];
  live.reset();
  before(ok('"somebody else’s rows"'));
  await settle(20);
  finish(shut);
  await settle();
  expect(one.said).toEqual(['! vault.locked']);
});

test('after its end a watch hears nothing', async () => {
  const live = create();
  const one = watcher();
  const end = live.watch('cases.count', {}, one);
  await settle(100);
  answers['cases.count'] = ok('1');
  live.changed(changed('cases'));
  end();
  await settle(100);
  expect(one.said).toEqual(['0']);
});

test('a query depends on what it reads, on the row it names, and on the outbox where it shows what is pending', () => {
  const id = '0192a000-0000-7000-8000-0000000000d1';
  const record = dependenceOf('records.get', { entity: 'notes', id });
  expect([
    touches(changed('notes', [id]), record),
    touches(changed('notes', ['other']), record),
    touches(changed('notes'), record),
    touches(changed('cases', [id]), record),
  ]).toEqual([true, false, true, false]);
  expect(touches({ entities: {}, sources: ['outbox'] }, record)).toBe(true);
  expect(touches(changed('teams'), dependenceOf('records.search', { text: 'x', limit: 5 }))).toBe(true);
  expect(touches({ entities: {}, sources: ['desk'] }, dependenceOf('desk.status', {}))).toBe(true);
  expect(touches({ entities: {}, sources: ['drafts'] }, dependenceOf('cases.list', {}))).toBe(false);
});
