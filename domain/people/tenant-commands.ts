import { platformRoleNames } from '#domain/kernel/capability.ts';
import { command, update } from '#domain/kernel/command.ts';
import { Refusal } from '#domain/kernel/failure.ts';
import { idOf } from '#domain/kernel/field.ts';
import { edit } from '#domain/kernel/merge.ts';
import { toRead, toWrite } from '#domain/kernel/rows.ts';
import { isTimeZone } from '#domain/kernel/wall-clock.ts';
import { notify } from '#domain/notifications/notice.ts';
import { Membership } from '#domain/people/membership.ts';
import { Role } from '#domain/people/role.ts';
import { checkActive } from '#domain/people/rules.ts';
import { Tenant, tenantSettings } from '#domain/people/tenant.ts';
import * as z from 'zod';

const { countryCode, defaultCurrency, sector, subdomain, timeZone } = Tenant.fields;
const name = z.string().trim().min(1).max(255);
const zone = timeZone.schema.refine(isTimeZone, 'is no time zone');
const patch = z
  .strictObject({ name, sector: sector.schema, defaultCurrency: defaultCurrency.schema, timeZone: zone, countryCode: countryCode.schema, settings: tenantSettings })
  .partial();

/** Changes the tenant's name, time zone or settings; what others changed in the meantime stays. */
export const updateTenant = command('tenants.update', {
  title: 'Change the settings of the tenant',
  args: z.strictObject({ patch, base: patch.optional() }),
  mode: 'online',
  capability: 'tenants.configure',
  needs: (_, { tenantId }) => [toWrite(Tenant, { id: tenantId })],
  run: ({ args, rows, context: { tenantId } }) => [update(Tenant, tenantId, edit(Tenant, rows.get(Tenant, tenantId), args.patch, args.base ?? {}))],
});

/** Makes another member the owner; whoever was it stays as an administrator. */
export const transferOwnership = command('tenants.transferOwnership', {
  title: 'Hand over the ownership',
  args: z.strictObject({ userId: idOf('users') }),
  mode: 'online',
  capability: 'tenants.manage',
  needs: ({ userId }, context) => [
    toWrite(Tenant, { id: context.tenantId }),
    toWrite(Membership, { userId }),
    toWrite(Membership, { userId: context.userId }),
    toRead(Role, { name: 'owner' }),
    toRead(Role, { name: 'admin' }),
  ],
  run: ({ args: { userId }, rows, context }) => {
    const { id, ownerId, name: title } = rows.get(Tenant, context.tenantId);
    if (ownerId !== context.userId) throw new Refusal('auth.denied', 'tenants.manage', 'Only the owner hands the ownership over.');
    if (userId === ownerId) throw new Refusal('field.invalid', 'userId', 'userId: you are the owner already.');
    checkActive(rows, userId);
    const [next] = rows.find(Membership, { userId });
    const [self] = rows.find(Membership, { userId: context.userId });
    const [owner] = rows.find(Role, { name: 'owner' });
    const [admin] = rows.find(Role, { name: 'admin' });
    if (!next || !self || !owner || !admin) throw new Refusal('row.missing', 'userId');
    return [
      update(Tenant, id, { ownerId: userId }),
      update(Membership, next.id, { roleId: owner.id }),
      update(Membership, self.id, { roleId: admin.id }),
      ...notify({ to: userId, type: 'tenant.owner', title, subject: { type: 'tenants', id } }, context),
    ];
  },
});

const onHub = { mode: 'online', needs: () => [], run: () => [] } as const;

/** Names a host that leads to the tenant; the hub keeps them, no replica. */
export const addDomain = command('tenants.addDomain', {
  ...onHub,
  title: 'Add a domain',
  args: z.strictObject({
    host: z
      .string()
      .toLowerCase()
      .max(253)
      .regex(/^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/),
    isPrimary: z.boolean().optional(),
  }),
  capability: 'tenants.configure',
});

/** Makes a tenant with its roles and its owner, who comes in by an invitation whose token whoever makes it has drawn. */
export const createTenant = command('tenants.create', {
  ...onHub,
  title: 'Make a tenant',
  args: z.strictObject({
    name,
    subdomain: subdomain.schema,
    owner: z.strictObject({ email: z.email().max(254).toLowerCase(), fullName: name }),
    timeZone: zone,
    countryCode: countryCode.schema,
    tokenHash: z.string().regex(/^[0-9a-f]{64}$/),
  }),
  capability: 'tenants.manage',
  platform: true,
});

/** Closes a tenant to everybody in it, or opens it again. */
export const suspendTenant = command('tenants.suspend', {
  ...onHub,
  title: 'Suspend the tenant',
  args: z.strictObject({ tenantId: idOf('tenants'), reason: z.string().trim().min(1).max(1000), isActive: z.boolean().optional() }),
  capability: 'tenants.manage',
  platform: true,
});

const grant = z.strictObject({ userId: idOf('users'), role: z.enum(platformRoleNames) });
/** Makes somebody an operator of the platform. */
export const grantPlatformRole = command('platform.grantRole', { ...onHub, title: 'Grant a platform role', args: grant, capability: 'platform.grant', platform: true });
/** Takes a platform role back; the last super administrator stays one. */
export const revokePlatformRole = command('platform.revokeRole', { ...onHub, title: 'Take a platform role', args: grant, capability: 'platform.grant', platform: true });

/** Asks a tenant to let an operator look at its content for a time; asked again after an owner or administrator approved, it opens. */
export const openSupportSession = command('support.openSession', {
  ...onHub,
  title: 'Open a support session',
  args: z.strictObject({ tenantId: idOf('tenants'), reason: z.string().trim().min(1).max(1000), minutes: z.int().min(1).max(240) }),
  capability: 'platform.support',
  platform: true,
});
