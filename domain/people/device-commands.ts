import { NumberBlock } from '#domain/cases/number-block.ts';
import { command, insert, update } from '#domain/kernel/command.ts';
import { idFrom } from '#domain/kernel/context.ts';
import { Refusal } from '#domain/kernel/failure.ts';
import { idOf } from '#domain/kernel/field.ts';
import { toRead, toWrite } from '#domain/kernel/rows.ts';
import { capabilityList } from '#domain/kernel/schemas.ts';
import { ApiKey } from '#domain/people/api-key.ts';
import { Device } from '#domain/people/device.ts';
import { devicesAtMost, revoked } from '#domain/people/device-rules.ts';
import { checkGrants } from '#domain/people/rank.ts';
import { Session } from '#domain/people/session.ts';
import * as z from 'zod';

/** Makes another computer of the member known before it signs in. */
export const registerDevice = command('devices.register', {
  title: 'Register a device',
  args: z.strictObject({
    publicKey: z.string().min(16).max(2000),
    name: z.string().trim().min(1).max(255),
    platform: Device.fields.platform.schema,
    appVersion: z.string().max(50).optional(),
  }),
  mode: 'online',
  capability: 'self',
  needs: (_, { userId }) => [toRead(Device, { userId })],
  run: ({ args: { appVersion = null, ...device }, rows, context }) => {
    const own = rows.find(Device, { userId: context.userId });
    if (own.filter(({ status }) => status === 'active').length >= devicesAtMost)
      throw new Refusal('device.limit', 'publicKey', `You have ${devicesAtMost} devices; revoke one first.`);
    return [insert(Device, idFrom(context, 0), { ...device, appVersion, userId: context.userId })];
  },
});

const one = z.strictObject({ id: idOf('devices') });
const needs = ({ id }: z.output<typeof one>) => [toWrite(Device, { id }), toWrite(NumberBlock, { deviceId: id })];

/** Ends a device's trust. */
export const revokeDevice = command('devices.revoke', {
  title: 'Revoke a device',
  args: one,
  mode: 'online',
  capability: 'devices.manage',
  needs,
  on: ({ args, rows }) => [rows.get(Device, args.id)],
  run: ({ args, rows, context }) => revoked(rows.get(Device, args.id), rows, context),
});

/** Orders a device to wipe its replica, also one that was revoked before. */
export const wipeDevice = command('devices.wipe', {
  title: 'Wipe a device',
  args: one,
  mode: 'online',
  capability: 'devices.manage',
  needs,
  on: ({ args, rows }) => [rows.get(Device, args.id)],
  run: ({ args, rows, context }) => revoked(rows.get(Device, args.id), rows, context),
});

/** Ends a session: its desk must sign in again. */
export const revokeSession = command('sessions.revoke', {
  title: 'End a session',
  args: z.strictObject({ id: idOf('sessions') }),
  mode: 'online',
  capability: 'sessions.revoke',
  needs: ({ id }) => [toWrite(Session, { id })],
  run: ({ args: { id }, rows, context }) => {
    const { revokedAt } = rows.get(Session, id);
    return [update(Session, id, { isActive: false, revokedAt: revokedAt ?? context.at })];
  },
});

/** Gives a machine a key. Whoever makes it has drawn the text, which is shown once; the hub keeps its SHA-256. */
export const createApiKey = command('apiKeys.create', {
  title: 'Make an API key',
  args: z.strictObject({
    name: z.string().trim().min(1).max(255),
    permissions: capabilityList,
    rateLimit: z.int().min(1).max(1_000_000).optional(),
    expiresAt: z.iso.datetime({ precision: 3 }).optional(),
    prefix: z.string().regex(/^[\w-]{8}$/),
    keyHash: z.string().regex(/^[0-9a-f]{64}$/),
  }),
  mode: 'online',
  capability: 'apiKeys.manage',
  needs: () => [],
  run: ({ args: { permissions, expiresAt = null, rateLimit = 1000, ...key }, context }) => {
    // Nobody holds the right to feed calls and messages in; it is for keys alone.
    checkGrants(permissions, { grants: { ...context.grants, 'ingest.write': 'tenant' } });
    if (expiresAt !== null && expiresAt <= context.at) throw new Refusal('field.invalid', 'expiresAt', 'expiresAt: the key would be over already.');
    return [insert(ApiKey, idFrom(context, 0), { ...key, permissions, expiresAt, rateLimit })];
  },
});

/** Ends a key for ever. */
export const revokeApiKey = command('apiKeys.revoke', {
  title: 'Revoke the API key',
  args: z.strictObject({ id: idOf('apiKeys') }),
  mode: 'online',
  capability: 'apiKeys.manage',
  needs: ({ id }) => [toWrite(ApiKey, { id })],
  run: ({ args: { id }, rows }) => {
    rows.get(ApiKey, id);
    return [update(ApiKey, id, { isActive: false })];
  },
});
