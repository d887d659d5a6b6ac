import type { Outcome } from '#domain/bridge.ts';
import type { VaultState } from '#domain/desk/queries.ts';
import { viewerOf } from '#domain/sync/viewer.ts';
import { phoneCredential, sessionAnswer, type PhoneCredential, type SessionAnswer } from '#domain/sync/wire.ts';
import { tenantSettings, usualSettings } from '#domain/people/tenant.ts';
import * as z from 'zod';
import type { Readers } from './bridge/readers.ts';
import { shut as locked } from './bridge/reply.ts';
import type { Reader } from './records/parts/read.ts';
import type { WriterCalls, WriterEvent } from './sync/writer-api.ts';
import type { AskHub } from './vault/hub-client.ts';
import { corrected, isExpired, knownTime } from './vault/lease.ts';
import type { Quarantine } from './vault/quarantine.ts';
import type { Credentials, SignedIn } from './vault/sign-in.ts';
import type { OpenVault, Vaults } from './vault/vaults.ts';

/** Who sits at this desk: opens and shuts the vault, and with it the replica. */
export interface DeskSession {
  readonly state: () => VaultState;
  readonly open: () => OpenVault | null;
  readonly notice: () => string | null;
  readonly signIn: (credentials: Credentials) => Promise<Outcome<object>>;
  readonly unlock: (id: string, password: string) => Promise<Outcome<object>>;
  readonly lock: () => Promise<Outcome<object>>;
  readonly signOut: () => Promise<Outcome<{ readonly pending: number }>>;
  /** What the telephone needs: the hub’s newest word, or without it what it last said. */
  readonly phone: () => Promise<Outcome<{ readonly credential: PhoneCredential }>>;
  /** Somebody is here: puts off the automatic lock. */
  readonly touch: () => void;
  /** Looks at the clock: locks a desk that nobody touches, and shuts one whose lease has passed. */
  readonly tick: () => Promise<void>;
  /** The writer thread was started again: it opens what is open here. */
  readonly reopen: () => Promise<void>;
  readonly heard: (event: Extract<WriterEvent, { readonly kind: 'rebuilt' | 'revoked' | 'session' }>) => Promise<void>;
  readonly stop: () => Promise<void>;
}

interface Deps {
  readonly hubUrl: string;
  readonly vaults: Vaults;
  readonly signIn: (credentials: Credentials) => Promise<SignedIn>;
  readonly ask: AskHub;
  readonly quarantine: Quarantine;
  readonly writer: WriterCalls;
  readonly readers: Readers;
  readonly now: () => number;
  /** The vault was opened, shut or changed hands; `anew`: answers given before no longer hold. */
  readonly changed: (anew: boolean) => void;
}

const done = { ok: true } as const;
const refused = (code: string, message: string) => ({ ok: false, code, message }) as const;

