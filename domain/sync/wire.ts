import { platformRoleNames } from '#domain/kernel/capability.ts';
import { entityNames } from '#domain/kernel/names.ts';
import * as z from 'zod';

/** The version of what desk and hub say to each other; a hub names the oldest it still understands. */
export const protocol = { current: 1, oldest: 1 } as const;
/** The header that carries it, on requests the desk's and on answers the hub's. */
export const protocolHeader = 'holdfast-protocol';

/** The header of a shape's answer that names the rights it was made under, as `audience` of the session does. */
export const audienceHeader = 'holdfast-audience';

/** By which the stream of news says how many milliseconds it is never silent for. */
export const beatHeader = 'holdfast-beat';

const id = z.uuid();
const instant = z.iso.datetime({ precision: 3 });
const values = z.record(z.string(), z.unknown());
const entity = z.enum(entityNames);
const grants = z.record(z.string(), z.enum(['own', 'assigned', 'team', 'tenant']));
/** A log sequence number of Postgres, as a decimal string. */
export const lsn = z.string().regex(/^\d{1,20}$/);

/** What went wrong, as every error of the hub says it (RFC 9457). */
export const problem = z.object({ code: z.string(), message: z.string(), field: z.string().optional() });
export type Problem = z.output<typeof problem>;

/** `POST /v1/sign-in`, and what it is answered with. */
export const signInRequest = z.strictObject({
  subdomain: z.string().max(63),
  email: z.string().max(254),
  password: z.string().max(1000),
  /** The code of an authenticator app, or a recovery code, of those who have a second factor. */
  factor: z.string().max(40).optional(),
  device: z.strictObject({ publicKey: z.string().min(16).max(2000), name: z.string().max(255), platform: z.enum(['macos', 'windows', 'linux']), appVersion: z.string().max(50) }),
});

/** Who the hub says somebody is; `GET /v1/session` answers it too and renews the lease. */
export const sessionAnswer = z.object({
  followUpTeamIds: z.array(id).optional(),
  isExternal: z.boolean().optional(),
  teamGrants: z.array(z.object({ teamId: id, grants })).optional(),
  /** What a member from outside may do on each case they take part in. */
  participations: z.record(z.string(), z.array(z.string()).readonly()).optional(),
  /** Platform roles of the person; they open the platform console, nothing of a tenant. */
  platformRoles: z.array(z.enum(platformRoleNames)).optional(),
  tenantId: id,
  tenantName: z.string(),
  subdomain: z.string(),
  timeZone: z.string(),
  settings: values,
  userId: id,
  email: z.string(),
  displayName: z.string(),
  roleName: z.string(),
  teamIds: z.array(id),
  grants,
  /** Names the rights above; a replica holds rows of one audience only. */
  audience: z.string().default(''),
  deviceId: id,
  leaseUntil: instant,
  serverTime: instant,
  /** Changes when the database was restored, rewound or replaced: settled commands are offered again. */
  generation: z.string(),
});
export type SessionAnswer = z.output<typeof sessionAnswer>;

/** `recoverySecret` (base64, 32 bytes) opens this device's vault after a password was reset. */
export const signInAnswer = z.object({ token: z.string(), recoverySecret: z.string(), session: sessionAnswer });
export type SignInAnswer = z.output<typeof signInAnswer>;

/** `POST /v1/telephony/credential`: what the telephone of whoever asks needs to reach the PBX; `name` tells that PBX from others in rows. */
export const phoneCredential = z.object({
  name: z.string(),
  uri: z.string(),
  user: z.string(),
  secret: z.string(),
  wsUrl: z.url({ protocol: /^wss?$/ }),
  iceServers: z.array(z.object({ urls: z.union([z.string(), z.array(z.string())]), username: z.string().optional(), credential: z.string().optional() })),
  country: z.string(),
});
export type PhoneCredential = z.output<typeof phoneCredential>;

/** `POST /v1/files`: asks for a link to a file, or to the audio of a recording or of a message, and `path` is good until then for whoever has it. */
export const fileLinkRequest = z
  .strictObject({ blobId: id.optional(), recordingId: id.optional(), voicemailId: id.optional(), verb: z.enum(['view', 'download']).default('view') })
  .refine(({ blobId, recordingId, voicemailId }) => [blobId, recordingId, voicemailId].filter((one) => one !== undefined).length === 1, {
    error: 'name one file, recording or message',
    path: ['blobId'],
  })
  .refine(({ voicemailId, verb }) => voicemailId === undefined || verb === 'view', { error: 'a message is listened to', path: ['verb'] });
