import type { AddressInfo } from 'node:net';
import { reserved } from '#domain/people/reserved.ts';
import { SMTPServer } from 'smtp-server';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../sync-server/db/new-id.ts';
import { silentLog } from '../../sync-server/engine/log.ts';
import { createDispatcher, waitAfter } from '../../sync-server/jobs/dispatcher.ts';
import type { Work } from '../../sync-server/jobs/parts/work.ts';
import { createMailer } from '../../sync-server/notifications/mailer.ts';
import { mailWork } from '../../sync-server/notifications/mail-work.ts';
import { openBusy, type Busy } from '../support/busy.ts';
import { everybody, idIn } from '../support/office.ts';
import { createWorld } from '../support/world.ts';

interface Letter {
  readonly to: string;
  readonly text: string;
}

let office: Busy;
let smtp: SMTPServer;
let smtpUrl: string;
const letters: Letter[] = [];
/** What the mail server says instead of taking a letter. */
let objection: { readonly code: number; readonly message: string } | null = null;

beforeAll(async () => {
  office = await openBusy();
  smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo: (_address, _session, done) => done(objection && Object.assign(new Error(objection.message), { responseCode: objection.code })),
    onData: (stream, session, done) => {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        letters.push({ to: session.envelope.rcptTo.map(({ address }) => address).join(), text: Buffer.concat(parts).toString('utf8') });
        done();
      });
    },
  });
  await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve));
  smtpUrl = `smtp://127.0.0.1:${(smtp.server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await new Promise<void>((resolve) => smtp.close(resolve));
  await office.close();
});
afterEach(() => {
  objection = null;
  letters.length = 0;
});

async function withMail(): Promise<void> {
  const mailer = createMailer({ smtpUrl, from: 'desk@lake.example' });
  await office.workOff(mailWork({ mailer, address: 'https://hub.lake.example' }));
  mailer.stop();
}
const again = () => office.rows(`UPDATE outbox_events SET next_attempt_at = NULL WHERE status = 'failed'`);
const forget = () => office.rows(`DELETE FROM outbox_events`);

describe('a letter', () => {
  const roleId = () => office.world.idOf('roles', 'name', 'agent');
  const invite = (email: string, token = `${email.replace(/\W/g, '-')}-${'x'.repeat(32)}`) =>
    office.accepted('admin', 'invitations.send', { email, roleId: roleId(), tokenHash: Buffer.from(email.padEnd(32).slice(0, 32)).toString('hex'), token });

  test('invites by a code that nobody else learns, once', async () => {
    await invite('new@lake.example', 'c'.repeat(43));
    await office.workOff({}, false);
    expect(await office.events('mail.invitation')).toMatchObject([{ status: 'pending', attempts: 0 }]);
    await withMail();
    expect(letters).toMatchObject([{ to: 'new@lake.example', text: expect.stringContaining('c'.repeat(43)) }]);
    expect(letters[0]?.text).toMatch(/^Message-ID: <[0-9a-f-]{36}@lake\.example>\r$/m);
    expect(letters[0]?.text).toContain('https://hub.lake.example');
    expect(await office.events('mail.invitation')).toMatchObject([{ status: 'dispatched', attempts: 1, payload: { email: 'new@lake.example' } }]);
    expect(JSON.stringify(await office.events('mail.invitation'))).not.toContain('ccc');
    await withMail();
    expect(letters).toHaveLength(1);
    await forget();
  });

  test('that cannot be sent now is tried again later, and one that is refused for good is not', async () => {
    await invite('later@lake.example');
    objection = { code: 451, message: 'Greylisted' };
    await withMail();
    expect(await office.events('mail.invitation')).toMatchObject([{ status: 'failed', attempts: 1, waits: true, payload: { token: expect.any(String) } }]);
    await withMail();
    expect(await office.events('mail.invitation')).toMatchObject([{ attempts: 1 }]);
    await again();
    objection = null;
    await withMail();
    expect([await office.events('mail.invitation'), letters.length]).toMatchObject([[{ status: 'dispatched', attempts: 2 }], 1]);
    await forget();

    await invite('gone@lake.example');
    objection = { code: 550, message: 'No such person' };
    await withMail();
    expect(await office.events('mail.invitation')).toMatchObject([{ status: 'dead', attempts: 1, waits: null }]);
    expect(JSON.stringify(await office.events('mail.invitation'))).not.toContain('xxx');
    await forget();
  });

  test('waits while the mail server is away, and is given up after the tenth attempt', async () => {
    await invite('away@lake.example');
    const mailer = createMailer({ smtpUrl: 'smtp://127.0.0.1:1', from: 'desk@lake.example' });
    const work = mailWork({ mailer, address: 'x' });
    await office.workOff(work);
    expect(await office.events('mail.invitation')).toMatchObject([{ status: 'failed', attempts: 1 }]);
    await office.rows('UPDATE outbox_events SET attempts = 9, next_attempt_at = NULL');
    await office.workOff(work);
    expect(await office.events('mail.invitation')).toMatchObject([{ status: 'dead', attempts: 10 }]);
    mailer.stop();
    await forget();
    expect([1, 2, 3, 20].map((attempts) => waitAfter(attempts, 0.5))).toEqual([30, 60, 120, 21_600]);
    expect([waitAfter(1, 0), waitAfter(1, 1)].map(Math.round)).toEqual([24, 36]);
  });

  test('is not sent for an invitation that was withdrawn', async () => {
    const id = idIn(await invite('withdrawn@lake.example'), 'invitations');
    await office.accepted('admin', 'invitations.revoke', { id });
    await withMail();
    expect([await office.events('mail.invitation'), letters]).toMatchObject([[{ status: 'dispatched' }], []]);
    await forget();
  });

  test('tells of a notice whom it pleases by mail, and is silent about a case of which nothing may leave the house', async () => {
    await office.accepted('second', 'preferences.set', { patch: {}, notifications: { events: { caseAssigned: ['email'] } } });
    const [id, quiet] = [await office.openCase('lead', 'North'), await office.openCase('lead', 'North')];
    await office.rows('UPDATE cases SET notifications_enabled = false WHERE id = $1', [quiet]);
    for (const each of [id, quiet]) await office.accepted('lead', 'cases.assign', { id: each, userId: await office.user('second') });
    const told = () =>
      office.rows('SELECT notification_type, channel, delivery_status FROM notifications WHERE user_id = $1 ORDER BY channel, id', [
        office.world.idOf('users', 'email', office.world.email('second')),
      ]);
    const type = String((await told()).find(({ channel }) => channel === 'inApp')?.['notification_type']);
    expect(type).toBe('caseAssigned');
    expect((await told()).filter(({ channel }) => channel === 'email')).toEqual([{ notification_type: type, channel: 'email', delivery_status: 'pending' }]);
    await withMail();
    expect(letters).toMatchObject([{ to: office.world.email('second') }]);
    expect((await told()).filter(({ channel }) => channel === 'email')).toMatchObject([{ delivery_status: 'sent' }]);
    await forget();
  });
});

test('an event of a topic that nobody knows is given up, and one that fails leaves nothing behind', async () => {
  const { tenantId } = office.world;
  const put = (topic: string) =>
    office.rows(
      `INSERT INTO outbox_events (id, tenant_id, created_at, created_by, updated_at, version, topic, subject_type, subject_id, status, attempts, dedupe_key) VALUES ($1, $2, now(), $3, now(), 1, $4, 'tenants', $2, 'pending', 0, $4)`,
      [newId(Date.now()), tenantId, office.world.idOf('users', 'email', office.world.email('admin')), topic],
    );
  await put('never.heard');
  await put('breaks.half');
  const half: Work = async (_event, tx) => {
    await tx.query(`UPDATE cases SET title = 'half' WHERE tenant_id = $1`, [tenantId]);
    await tx.query('SELECT 1 / 0');
  };
  await office.workOff({ 'breaks.half': half });
  expect([await office.events('never.heard'), await office.events('breaks.half')]).toMatchObject([[{ status: 'dead' }], [{ status: 'failed', attempts: 1 }]]);
  expect(await office.rows(`SELECT 1 FROM cases WHERE title = 'half'`)).toEqual([]);
});

test('tenants take turns, and a transaction of one that breaks keeps no other waiting', async () => {
  await forget();
  const tenants = [office.world.tenantId, (await createWorld(office.url, everybody.slice(0, 2))).tenantId];
  for (const tenantId of tenants)
    for (const n of [1, 2])
      await office.rows(
        `INSERT INTO outbox_events (id, tenant_id, created_at, created_by, updated_at, version, topic, subject_type, subject_id, status, attempts, dedupe_key) VALUES ($1, $2, now(), $3, now(), 1, 'in.turn', 'tenants', $2, 'pending', 0, $4)`,
        [newId(Date.now()), tenantId, reserved.system, `in.turn ${n}`],
      );
  const worked: string[] = [];
  let broken = '';
  const breaksOnce: Work = async ({ tenantId }, tx) => {
    if (broken === '') {
      broken = tenantId;
      await tx.query('ROLLBACK; SELECT 1 / 0');
    }
    worked.push(tenantId);
  };
  const untilDone = async (all: number) => {
    const dispatcher = createDispatcher({ pool: office.pool, log: silentLog, work: { 'in.turn': breaksOnce }, canMail: true });
    await expect.poll(() => worked.length, { timeout: 20_000 }).toBe(all);
    await dispatcher.stop();
  };
  await untilDone(4);
  const other = tenants.find((tenantId) => tenantId !== broken);
  expect(worked).toEqual([other, other, broken, broken]);
  await office.rows(`UPDATE outbox_events SET status = 'pending' WHERE topic = 'in.turn'`);
  await untilDone(8);
  expect([new Set(worked.slice(4, 6)), new Set(worked.slice(6))]).toEqual([new Set(tenants), new Set(tenants)]);
  await forget();
});
