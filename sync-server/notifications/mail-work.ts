import { notificationPrefs } from '#domain/kernel/schemas.ts';
import { afterQuiet } from '#domain/notifications/quiet.ts';
import { NotBefore, type Event, type GiveUp, type Work } from '../jobs/parts/work.ts';
import type { Transaction } from '../db/transaction.ts';
import type { Mailer } from './mailer.ts';

interface MailDeps {
  readonly mailer: Mailer;
  /** Where desks reach the hub, as letters tell it. */
  readonly address: string;
  readonly now: () => number;
}

/** What sends the letters that commands ask for. */
export const mailWork = ({ mailer, address, now }: MailDeps): Readonly<Record<'mail.invitation' | 'mail.notification', Work>> => ({
  'mail.invitation': async (event, tx) => {
    const invited = await invitationOf(tx, event.tenantId, event.subjectId);
    const { token } = event.payload;
    // Withdrawn, taken or over: there is nothing to invite to any more.
    if (!invited || typeof token !== 'string') return;
    const { email, tenant, subdomain, inviter, expires } = invited;
    const lines = [
      `${inviter} invites you to work with ${tenant} in Holdfast.`,
      '',
      'Open Holdfast, choose “I have an invitation” and give:',
      `  Hub:   ${address}`,
      `  Code:  ${subdomain}.${token}`,
      '',
      `The code is good until ${expires.toISOString().slice(0, 16).replace('T', ' ')} UTC, and for one person. If you do not know what this is about, leave it.`,
    ];
    await mailer.send({ id: event.id, to: email, subject: `${inviter} invites you to ${tenant}`, text: lines.join('\n') });
  },
  'mail.notification': async (event, tx) => {
    const notice = await noticeOf(tx, event.tenantId, event.subjectId);
    if (!notice) return;
    const { email, tenant, title, message, quiet, zone } = notice;
    const { quietHours } = notificationPrefs.safeParse({ quietHours: quiet }).data ?? {};
    const from = afterQuiet(quietHours, quietHours?.timeZone ?? zone, now());
    if (email && from > now()) throw new NotBefore(from);
    if (email) await mailer.send({ id: event.id, to: email, subject: title, text: [message || title, '', `${tenant}, ${address}`].join('\n') });
    await mark(tx, event, email ? 'sent' : 'suppressed');
  },
});

/** A notice whose letter will not be sent any more says so. */
export const mailGivenUp: Readonly<Record<'mail.notification', GiveUp>> = { 'mail.notification': (event, tx) => mark(tx, event, 'failed') };

async function mark(tx: Transaction, { tenantId, subjectId }: Event, status: 'sent' | 'suppressed' | 'failed'): Promise<void> {
  await tx.query(`UPDATE notifications SET delivery_status = $3, updated_at = now(), accepted_at = now(), version = version + 1 WHERE tenant_id = $1 AND id = $2`, [
    tenantId,
    subjectId,
    status,
  ]);
}

interface Invited {
  readonly email: string;
  readonly tenant: string;
  readonly subdomain: string;
  readonly inviter: string;
  readonly expires: Date;
}

async function invitationOf(tx: Transaction, tenantId: string, id: string): Promise<Invited | undefined> {
  const { rows } = await tx.query<Invited>(
    `SELECT i.email, t.name AS tenant, t.subdomain, m.display_name AS inviter, i.expires_at AS expires FROM invitations i
     JOIN tenants t ON t.tenant_id = i.tenant_id AND t.id = i.tenant_id JOIN memberships m ON m.tenant_id = i.tenant_id AND m.user_id = i.invited_by
     WHERE i.tenant_id = $1 AND i.id = $2 AND i.status = 'pending' AND i.expires_at > now() AND i.deleted_at IS NULL`,
    [tenantId, id],
  );
  return rows[0];
}

interface Noticed {
  readonly email: string | null;
  readonly tenant: string;
  readonly title: string;
  readonly message: string;
  /** The hours in which the member is not to be disturbed, and the tenant's time zone. */
  readonly quiet: unknown;
  readonly zone: string;
}

/** A notice that waits to be sent, and the address of who it is for while they are a member. */
async function noticeOf(tx: Transaction, tenantId: string, id: string): Promise<Noticed | undefined> {
  const { rows } = await tx.query<Noticed>(
    `SELECT CASE WHEN m.is_active THEN m.work_email END AS email, t.name AS tenant, t.time_zone AS zone, n.title, n.message, p.notification_prefs -> 'quietHours' AS quiet FROM notifications n
     JOIN tenants t ON t.tenant_id = n.tenant_id AND t.id = n.tenant_id JOIN memberships m ON m.tenant_id = n.tenant_id AND m.user_id = n.user_id
     LEFT JOIN user_preferences p ON p.tenant_id = n.tenant_id AND p.user_id = n.user_id AND p.deleted_at IS NULL
     WHERE n.tenant_id = $1 AND n.id = $2 AND n.delivery_status = 'pending' AND n.deleted_at IS NULL`,
    [tenantId, id],
  );
  return rows[0];
}
