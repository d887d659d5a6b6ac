import type { ActCode } from '#domain/acts.ts';
import { newRow } from '#domain/kernel/new-row.ts';
import type { Id } from '#domain/kernel/names.ts';
import { Notification } from '#domain/notifications/notification.ts';
import type { Invitation } from '#domain/people/invitation.ts';
import { Membership } from '#domain/people/membership.ts';
import { TeamMember } from '#domain/people/team-member.ts';
import { AuditEvent } from '#domain/platform/audit-event.ts';
import type pg from 'pg';
import * as z from 'zod';
import { newId } from '../db/new-id.ts';
import { insertRows } from '../db/rows.ts';
import { inTenant, type Transaction } from '../db/transaction.ts';
import { HttpProblem } from '../http/problem.ts';
import type { Origin } from './audit.ts';
import { hashPassword, isPassword } from './password.ts';
import { hashToken } from './token.ts';

/** What somebody says who was invited; who has a password already proves it, everybody else chooses one. */
export const acceptRequest = z.strictObject({
  subdomain: z.string().trim().toLowerCase().max(63),
  token: z.string().min(32).max(100),
  fullName: z.string().trim().min(1).max(255),
  password: z.string().min(10).max(1000),
});

/** Makes somebody a member by the invitation they were sent; answers with which address they sign in. */
export type AcceptInvitation = (request: z.output<typeof acceptRequest>, origin: Origin) => Promise<{ readonly subdomain: string; readonly email: string }>;

const expired = () => new HttpProblem(410, 'invitation.expired', 'This invitation was used, withdrawn or is over. Ask for another.', 'token');

type Invited = Pick<Invitation, 'id' | 'invitedBy' | 'roleId' | 'teamId'> & { readonly email: string };

/** Takes invitations over the identity role, which alone makes users, and inside the tenant that invited. */
export function createAcceptInvitation({ identity, serve, now }: { readonly identity: pg.Pool; readonly serve: pg.Pool; readonly now: () => number }): AcceptInvitation {
  return async ({ subdomain, token, fullName, password }, { ip, userAgent }) => {
    const { rows: tenants } = await identity.query<{ id: string }>('select id from tenants where subdomain = $1 and is_active and deleted_at is null', [subdomain]);
    const tenantId = tenants[0]?.id;
    if (!tenantId) throw expired();
    const invited = await inTenant(serve, tenantId, (tx) => pending(tx, tenantId, token, now()));
    const userId = await userOf(identity, { tenantId, email: invited.email, fullName, password, now: now() });
    await inTenant(serve, tenantId, async (tx) => {
      // Locked now: of two who take it at once, the second finds it taken.
      const { id, roleId, teamId, invitedBy } = await pending(tx, tenantId, token, now());
      const at = new Date(now()).toISOString();
      const made = { tenantId, userId, at };
      const accepted = { version: 1, acceptedAt: at };
      const { rowCount } = await tx.query(
        'update memberships set role_id = case when is_active then role_id else $3 end, is_active = true, updated_at = $4, accepted_at = $4, version = version + 1 where tenant_id = $1 and user_id = $2',
        [tenantId, userId, roleId, at],
      );
      const membership = { userId, roleId, displayName: fullName, workEmail: invited.email, joinedAt: at, invitedBy };
      if (rowCount === 0) await insertRows(tx, Membership, [{ ...newRow(Membership, newId(now()), membership, made), ...accepted }]);
      const { rowCount: inTeam } = await tx.query('select 1 from team_members where tenant_id = $1 and user_id = $2 and team_id = $3 and deleted_at is null', [
        tenantId,
        userId,
        teamId,
      ]);
      if (teamId && inTeam === 0) await insertRows(tx, TeamMember, [{ ...newRow(TeamMember, newId(now()), { teamId, userId, joinedAt: at }, made), ...accepted }]);
      await tx.query(`update invitations set status = 'accepted', accepted_by = $3, updated_at = $4, accepted_at = $4, version = version + 1 where tenant_id = $1 and id = $2`, [
        tenantId,
        id,
        userId,
        at,
      ]);
      const notice = {
        userId: invitedBy,
        title: fullName,
        message: '',
        notificationType: 'invitation.accepted',
        subjectType: 'invitations',
        subjectId: id,
        channel: 'inApp',
        deliveryStatus: 'sent',
      };
      await insertRows(tx, Notification, [{ ...newRow(Notification, newId(now()), notice, made), ...accepted }]);
      const act = {
        actorId: userId,
        action: 'invitations.accept' satisfies ActCode,
        subjectType: 'invitations',
        subjectId: id,
        ipAddress: ip,
        userAgent: userAgent?.slice(0, 1000) ?? null,
        at,
      };
      await insertRows(tx, AuditEvent, [{ ...newRow(AuditEvent, newId(now()), act, made), ...accepted }]);
    });
    return { subdomain, email: invited.email };
  };
}

async function pending(tx: Transaction, tenantId: string, token: string, now: number): Promise<Invited> {
  const { rows } = await tx.query<Invited>(
    `select id, email, role_id as "roleId", team_id as "teamId", invited_by as "invitedBy" from invitations
     where tenant_id = $1 and token_hash = $2 and status = 'pending' and expires_at > $3 and deleted_at is null for update`,
    [tenantId, hashToken(token), new Date(now)],
  );
  const [row] = rows;
  if (!row) throw expired();
  return row;
}

interface Newcomer {
  readonly tenantId: string;
  readonly email: string;
  readonly fullName: string;
  readonly password: string;
  readonly now: number;
}

/** Finds the user of an address, or makes one. */
async function userOf(identity: pg.Pool, { tenantId, email, fullName, password, now }: Newcomer): Promise<Id<'users'>> {
  const find = async () => {
    const { rows } = await identity.query<{ id: Id<'users'>; password_hash: string | null }>(
      'select u.id, c.password_hash from users u left join auth_credentials c on c.user_id = u.id where lower(u.email) = lower($1) and u.deleted_at is null',
      [email],
    );
    return rows[0];
  };
  const known = await find();
  if (known?.password_hash) {
    if (await isPassword(known.password_hash, password)) return known.id;
    throw new HttpProblem(401, 'auth.failed', 'You have an account with this address. Give its password.', 'password');
  }
  if (known) await checkUnclaimed(identity, known.id, tenantId);
  const at = new Date(now);
  if (!known)
    await identity.query(
      `insert into users (id, email, full_name, is_platform_admin, status, login_attempts, created_at, updated_at, accepted_at, version) values ($1, $2, $3, false, 'active', 0, $4, $4, $4, 1) on conflict do nothing`,
      [newId(now), email, fullName, at],
    );
  const user = known ?? (await find());
  if (!user) throw new Error('The user was neither found nor made');
  // Somebody who was faster with the same invitation has chosen the password already.
  await identity.query('insert into auth_credentials (user_id, password_hash, changed_at) values ($1, $2, $3) on conflict (user_id) do nothing', [
    user.id,
    await hashPassword(password),
    at,
  ]);
  return user.id;
}

/** Whoever invites holds the invitation, which proves no address: nobody chooses the password of somebody who works elsewhere. */
async function checkUnclaimed(identity: pg.Pool, userId: string, tenantId: string): Promise<void> {
  const { rowCount } = await identity.query('select 1 from memberships where user_id = $1 and tenant_id <> $2 and is_active and deleted_at is null', [userId, tenantId]);
  if (rowCount)
    throw new HttpProblem(
      409,
      'auth.unproved',
      'This address belongs to a member of another tenant who has no password yet. They take the invitation of that tenant first.',
      'token',
    );
}
