import { idFrom, type Context } from '#domain/kernel/context.ts';
import { Refusal } from '#domain/kernel/failure.ts';
import { newRow } from '#domain/kernel/new-row.ts';
import { Invitation } from '#domain/people/invitation.ts';
import { reserved } from '#domain/people/reserved.ts';
import type { createTenant } from '#domain/people/tenant-commands.ts';
import type * as z from 'zod';
import { inTenant } from '../db/transaction.ts';
import type { Pools } from './beyond.ts';
import { createReserved, storeTenant, tenantRows } from './create-tenant.ts';

/** Days in which the owner of a new tenant must come in. */
const invitationDays = 14;

/** Makes a tenant with what every tenant has, and an invitation for its owner; the same command again changes nothing. */
export async function makeTenant(
  { identity, serve }: Pools,
  { name, subdomain, owner, timeZone, countryCode, tokenHash }: z.output<typeof createTenant.args>,
  context: Context,
): Promise<void> {
  const id = idFrom<'tenants'>(context, 0);
  const { rows: taken } = await identity.query<{ id: string }>('select id from tenants where subdomain = $1 and deleted_at is null', [subdomain]);
  if (taken.some((tenant) => tenant.id === id)) return;
  if (taken.length > 0) throw new Refusal('subdomain.taken', 'subdomain', 'Another tenant has this subdomain.');

  await createReserved(identity, context.at);
  await identity.query(
    `insert into users (id, email, full_name, is_platform_admin, status, login_attempts, created_at, updated_at, accepted_at, version) values ($1, $2, $3, false, 'active', 0, $4, $4, now(), 1) on conflict do nothing`,
    [idFrom(context, 1), owner.email, owner.fullName, context.at],
  );
  const { rows } = await identity.query<{ id: string }>('select id from users where lower(email) = $1 and deleted_at is null', [owner.email]);
  const userId = rows[0]?.id;
  if (!userId) throw new Error('The owner was neither made nor found');

  const fresh = tenantRows(
    {
      id,
      name,
      subdomain,
      timeZone,
      countryCode,
      teams: [],
      members: [{ ...owner, userId, role: 'owner', teams: [], passwordHash: null }],
      kind: { code: 'case', name: 'Case', prefix: 'C' },
      categories: { General: [] },
      closeReasons: ['Settled', 'No answer', 'Withdrawn'],
    },
    context.at,
  );
  const ownerRole = fresh.roles?.find((role) => role['name'] === 'owner')?.id;
  const expiresAt = new Date(Date.parse(context.at) + invitationDays * 86_400_000).toISOString();
  const invitation = { email: owner.email, roleId: ownerRole, teamId: null, invitedBy: reserved.system, tokenHash, expiresAt };
  const made = { tenantId: id, userId: reserved.system, at: context.at };
  // The invitation proves who the owner is: until it is taken nobody works here in their name.
  const memberships = (fresh.memberships ?? []).map((row) => (row['userId'] === userId ? { ...row, isActive: false } : row));
  await inTenant(serve, id, (tx) => storeTenant(tx, { ...fresh, memberships, invitations: [newRow(Invitation, idFrom(context, 2), invitation, made)] }));
}