export function createDeskSession({ hubUrl, vaults, signIn, ask, quarantine, writer, readers, now, changed }: Deps): DeskSession {
  let vault: OpenVault | null = null;
  let shutAs: VaultState | null = null;
  let notice: string | null = null;
  let touchedAt = now();
  let keptAt = now();

  // Opening and shutting follow each other; none begins before the one before it has ended.
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const next = turn.then(work);
    turn = next.catch(() => undefined);
    return next;
  };

  const linkOf = ({ token, certificate }: OpenVault['body']) => ({ url: hubUrl, token, certificate });

  const shut = async (as: VaultState | null) => {
    if (!vault) return;
    keep({});
    vault = null;
    shutAs = as;
    await readers.close();
    await writer.close();
    changed(true);
  };

  const enter = async (next: OpenVault, told: string | null): Promise<Outcome<object>> => {
    const isSame = vault?.id === next.id;
    const opened = isSame ? await again(next) : await anew(next);
    if (!opened.ok) return opened;
    vault = next;
    shutAs = null;
    notice = told ?? opened.notice;
    touchedAt = now();
    keep({}, { signedOut: false });
    changed(!isSame);
    return done;
  };

  const anew = async (next: OpenVault) => {
    await shut(null);
    const opened = await writer.open(next.place, next.body.session, linkOf(next.body));
    if (!opened.ok) return opened;
    const reading = await readers.open(next.place, readerOf(next.body.session));
    if (reading.ok) return opened;
    await writer.close();
    return reading;
  };

  /** The same person has signed in again: the replica stays open, the line is new. */
  const again = async (next: OpenVault) => {
    const attached = await writer.attach(next.body.session, linkOf(next.body));
    if (!attached.ok) return attached;
    readers.setReader(readerOf(next.body.session));
    return { ...done, notice: null };
  };

  const keep = (changes: Partial<OpenVault['body']>, header: { readonly signedOut?: boolean } = {}) => {
    if (!vault) return;
    const body = { ...vault.body, ...changes };
    keptAt = now();
    vault = vaults.keep(vault, { ...body, clock: { ...body.clock, latest: knownTime(body.clock, now()) } }, header);
  };

  /** A vault past its lease, after asking the hub whether it may open. */
  const renewed = async (next: OpenVault): Promise<OpenVault | null> => {
    const { token, certificate, clock } = next.body;
    if (!token) return null;
    const reply = await ask({ method: 'GET', path: '/v1/session', token }, certificate);
    const answer = reply.kind === 'answer' ? sessionAnswer.safeParse(reply.body) : null;
    return answer?.success ? vaults.keep(next, { ...next.body, session: answer.data, clock: corrected(clock, answer.data.serverTime, now()) }) : null;
  };

  const admit = async (next: OpenVault): Promise<Outcome<object>> => {
    if (!isExpired(next.body, now())) return enter(next, null);
    const again = await renewed(next);
    if (again) return enter(again, null);
    await shut(null);
    shutAs = 'expired';
    changed(true);
    return refused('vault.expired', 'This desk has been away from its hub for too long. Sign in while the hub can be reached; nothing in the vault is lost.');
  };

  /** Seals what was not sent to the tenant, then destroys key, replica and header. */
  const purge = async (target: OpenVault, message: string) => {
    if (vault?.id !== target.id) {
      await shut(null);
      // Only to read the outbox: without a token nothing of it is sent.
      await writer.open(target.place, target.body.session, { ...linkOf(target.body), token: null });
    }
    const outbox = await writer.exportOutbox();
    const sealKey = z.object({ sealKey: z.string().min(1) }).safeParse(target.body.session.settings);
    if (outbox.ok && outbox.entries > 0 && sealKey.success) quarantine.keep(target.id, sealKey.data.sealKey, outbox.json, target.body);
    await readers.close();
    await writer.close();
    vault = null;
    vaults.wipe(target.id);
    quarantine.keepWiped(target.id, target.body);
    shutAs = 'revoked';
    notice = message;
    changed(true);
    await quarantine.handIn();
  };

  return {
    state: () => {
      if (vault) return 'open';
      return shutAs ?? (vaults.list().some(({ signedOut }) => !signedOut) ? 'locked' : 'signedOut');
    },
    open: () => vault,
    notice: () => notice,

    signIn: (credentials) =>
      inTurn(async () => {
        const result = await signIn(credentials);
        if (result.kind === 'failed') return result.outcome;
        if (result.kind === 'offline') return admit(result.vault);
        if (result.kind === 'online') return enter(result.vault, result.notice);
        if (result.vault) await purge(result.vault, result.message);
        return refused('device.revoked', result.message);
      }),

    unlock: (id, password) =>
      inTurn(async () => {
        const unlocked = await vaults.unlock(id, password);
        return unlocked.ok ? admit(unlocked.vault) : { ...refused(unlocked.code, unlocked.message), field: 'password' };
      }),

    lock: () => inTurn(async () => shut(null).then(() => done)),

    signOut: () =>
      inTurn(async () => {
        if (!vault) return { ...done, pending: 0 };
        const { token, certificate } = vault.body;
        const outbox = await writer.exportOutbox();
        keep({ token: null }, { signedOut: true });
        await shut('signedOut');
        // Best effort: without a line the token ends by its own time, and the vault no longer holds it.
        if (token) void ask({ method: 'POST', path: '/v1/sign-out', token }, certificate);
        return { ...done, pending: outbox.ok ? outbox.pending : 0 };
      }),

    phone: async () => {
      const asked = vault;
      if (!asked) return locked;
      const { token, certificate, phone } = asked.body;
      const reply = token ? await ask({ method: 'POST', path: '/v1/telephony/credential', token }, certificate) : null;
      if (reply?.kind === 'problem') {
        // What the hub takes back is not kept; a hub that does not know who asks takes nothing back.
        if (reply.status === 404) await inTurn(async () => vault?.id === asked.id && keep({ phone: null }));
        return refused(reply.problem.code, reply.problem.message);
      }
      const told = reply?.kind === 'answer' ? phoneCredential.safeParse(reply.body) : null;
      if (!told?.success) return phone ? { ok: true, credential: phone } : refused('phone.offline', 'The hub cannot be reached, and this desk has not had a telephone yet.');
      await inTurn(async () => vault?.id === asked.id && keep({ phone: told.data }));
      return { ok: true, credential: told.data };
    },

    touch: () => {
      touchedAt = now();
    },

    tick: () =>
      inTurn(async () => {
        if (!vault) return;
        if (isExpired(vault.body, now())) return shut('expired');
        const { autoLockMinutes = usualSettings.autoLockMinutes } = tenantSettings.catch({}).parse(vault.body.session.settings);
        if (now() - touchedAt >= autoLockMinutes * 60_000) return shut(null);
        // So that a clock turned back while the desk is off cannot lengthen the lease by much.
        if (now() - keptAt > 60_000) keep({});
      }),

    reopen: () =>
      inTurn(async () => {
        if (!vault) return;
        const opened = await writer.open(vault.place, vault.body.session, linkOf(vault.body));
        if (!opened.ok) return shut(null);
        changed(true);
      }),

    heard: (event) =>
      inTurn(async () => {
        if (!vault) return;
        if (event.kind === 'revoked') return purge(vault, event.message);
        if (event.kind === 'rebuilt') {
          await readers.open(vault.place, readerOf(vault.body.session));
          return changed(true);
        }
        const before = vault.body.session;
        keep({ session: event.session, clock: corrected(vault.body.clock, event.session.serverTime, now()) });
        readers.setReader(readerOf(event.session));
        changed(sightOf(before) !== sightOf(event.session));
      }),

    stop: () => inTurn(() => shut(null)),
  };
}

/** What of a session decides which rows somebody may see. */
const sightOf = (session: SessionAnswer): string => JSON.stringify(viewerOf(session));

/** The session as answers know it. */
export const readerOf = (session: SessionAnswer): Reader =>
  // The id was parsed as an id; which entity it belongs to is a matter of types only.
  ({ ...viewerOf(session), tenantId: session.tenantId }) as Reader;
