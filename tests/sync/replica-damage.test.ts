import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { migrationsDirectory } from '../../main/replica/migrate.ts';
import { openWriter } from '../../main/replica/open.ts';
import { createWriterCore } from '../../main/sync/writer-core.ts';
import { createFakeWorld } from './fake-world.ts';
import { faultyFetch, type Line } from './faulty-fetch.ts';
import { createTestDesk, until, type TestDesk } from './replica-desk.ts';

const desks: TestDesk[] = [];
afterEach(async () => {
  for (const desk of desks.splice(0)) await desk.stop();
});

type World = ReturnType<typeof createFakeWorld>;
type Started = TestDesk & { readonly line: Line; readonly world: World };

async function startDesk(wrap: (base: typeof fetch) => typeof fetch = (base) => base, directory?: string): Promise<Started> {
  const world = createFakeWorld();
  const [member] = world.members;
  const { fetch, line } = faultyFetch(wrap(world.hub.fetch));
  const desk = createTestDesk({ session: () => world.hub.sessionOf(member), url: 'http://hub.test', token: member.token, fetch, ...(directory ? { directory } : {}) });
  desks.push(desk);
  await desk.start();
  return { ...desk, line, world };
}
const caughtUp = (desk: TestDesk) => until('caught up', () => desk.status()?.caughtUpAt !== null && desk.status() !== null);

/** Pending work on a desk without a line: a case, a note on it, a draft. */
async function workOffline({ world, ...desk }: Started): Promise<string> {
  await caughtUp(desk);
  desk.line.up = false;
  desk.line.cut();
  const opened = await desk.send('cases.open', { kindId: world.kindId, title: 'Not to be lost', priorityId: world.priorityId, categoryId: world.categoryId });
  const id = opened?.ok ? String(opened.rowId) : '';
  await desk.send('notes.add', { subject: { caseId: id }, body: 'nor this' });
  await desk.core().saveDraft('case/new', 'half a sentence');
  return id;
}

/** Overwrites bytes in the middle of the pages that hold a table. */
function damage(file: string, from: number, length: number): void {
  const handle = fs.openSync(file, 'r+');
  fs.writeSync(handle, Buffer.alloc(length, 0x5a), 0, length, from);
  fs.closeSync(handle);
}

describe('a damaged replica', () => {
  test.each(['its first page', 'all of it', 'the file is gone'])('is set aside and fetched again, and pending work goes on (%s)', async (what) => {
    const desk = await startDesk();
    const id = await workOffline(desk);
    desk.closeReader();
    await desk.core().close();
    const size = fs.statSync(desk.place.file).size;
    if (what === 'the file is gone') fs.rmSync(desk.place.file);
    else damage(desk.place.file, 0, what === 'all of it' ? size : 4096);
    desk.line.up = true;
    const notice = await desk.restart();
    expect(notice).toMatch(what === 'the file is gone' ? /2 pending commands were brought back/ : /damaged/);
    if (what !== 'the file is gone') expect(fs.readdirSync(desk.directory).some((name) => name.includes('.damaged-'))).toBe(true);
    await until('delivered', () => desk.count('outbox') === 0);
    await until('rows are back', () => desk.rows('cases').has(id) && desk.rows('contacts').size === 2);
    expect(desk.rows('cases').get(id)).toEqual(desk.world.hub.visibleTo(desk.world.members[0], 'cases').get(id));
    expect(desk.rows('notes').size).toBe(1);
    expect(desk.count('review')).toBe(0);
  });

  test('is found while in use: what can be read is kept, drafts and tray too', async () => {
    const desk = await startDesk();
    const id = await workOffline(desk);
    // The pages of a table of the hub, so that the desk's own tables can still be read.
    const db = desk.db();
    const page = Number(db.prepare<[], number>(`SELECT rootpage FROM sqlite_schema WHERE name = 'contacts'`).pluck().get());
    desk.closeReader();
    await desk.core().close();
    damage(desk.place.file, (page - 1) * 8192 + 100, 4000);
    await desk.restart();
    desk.line.up = true;
    await desk.core().syncNow();
    expect(await desk.send('contacts.addPoint', { contactId: desk.world.contactIds[0], point: { kind: 'phone', value: '+254700' } })).toMatchObject({ ok: false });
    await until('rebuilt', () => desk.events.some(({ kind }) => kind === 'rebuilt'));
    desk.closeReader();
    await until('delivered', () => desk.count('outbox') === 0);
    await until('rows are back', () => desk.rows('cases').has(id) && desk.rows('contacts').size === 2);
    expect(desk.db().prepare('SELECT value FROM drafts').pluck().all()).toEqual(['half a sentence']);
    await until('said', () => desk.status()?.notice?.includes('damaged') === true);
  });

  test('is told from a wrong key, which changes nothing', async () => {
    const desk = await startDesk();
    await caughtUp(desk);
    desk.closeReader();
    await desk.core().close();
    const before = fs.readFileSync(desk.place.file);
    const other = createWriterCore({ onEvent: () => {} });
    const [member] = desk.world.members;
    expect(await other.open({ ...desk.place, key: '00'.repeat(32) }, desk.world.hub.sessionOf(member), { url: 'http://hub.test', token: null, certificate: null })).toMatchObject({
      ok: false,
      code: 'replica.wrongKey',
    });
    expect(fs.readFileSync(desk.place.file).equals(before)).toBe(true);
  });

  test('that a newer version made is refused with one line and left alone', async () => {
    const desk = await startDesk();
    await caughtUp(desk);
    desk.closeReader();
    await desk.core().close();
    const db = openWriter(desk.place);
    db.pragma('user_version = 9999');
    db.close();
    const core = createWriterCore({ onEvent: () => {}, migrations: migrationsDirectory });
    const [member] = desk.world.members;
    const outcome = await core.open(desk.place, desk.world.hub.sessionOf(member), { url: 'http://hub.test', token: null, certificate: null });
    expect(outcome).toMatchObject({ ok: false, code: 'replica.newer', message: expect.stringMatching(/newer version.*Update/) });
  });
});

