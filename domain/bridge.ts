import type { AnyRow } from '#domain/kernel/entity.ts';
import type { EntityName } from '#domain/kernel/names.ts';
import type { AuditVerdict, acceptedInvitation, madeTenant, platformHealth, platformTenants, platformUsage, platformUsers } from '#domain/platform/wire.ts';
import type { PhoneCredential, confirmAnswer, enrolAnswer, factorsAnswer } from '#domain/sync/wire.ts';
import type { commands, queries } from '#domain/registry.ts';
import type { hubHits } from '#domain/search/merge.ts';
import type * as z from 'zod';

type ByName<Item extends { readonly name: string }> = { readonly [I in Item as I['name']]: I };
export type Commands = ByName<(typeof commands)[number]>;
export type Queries = ByName<(typeof queries)[number]>;
type StandardName = `${EntityName}.${'archive' | 'create' | 'restore' | 'update'}`;
export type CommandName = StandardName | keyof Commands;
export type QueryName = keyof Queries;
/** The arguments of a command; those of standard ones are checked by the entity's own schema. */
export type CommandArgs<Name extends CommandName> = Name extends keyof Commands ? z.input<Commands[Name]['args']> : Readonly<Record<string, unknown>>;
export type QueryArgs<Name extends QueryName> = z.input<Queries[Name]['args']>;
export type Answer<Name extends QueryName> = Exclude<Queries[Name]['returns']['type'], undefined>;

/** How a command or a device call ended; nothing is thrown across the bridge. */
export type Outcome<Result = { readonly commandId: string; readonly rowId: string | null }> =
  | ({ readonly ok: true } & Result)
  | { readonly ok: false; readonly code: string; readonly message: string; readonly field?: string };

/** What a person decides about a command in the review tray. */
export type Decision =
  | { readonly choice: 'discard' | 'hand' | 'keepTheirs' | 'retry' }
  | { readonly choice: 'edit'; readonly args: unknown }
  /** Sends again the values chosen, against the other's values. */
  | { readonly choice: 'keepMine'; readonly fields: readonly string[] };

/** After which id a page begins. */
interface After {
  readonly after?: string | undefined;
}

/** What a window may ask of the computer it runs on. */
export interface DeviceCalls {
  /** `factor` is a code of an authenticator app or a recovery code, where the hub asked for one (`auth.factorRequired`). */
  'session.signIn': { args: { readonly subdomain: string; readonly email: string; readonly password: string; readonly factor?: string | undefined }; result: object };
  'factors.list': { args: object; result: z.output<typeof factorsAnswer> };
  /** Begins with an authenticator app; secret and picture are shown once. */
  'factors.enrol': { args: { readonly password: string; readonly label: string }; result: z.output<typeof enrolAnswer> };
  'factors.confirm': { args: { readonly id: string; readonly code: string }; result: z.output<typeof confirmAnswer> };
  'factors.remove': { args: { readonly password: string }; result: object };
  /** Takes an invitation: whoever has no account at the hub chooses a password, everybody else proves theirs. */
  'invitation.accept': {
    args: { readonly subdomain: string; readonly token: string; readonly fullName: string; readonly password: string };
    result: z.output<typeof acceptedInvitation>;
  };
  /** Walks the audit chain of the tenant at the hub. */
  'audit.verify': { args: object; result: { readonly verdict: AuditVerdict } };
  'platform.health': { args: object; result: z.output<typeof platformHealth> };
  'platform.tenants': { args: After; result: z.output<typeof platformTenants> };
  'platform.users': { args: After; result: z.output<typeof platformUsers> };
  'platform.usage': { args: { readonly from: string }; result: z.output<typeof platformUsage> };
  'platform.createTenant': {
    args: {
      readonly name: string;
      readonly subdomain: string;
      readonly owner: { readonly email: string; readonly fullName: string };
      readonly timeZone: string;
      readonly countryCode: string;
    };
    result: z.output<typeof madeTenant>;
  };
  'session.unlock': { args: { readonly vault: string; readonly password: string }; result: object };
  'session.lock': { args: object; result: object };
  /** Shuts the vault; pending work stays in it for the next sign-in. */
  'session.signOut': { args: object; result: { readonly pending: number } };
  'session.touch': { args: object; result: object };
  'review.decide': { args: { readonly id: string; readonly decision: Decision }; result: object };
  'drafts.save': { args: { readonly key: string; readonly value: string }; result: object };
  'sync.now': { args: object; result: object };
  /** Simulates an unplugged cable; for tests and for people who want to be left alone. */
  'sync.pause': { args: { readonly paused: boolean }; result: object };
  'online.run': { args: { readonly name: string; readonly args: unknown; readonly id: string }; result: { readonly commandId: string; readonly rowId: string | null } };
  /** What the telephone of whoever works here needs; for the telephone's memory alone. */
  'phone.credential': { args: object; result: { readonly credential: PhoneCredential } };
  /** Looks on the hub too for what a text is in: records that have left this desk, or were never on it. */
  'search.hub': { args: { readonly text: string }; result: z.output<typeof hubHits> };
  /** Reads rows that no replica holds from the hub: the parameters are those of the API, `id` asks for one. */
  'online.read': {
    args: { readonly entity: EntityName; readonly id?: string; readonly search?: Readonly<Record<string, string>> };
    result: { readonly rows: readonly AnyRow[]; readonly next: string | null; readonly at: string };
  };
  /** Takes in a file that somebody chose, part by part (base64), and keeps it until the hub has it; the last part is answered with what it is. */
  'files.add': {
    args: { readonly file: string; readonly at: number; readonly part: string; readonly isLast: boolean; readonly name: string; readonly mimeType: string };
    result: { readonly sha256: string | null; readonly size: number };
  };
  /** Opens a file, or the audio of a recording or a message; `opened` is what its parts are read by for a few minutes. */
  'files.open': {
    args: { readonly blobId?: string; readonly recordingId?: string; readonly voicemailId?: string; readonly verb: 'download' | 'view' };
    result: { readonly opened: string; readonly size: number; readonly mimeType: string; readonly name: string | null };
  };
  'files.read': { args: { readonly opened: string; readonly at: number }; result: { readonly part: string } };
  /** What becomes of a file that the hub does not take: it is offered again, or thrown away for good. */
  'files.decide': { args: { readonly file: string; readonly choice: 'discard' | 'retry' }; result: object };
  'window.open': { args: { readonly path: string }; result: object };
}
export type DeviceCall = keyof DeviceCalls;

/** A handler of answers; a failed query is told, and the last good answer stays. */
export interface Watcher<Result> {
  readonly next: (answer: Result) => void;
  readonly failed?: (code: string, message: string) => void;
}

/** Everything the renderer may ask of the desk: four verbs. Preload exposes it as `window.bridge`. */
export interface Bridge {
  readonly query: <Name extends QueryName>(name: Name, args: QueryArgs<Name>) => Promise<Answer<Name>>;
  /** Answers now and again whenever the answer differs, until the returned function is called. */
  readonly watch: <Name extends QueryName>(name: Name, args: QueryArgs<Name>, watcher: Watcher<Answer<Name>>) => () => void;
  /** Runs a command; the same `id` twice is one command. */
  readonly send: <Name extends CommandName>(name: Name, args: CommandArgs<Name>, id?: string) => Promise<Outcome>;
  readonly device: <Call extends DeviceCall>(call: Call, args: DeviceCalls[Call]['args']) => Promise<Outcome<DeviceCalls[Call]['result']>>;
}