export const fileLinkAnswer = z.object({ path: z.string(), until: instant, size: z.int().min(0), mimeType: z.string(), name: z.string().nullable() });
export type FileLink = z.output<typeof fileLinkAnswer>;

/** `GET /v1/blobs/<id>`: where the upload of a file goes on. */
export const uploadAnswer = z.object({ offset: z.int().min(0), size: z.int().min(0), isComplete: z.boolean() });
export type UploadAnswer = z.output<typeof uploadAnswer>;

/** `GET /v1/factors`: the second factors of whoever asks. */
export const factorsAnswer = z.object({
  factors: z.array(z.object({ id, kind: z.string(), label: z.string().nullable(), confirmedAt: z.string().nullable(), lastUsedAt: z.string().nullable() })),
});
/** `POST /v1/factors`: an authenticator app that has yet to prove it has the secret, and `POST /v1/factors/<id>/confirm`. */
export const enrolAnswer = z.object({ id, secret: z.string(), uri: z.string() });
export const confirmAnswer = z.object({ recoveryCodes: z.array(z.string()) });

/** One command of a desk's outbox; `id` is the idempotency key. */
export const commandEnvelope = z.strictObject({
  id,
  name: z.string().max(100),
  args: z.unknown(),
  at: instant,
  drawn: z.strictObject({ caseNumber: z.string().max(60).optional(), provisionalNumber: z.string().max(60).optional() }).default({}),
  /** Commands of the same device that made rows this one needs; if one was refused, so is this. */
  after: z.array(id).max(100).default([]),
});
export type CommandEnvelope = z.output<typeof commandEnvelope>;

/** `POST /v1/commands`: in order; each is a transaction of its own, and a refusal does not stop the rest. */
export const commandBatch = z.strictObject({ commands: z.array(commandEnvelope).min(1).max(500) });

const answered = { id, lsn };
export const commandAnswer = z.discriminatedUnion('status', [
  /** `rows` are the written rows as this member now sees them; `hidden` those the member may not see. `lsn` is not before the commit. */
  z.object({ ...answered, status: z.literal('accepted'), rows: z.array(z.object({ entity, row: values })), hidden: z.array(z.object({ entity, id })), notice: problem.optional() }),
  z.object({ ...answered, status: z.literal('refused'), problem }),
  z.object({
    ...answered,
    status: z.literal('conflict'),
    problem,
    entity,
    rowId: id,
    clashes: z.array(z.object({ field: z.string(), base: z.unknown(), mine: z.unknown(), theirs: z.unknown() })),
    theirs: z.object({ by: id.nullable(), at: instant }),
  }),
  /** The hub failed on it three times; it will not be tried again. */
  z.object({ ...answered, status: z.literal('fault'), problem }),
  /** The hub failed on it this time; send it again. Those after it in the batch were not tried if they depend on it. */
  z.object({ ...answered, status: z.literal('retry'), problem }),
  /** `POST /v1/commands/outcomes` only: the hub has never seen this id. */
  z.object({ ...answered, status: z.literal('unknown') }),
]);
export type CommandAnswer = z.output<typeof commandAnswer>;
export const commandAnswers = z.object({ answers: z.array(commandAnswer), serverTime: instant, generation: z.string() });

/** `POST /v1/commands/outcomes`: what became of commands whose answer was lost; it runs nothing. */
export const outcomesRequest = z.strictObject({ ids: z.array(id).min(1).max(500) });

/** `POST /v1/numbers/lease`: how many numbers this device has left of each series; the hub tops them up. */
export const leaseRequest = z.strictObject({ remaining: z.record(z.string().max(12), z.int().min(0)) });
export const leaseAnswer = z.object({ blocks: z.array(values) });

/**
 * One event of `GET /v1/wake` (SSE): shapes of these entities have news up to `lsn`.
 * `session` says that role, teams, tenant settings or the session itself changed: ask `GET /v1/session`.
 * The first names, where `missed` says so, all that has news since the position that was asked for as `since`.
 */
export const wakeEvent = z.object({ lsn, entities: z.array(entity), session: z.boolean().optional(), missed: z.boolean().optional() });
export type WakeEvent = z.output<typeof wakeEvent>;