describe('a bad answer', () => {
  test.each([
    ['cut short', (text: string) => text.slice(0, text.length / 2)],
    ['not JSON', () => '<html>Bad gateway</html>'],
    ['not a list', () => '{"rows":[]}'],
    ['a list of something else', () => '[{"surprise":true}]'],
  ])('of a shape is shown, nothing of it is taken, and it is asked again (%s)', async (_, spoil) => {
    let left = 2;
    const desk = await startDesk((base) => async (input, init) => {
      const response = await base(input, init);
      if (!String(input).includes('table=contacts') || left === 0) return response;
      left -= 1;
      return new Response(spoil(await response.text()), response);
    });
    await until('an error is shown', () => desk.events.some((event) => event.kind === 'status' && event.status.lastError !== null));
    await caughtUp(desk);
    expect(desk.rows('contacts').size).toBe(2);
    await until('no error is left', () => desk.status()?.lastError === null);
  });

  test.each(['upgrade.desk', 'upgrade.hub'])('of a hub of another version stops sync, keeps the outbox, and says which side is old (%s)', async (code) => {
    let isOld = false;
    const desk = await startDesk((base) => async (input, init) => (isOld ? Response.json({ code, message: 'Another version.' }, { status: 426 }) : base(input, init)));
    await caughtUp(desk);
    isOld = true;
    desk.line.cut();
    await until('said', () => desk.status()?.hub.state === (code === 'upgrade.desk' ? 'upgradeDesk' : 'upgradeHub'));
    expect(await desk.send('preferences.set', { patch: { theme: 'dark' } })).toMatchObject({ ok: true });
    expect(desk.count('outbox')).toBe(1);
    isOld = false;
    await desk.core().syncNow();
    await until('delivered', () => desk.count('outbox') === 0);
  });

  test('that says the token is no longer good asks for a sign-in, and local work goes on', async () => {
    let isOut = false;
    const desk = await startDesk((base) => async (input, init) => (isOut ? Response.json({ code: 'auth.signIn', message: 'Sign in again.' }, { status: 401 }) : base(input, init)));
    await caughtUp(desk);
    isOut = true;
    desk.line.cut();
    await until('asked', () => desk.events.some(({ kind }) => kind === 'signInAgain'));
    expect(await desk.send('preferences.set', { patch: { theme: 'dark' } })).toMatchObject({ ok: true });
  });
});

describe('a full disk', () => {
  const size = 16;
  const mounted = mount(size);
  test.skipIf(mounted === null)('loses nothing, says so, and goes on when there is room', async () => {
    const place = mounted ?? '';
    const desk = await startDesk((base) => base, place);
    await caughtUp(desk);
    desk.line.up = false;
    desk.line.cut();
    const filler = path.join(place, 'filler');
    const handle = fs.openSync(filler, 'w');
    try {
      for (;;) fs.writeSync(handle, Buffer.alloc(16_384, 1));
    } catch {
      fs.closeSync(handle);
    }
    const taken: string[] = [];
    let refusedWith: string | undefined;
    for (let n = 0; n < 200 && !refusedWith; n++) {
      const outcome = await desk.send('contacts.create', { firstName: `Person ${n} ${'x'.repeat(200)}`, address: 'a'.repeat(40_000) });
      if (outcome?.ok) taken.push(outcome.commandId);
      else refusedWith = outcome?.code;
    }
    expect(refusedWith).toBe('disk.full');
    await until('said', () => desk.status()?.notice?.includes('disk is full') === true);
    fs.rmSync(filler);
    expect(await desk.send('contacts.create', { firstName: 'After' })).toMatchObject({ ok: true });
    desk.line.up = true;
    await desk.core().syncNow();
    await until('delivered', () => desk.count('outbox') === 0);
    for (const id of taken) expect(desk.world.hub.effectsOf(id)).toBe(1);
    await until('no notice is left', () => desk.status()?.notice === null);
  });
});

/** A small file system in memory; null, and said, where this machine does not allow one. */
function mount(megabytes: number): string | null {
  const place = fs.mkdtempSync(path.join(os.tmpdir(), 'holdfast-full-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', place], { stdio: 'ignore' });
    process.once('exit', () => execFileSync('umount', ['-l', place]));
    return place;
  } catch {
    process.stderr.write('SKIPPED: a full disk cannot be tested here, because this machine does not allow a file system to be mounted.\n');
    return null;
  }
}
