import type { DeviceCall, DeviceCalls, Outcome } from '#domain/bridge.ts';
import { entityNames } from '#domain/kernel/names.ts';
import { filePart, largest } from '#domain/storage/rules.ts';
import * as z from 'zod';
import { firstIssue } from './dispatcher.ts';

const nothing = z.strictObject({});
const decision = z.discriminatedUnion('choice', [
  z.strictObject({ choice: z.enum(['discard', 'hand', 'keepTheirs', 'retry']) }),
  z.strictObject({ choice: z.literal('edit'), args: z.unknown() }),
  z.strictObject({ choice: z.literal('keepMine'), fields: z.array(z.string().max(100)).max(200) }),
]);

/** What each device call takes. */
const schemas = {
  'session.signIn': z.strictObject({
    subdomain: z.string().min(1).max(63),
    email: z.string().min(3).max(254),
    password: z.string().min(1).max(1000),
    factor: z.string().max(40).optional(),
  }),
  'session.unlock': z.strictObject({ vault: z.string().regex(/^[0-9a-f]{32}$/), password: z.string().min(1).max(1000) }),
  'session.lock': nothing,
  'session.signOut': nothing,
  'session.touch': nothing,
  'review.decide': z.strictObject({ id: z.string().max(100), decision }),
  'drafts.save': z.strictObject({ key: z.string().min(1).max(200), value: z.string().max(1_000_000) }),
  'sync.now': nothing,
  'sync.pause': z.strictObject({ paused: z.boolean() }),
  'online.run': z.strictObject({ name: z.string().max(100), args: z.unknown(), id: z.uuid() }),
  'phone.credential': nothing,
  'factors.list': nothing,
  'factors.enrol': z.strictObject({ password: z.string().min(1).max(1000), label: z.string().trim().min(1).max(255) }),
  'factors.confirm': z.strictObject({ id: z.uuid(), code: z.string().max(20) }),
  'factors.remove': z.strictObject({ password: z.string().min(1).max(1000) }),
  'audit.verify': nothing,
  'platform.health': nothing,
  'platform.tenants': z.strictObject({ after: z.uuid().optional() }),
  'platform.users': z.strictObject({ after: z.uuid().optional() }),
  'platform.usage': z.strictObject({ from: z.iso.date() }),
  'platform.createTenant': z.strictObject({
    name: z.string().max(255),
    subdomain: z.string().max(63),
    owner: z.strictObject({ email: z.string().max(254), fullName: z.string().max(255) }),
    timeZone: z.string().max(100),
    countryCode: z.string().max(2),
  }),
  'invitation.accept': z.strictObject({ subdomain: z.string().min(1).max(63), token: z.string().max(100), fullName: z.string().max(255), password: z.string().max(1000) }),
  'search.hub': z.strictObject({ text: z.string().min(1).max(200) }),
  'online.read': z.strictObject({ entity: z.enum(entityNames), id: z.uuid().optional(), search: z.record(z.string().max(100), z.string().max(1000)).optional() }),
  'files.add': z.strictObject({
    file: z.uuid(),
    at: z.int().min(0).max(largest),
    part: z.base64().max(2 * filePart),
    isLast: z.boolean(),
    name: z.string().trim().min(1).max(255),
    mimeType: z.string().min(3).max(255),
  }),
  'files.open': z.strictObject({ blobId: z.uuid().optional(), recordingId: z.uuid().optional(), voicemailId: z.uuid().optional(), verb: z.enum(['view', 'download']) }),
  'files.read': z.strictObject({ opened: z.string().min(1).max(1000), at: z.int().min(0).max(largest) }),
  'files.decide': z.strictObject({ file: z.uuid(), choice: z.enum(['discard', 'retry']) }),
  'window.open': z.strictObject({
    path: z
      .string()
      .regex(/^\/(?!\/)/)
      .max(500),
  }),
} as const satisfies { readonly [Call in DeviceCall]: z.ZodType };

/** What carries out each device call. */
export type DeviceHandlers = { readonly [Call in DeviceCall]: (args: z.output<(typeof schemas)[Call]>) => Promise<Outcome<DeviceCalls[Call]['result']>> };

/** Parses a device call and hands it to what carries it out. */
export function createDevice(handlers: DeviceHandlers): (name: string, value: unknown) => Promise<Outcome<object>> {
  return async (name, value) => {
    if (!isCall(name)) return { ok: false, code: 'device.unknown', message: `This desk cannot do “${name}”.` };
    return handle(handlers, name, value);
  };
}

async function handle<Call extends DeviceCall>(handlers: DeviceHandlers, name: Call, value: unknown): Promise<Outcome<object>> {
  const parsed = schemas[name].safeParse(value);
  if (!parsed.success) return { ok: false, code: 'args.invalid', message: firstIssue(parsed.error), field: parsed.error.issues[0]?.path.join('.') ?? '' };
  // The schema of this very call has parsed it.
  return handlers[name](parsed.data as z.output<(typeof schemas)[Call]>);
}

const isCall = (name: string): name is DeviceCall => Object.hasOwn(schemas, name);
