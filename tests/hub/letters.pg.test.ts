import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../sync-server/db/new-id.ts';
import { silentLog } from '../../sync-server/engine/log.ts';
import { waitAfter } from '../../sync-server/jobs/dispatcher.ts';
import type { Work } from '../../sync-server/jobs/parts/work.ts';
import { createMailer } from '../../sync-server/notifications/mailer.ts';
import { createDue, dueWork } from '../../sync-server/notifications/due.ts';
import { mailWork } from '../../sync-server/notifications/mail-work.ts';
import { openBusy, type Busy } from '../support/busy.ts';
import { everybody, idIn } from '../support/office.ts';

interface Letter {
  readonly to: string;
  readonly text: string;
}

let office: Busy;
let smtp: SMTPServer;
let smtpUrl: string;
const letters: Letter[] = [];
/** What the mail server was told, in clear. */
const passwords: unknown[] = [];
/** What the mail server says instead of taking a letter. */
let objection: { readonly code: number; readonly message: string } | null = null;

beforeAll(async () => {
  office = await openBusy();
  smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    onAuth: ({ password }, _session, done) => {
      passwords.push(password);
      done(null, { user: 'anybody' });
    },
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

async function withMail(now = Date.now): Promise<void> {
  const mailer = createMailer({ smtpUrl, from: 'desk@lake.example' });
  await office.workOff({ ...mailWork({ mailer, address: 'https://hub.lake.example', now }), ...dueWork(now) });
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
    const work = mailWork({ mailer, address: 'x', now: Date.now });
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

  test('waits rather than tell the password of the mail server in clear', async () => {
    const { host } = new URL(smtpUrl);
    const mailer = createMailer({ smtpUrl: `smtp://desk:a%20secret@${host}`, from: 'desk@lake.example' });
    await expect(mailer.send({ id: 'x', to: 'new@lake.example', subject: 'x', text: 'x' })).rejects.toThrow('speaks no TLS');
    expect([passwords, letters]).toEqual([[], []]);
    mailer.stop();
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
      office.rows('SELECT notification_type, channel, delivery_status FROM notifications WHERE user_id = $1 ORDER BY channel, created_at', [
        office.world.idOf('users', 'email', office.world.email('second')),
      ]);
    const type = String((await told()).find(({ channel }) => channel === 'inApp')?.['notification_type']);
    expect(type).toBe('caseAssigned');
    expect((await told()).filter(({ channel }) => channel === 'email')).toEqual([{ notification_type: type, channel: 'email', delivery_status: 'pending' }]);
    await withMail();
    expect(letters).toMatchObject([{ to: office.world.email('second') }]);
    expect((await told()).filter(({ channel }) => channel === 'email')).toMatchObject([{ delivery_status: 'sent' }]);
    await forget();

    await office.accepted('lead', 'cases.assign', { id: await office.openCase('lead', 'North'), userId: await office.user('second') });
    objection = { code: 550, message: 'No such person' };
    await withMail();
    objection = null;
    expect(await office.events('mail.notification')).toMatchObject([{ status: 'dead', attempts: 1 }]);
    expect((await told()).filter(({ channel }) => channel === 'email').map(({ delivery_status: status }) => status)).toEqual(['sent', 'failed']);
    await forget();
  });
});

describe('a rule', () => {
  const role = (name: string) => ({ kind: 'role', id: office.world.idOf('roles', 'name', name) });
  const put = (name: string, triggerEvent: string, recipients: readonly object[], more: object = {}) =>
    office.accepted('admin', 'notificationRules.create', { name, triggerEvent, recipients, channels: ['inApp'], template: '{{ title }} is {{status}}', ...more });
  /** Who was told of what by rules, on which channel. */
  const told = async () => {
    const rows = await office.rows(
      `SELECT user_id, notification_type AS event, channel, delivery_status AS status, title, message FROM notifications WHERE rule_id IS NOT NULL ORDER BY created_at, id`,
    );
    const names = new Map(await Promise.all(everybody.map(async ({ name }) => [await office.user(name), name] as const)));
    return rows
      .map(({ user_id, ...rest }): Record<string, unknown> => ({ to: names.get(String(user_id)), ...rest }))
      .toSorted((one, other) => (String(one['to']) < String(other['to']) ? -1 : 1));
  };
  const clear = async () => {
    await office.rows('UPDATE notification_rules SET is_active = false');
    await office.rows('DELETE FROM notifications');
    await forget();
  };

  test('tells in the same moment whom it names, of what they may see and did not do, once', async () => {
    await clear();
    const team = { kind: 'team', id: office.world.idOf('teams', 'name', 'North') };
    await put('Fire, to the team', 'caseCreated', [team, role('agent')], { conditions: { field: 'title', op: 'contains', value: 'fire' }, channels: ['inApp', 'sms'] });
    await put('Then to managers', 'caseCreated', [role('manager'), role('agent')]);
    await put('Off', 'caseCreated', [role('owner')], { isActive: false });
    await office.openCase('agent', 'North', { title: 'Fire at the mill' });
    const line = { event: 'caseCreated', title: 'Fire at the mill', message: 'Fire at the mill is Open' };
    const both = (to: string) => [
      { ...line, to, channel: 'inApp', status: 'sent' },
      { ...line, to, channel: 'sms', status: 'suppressed' },
    ];
    const byChannel = (rows: readonly Record<string, unknown>[]) =>
      rows.toSorted((one, other) => `${one['to']}${one['channel']}`.localeCompare(`${other['to']}${other['channel']}`));
    expect(byChannel(await told())).toEqual(
      byChannel([...both('lead'), { ...line, to: 'manager', channel: 'inApp', status: 'sent' }, ...both('second'), ...both('supervisor'), ...both('viewer')]),
    );
    await clear();
    await put('Assigned', 'caseAssigned', [{ kind: 'assignee' }], { channels: ['inApp', 'email'], template: 'Yours: {{title}}, {{assignedTo}} {{nothing}}' });
    const id = await office.openCase('lead', 'North');
    await office.accepted('lead', 'cases.assign', { id, userId: await office.user('agent') });
    expect(await told()).toMatchObject([{ to: 'agent', channel: 'email', status: 'pending', message: 'Yours: A matter, {{assignedTo}} {{nothing}}' }]);
    expect(await office.rows('SELECT channel, rule_id IS NULL AS own FROM notifications ORDER BY channel')).toEqual([
      { channel: 'email', own: false },
      { channel: 'inApp', own: true },
    ]);
    await withMail();
    expect(letters).toMatchObject([{ to: office.world.email('agent'), text: expect.stringContaining('Yours: A matter') }]);
    const audited = `SELECT a.after ->> 'channel' AS channel FROM audit_events a JOIN notifications n ON n.id = a.subject_id WHERE a.action = 'notifications.send' AND n.rule_id IS NOT NULL`;
    expect(await office.rows(audited)).toEqual([{ channel: 'email' }]);
  });

  test('writes no letter in the quiet hours of a member, and each one when they end', async () => {
    await clear();
    letters.length = 0;
    // Postgres looks at its own clock: a night that is far off waits for a test to say that it is over.
    const night = Date.UTC(2099, 4, 5, 20, 30);
    await office.accepted('second', 'preferences.set', { patch: {}, notifications: { events: {}, quietHours: { from: '22:00', to: '07:00', timeZone: 'Africa/Nairobi' } } });
    await put('New', 'caseCreated', [role('agent')], { channels: ['inApp', 'email'] });
    for (let n = 0; n < 3; n++) await office.openCase('lead', 'North', { title: `Matter ${n}` });
    await withMail(() => night);
    expect(letters.map(({ to }) => to)).toEqual(Array(3).fill(office.world.email('agent')));
    expect(await office.rows(`SELECT attempts, status, next_attempt_at AS at FROM outbox_events WHERE topic = 'mail.notification' AND status <> 'dispatched'`)).toEqual(
      Array(3).fill({ attempts: 0, status: 'pending', at: new Date('2099-05-06T04:00:00Z') }),
    );
    expect((await told()).filter(({ to, channel }) => to === 'second' && channel === 'inApp')).toHaveLength(3);
    letters.length = 0;
    await office.rows('UPDATE outbox_events SET next_attempt_at = NULL');
    await withMail(() => Date.UTC(2099, 4, 6, 4));
    expect(letters.map(({ to }) => to)).toEqual(Array(3).fill(office.world.email('second')));
    await office.accepted('second', 'preferences.set', { patch: {}, notifications: { quietHours: null } });
  });

  test('tells once of what was due, and of a clock before it is', async () => {
    await clear();
    const day = Date.UTC(2026, 4, 5);
    const at = (hour: number) => new Date(day + hour * 3_600_000).toISOString();
    await put('Late', 'taskOverdue', [{ kind: 'assignee' }], { template: 'Due {{dueAt}}' });
    await put('Soon', 'slaWarning', [{ kind: 'assignee' }]);
    await put('Over', 'slaBreached', [{ kind: 'assignee' }], { template: '{{metric}} of {{title}}' });
    const [second, caseId] = [await office.user('second'), await office.openCase('second', 'North')];
    await office.accepted('lead', 'cases.assign', { id: caseId, userId: second });
    const task = async (title: string) => idIn(await office.accepted('lead', 'tasks.create', { caseId, title, assignedTo: second, dueAt: at(10) }), 'tasks');
    const [, done] = [await task('To do'), await task('Done')];
    await office.rows('UPDATE sla_clocks SET state = $1, ended_at = now() WHERE metric <> $2', ['cancelled', 'resolution']);
    await office.rows(
      `INSERT INTO sla_clocks (id, tenant_id, created_at, updated_at, version, case_id, metric, state, started_at, due_at, paused_seconds) VALUES ($1, $2, now(), now(), 1, $3, 'firstResponse', 'running', $4, $5, 0)`,
      [newId(Date.now()), office.world.tenantId, caseId, at(0), at(10)],
    );
    let now = day;
    const watch = createDue({ identity: office.admin, serve: office.pool, log: silentLog, now: () => now });
    const events = async (hour: number) => {
      now = day + hour * 3_600_000;
      await watch.round();
      await withMail(() => now);
      return (await told()).map(({ event }) => event);
    };
    expect(await events(7.9)).toEqual([]);
    expect(await events(8)).toEqual(['slaWarning']);
    expect(await events(9)).toEqual(['slaWarning']);
    for (const status of ['inProgress', 'completed']) await office.accepted('second', 'tasks.setStatus', { id: done, status });
    expect(await events(10)).toEqual(expect.arrayContaining(['slaWarning', 'taskOverdue', 'slaBreached']));
    expect(await told()).toMatchObject(Array(3).fill({ to: 'second' }));
    expect((await told()).map(({ message }) => message)).toEqual(expect.arrayContaining(['Due 2026-05-05 10:00', 'First response of A matter']));
    expect(await events(11)).toHaveLength(3);
    await watch.stop();
    await clear();
  });

  test('that names nobody, or a channel that nobody knows, is refused at its field', async () => {
    const rule = { name: 'x', triggerEvent: 'caseCreated', recipients: [role('agent')], channels: ['inApp'], template: 'x' };
    const answers = await Promise.all(
      [{ recipients: [{ kind: 'team' }] }, { channels: ['pigeon'] }].map((wrong) => office.run('admin', 'notificationRules.create', { ...rule, ...wrong })),
    );
    expect(answers).toMatchObject([{ problem: { code: 'field.invalid', field: 'recipients.0.id' } }, { problem: { code: 'field.invalid', field: 'channels.0' } }]);
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
