import type { Outcome } from '#domain/bridge.ts';
import { signInAnswer, type SessionAnswer } from '#domain/sync/wire.ts';
import { generateKeyPairSync } from 'node:crypto';
import * as os from 'node:os';
import type { AskHub } from './hub-client.ts';
import { corrected } from './lease.ts';
import { PinError, type Pin } from './pin.ts';
import type { OpenVault, Vaults } from './vaults.ts';

/** Who wants in. */
export interface Credentials {
  readonly subdomain: string;
  readonly email: string;
  readonly password: string;
  readonly factor?: string | undefined;
}

/** How signing in ended; `offline` is the vault opened by its password because the hub cannot be reached. */
export type SignedIn =
  | { readonly kind: 'failed'; readonly outcome: Outcome<object> & { readonly ok: false } }
  | { readonly kind: 'offline'; readonly vault: OpenVault }
  | { readonly kind: 'online'; readonly vault: OpenVault; readonly notice: string | null }
  /** The hub has revoked this device; its vault, where the password opens it, is to be purged. */
  | { readonly kind: 'revoked'; readonly vault: OpenVault | null; readonly message: string };

interface Deps {
  readonly vaults: Vaults;
  readonly ask: AskHub;
  readonly pin: () => Promise<Pin>;
  readonly now: () => number;
  readonly appVersion: string;
}

/** Signs in at the hub and opens the person's vault on this computer, making it where there is none. */
export function createSignIn({ vaults, ask, pin, now, appVersion }: Deps): (credentials: Credentials) => Promise<SignedIn> {
  const offline = async (id: string | undefined, password: string, message: string): Promise<SignedIn> => {
    if (!id) return failed('hub.unreachable', `${message} The first sign-in on this computer needs the hub.`);
    const unlocked = await vaults.unlock(id, password);
    return unlocked.ok ? { kind: 'offline', vault: unlocked.vault } : failed(unlocked.code, unlocked.message, 'password');
  };

  return async ({ subdomain, email, password, factor }) => {
    const known = vaults.list().find((vault) => vault.subdomain === subdomain.trim().toLowerCase() && vault.email.toLowerCase() === email.trim().toLowerCase());
    const pinned = await pin().catch((cause: unknown) => {
      if (cause instanceof PinError) return cause;
      throw cause;
    });
    if (pinned instanceof PinError) return offline(known?.id, password, sentence(pinned.message));
    const pair = known ? null : generateKeyPairSync('ed25519');
    const publicKey = known?.publicKey ?? pair?.publicKey.export({ format: 'der', type: 'spki' }).toString('base64') ?? '';
    const device = { publicKey, name: os.hostname().slice(0, 255) || 'desk', platform: platformOf(process.platform), appVersion };
    const reply = await ask(
      { method: 'POST', path: '/v1/sign-in', body: { subdomain: subdomain.trim().toLowerCase(), email: email.trim(), password, device, ...(factor ? { factor } : {}) } },
      pinned.certificate,
    );
    if (reply.kind === 'outage') return offline(known?.id, password, sentence(reply.message));
    if (reply.kind === 'problem') {
      const { code, message, field } = reply.problem;
      if (code !== 'device.revoked') return { kind: 'failed', outcome: { ok: false, code, message, ...(field ? { field } : {}) } };
      const unlocked = known ? await vaults.unlock(known.id, password) : null;
      return { kind: 'revoked', vault: unlocked?.ok ? unlocked.vault : null, message };
    }
    const answer = signInAnswer.safeParse(reply.body);
    if (!answer.success) return failed('hub.unreadable', 'The hub’s answer cannot be read: hub and desk may be of different versions.');
    const privateKey = pair?.privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64') ?? '';
    const entered = await vaults.enter(answer.data, password, {
      publicKey,
      privateKey,
      certificate: pinned.certificate,
      clock: corrected({ latest: 0 }, answer.data.session.serverTime, now()),
    });
    return { kind: 'online', vault: entered.vault, notice: noticeOf(entered.setAside, pinned.firstSeen, answer.data.session) };
  };
}

function noticeOf(setAside: string | null, firstSeen: string | null, { tenantName }: SessionAnswer): string | null {
  if (setAside) return `The earlier vault of ${tenantName} could not be opened, neither by this password nor by the hub. It was kept in ${setAside}.`;
  return firstSeen ? `This desk now knows its hub by the certificate ${firstSeen}. Compare it with what your administrator has.` : null;
}

const failed = (code: string, message: string, field?: string): SignedIn => ({ kind: 'failed', outcome: { ok: false, code, message, ...(field ? { field } : {}) } });

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`.replace(/\.\.$/, '.');

const platformOf = (platform: string) => (platform === 'darwin' ? 'macos' : platform === 'win32' ? 'windows' : 'linux');
