import { platformRoleNames } from '#domain/kernel/capability.ts';
import * as z from 'zod';

const id = z.uuid();
const count = z.number();

/**
 * What an audit chain turned out to be: whole, or broken at a row. Of a row that is missing only its place is known:
 * the rows before and after it, null at the chain's own ends. `GET /api/v1/audit/verification` answers it.
 */
export const auditVerdict = z.union([
  z.object({ ok: z.literal(true), rows: count }),
  z.object({ ok: z.literal(false), reason: z.enum(['changed', 'stray']), id: z.string() }),
  z.object({ ok: z.literal(false), reason: z.literal('missing'), place: count, after: z.string().nullable(), before: z.string().nullable() }),
]);
export type AuditVerdict = z.output<typeof auditVerdict>;

/** The id after which the next page begins; null where there is none. */
const paged = { next: id.nullable() };
/** `GET /api/platform/tenants`: what tenants there are, and never what is in them. */
export const platformTenants = z.object({
  tenants: z.array(
    z.object({ id, name: z.string(), subdomain: z.string(), plan: z.string(), isActive: z.boolean(), countryCode: z.string(), members: count, createdAt: z.string() }),
  ),
  ...paged,
});

const measured = { activeUsers: count, apiRequests: count, storageUsed: z.coerce.number(), casesCreated: count, callMinutes: count };
/** `GET /api/platform/usage`: a line for each tenant and day. */
export const platformUsage = z.object({ usage: z.array(z.object({ tenantId: id, date: z.string(), ...measured })) });

/** `GET /api/platform/health`: how the hub is now, and the last reading of each of its parts. */
export const platformHealth = z.object({
  now: z.record(z.string(), z.unknown()),
  readings: z.array(z.object({ component: z.string(), status: z.string(), metrics: z.record(z.string(), z.unknown()).nullable(), checkedAt: z.string() })),
});

/** `GET /api/platform/users`: who has an account, in how many tenants, and which platform roles. */
export const platformUsers = z.object({
  users: z.array(
    z.object({
      id,
      email: z.string(),
      fullName: z.string(),
      status: z.string(),
      lastLoginAt: z.string().nullable(),
      platformRoles: z.array(z.enum(platformRoleNames)),
      tenants: count,
    }),
  ),
  ...paged,
});

/** `POST /api/platform/tenants` answers it; the invitation is shown once. */
export const madeTenant = z.object({ subdomain: z.string(), invitation: z.string() });

/** `POST /v1/invitations/accept` answers with which address one signs in. */
export const acceptedInvitation = z.object({ subdomain: z.string(), email: z.string() });
