import type { SignInAnswer } from '#domain/sync/wire.ts';
import { hashRaw } from '@node-rs/argon2';
import { randomBytes } from 'node:crypto';
import { renameSync, rmSync } from 'node:fs';
import { makePrivateFolder } from './files.ts';
import { body, listHeaders, readHeader, vaultFiles, vaultId, writeHeader, type Body, type Header } from './header.ts';
import type { Keychain } from './keychain.ts';
import { derive, openSealed, seal } from './seal.ts';
import { noAttempts, waitAfter } from './throttle.ts';

/** A vault whose key is known. */
export interface OpenVault {
  readonly id: string;
  readonly place: { readonly file: string; readonly key: string };
  readonly body: Body;
}

/** How trying a password ended. */
export type Unlocked =
  | { readonly ok: true; readonly vault: OpenVault }
  | { readonly ok: false; readonly code: 'vault.missing' | 'vault.throttled' | 'vault.wrongPassword'; readonly message: string };

/** The vaults of one home: one for each user in each tenant. */
export interface Vaults {
  readonly list: () => readonly (Pick<Header, 'email' | 'publicKey' | 'signedOut' | 'subdomain' | 'tenantName'> & { readonly id: string })[];
  readonly unlock: (id: string, password: string) => Promise<Unlocked>;
  /** Opens the vault of somebody who has just signed in online, or makes it. `setAside` names the folder of one that nothing opens any more. */
  readonly enter: (
    answer: SignInAnswer,
    password: string,
    rest: Omit<Body, 'session' | 'token'> & { readonly publicKey: string },
  ) => Promise<{ readonly vault: OpenVault; readonly setAside: string | null }>;
  /** Keeps what an open vault now holds. */
  readonly keep: (vault: OpenVault, body: Body, changes?: Partial<Pick<Header, 'signedOut'>>) => OpenVault;
  /** Destroys key and files. */
  readonly wipe: (id: string) => void;
}

interface Deps {
  readonly home: string;
  readonly keychain: Keychain;
  readonly now: () => number;
  readonly argon?: Header['argon'];
  readonly damaged: (cause: unknown) => void;
}

const usualArgon: Header['argon'] = { memoryCost: 65_536, timeCost: 3, parallelism: 1 };

export function createVaults({ home, keychain, now, argon = usualArgon, damaged }: Deps): Vaults {
  const passwordKey = async (password: string, { salt, argon: cost, keychainSecret }: Pick<Header, 'argon' | 'keychainSecret' | 'salt'>): Promise<Buffer | null> => {
    const [known, kept] = await Promise.all([hashRaw(password.normalize('NFC'), { ...cost, salt: Buffer.from(salt, 'base64'), outputLen: 32 }), keychain.reveal(keychainSecret)]);
    return kept && derive(Buffer.concat([known, kept]), 'password');
  };
  const opened = (id: string, { body: sealed }: Header, key: Buffer): OpenVault | null => {
    const plain = openSealed(derive(key, 'body'), id, Buffer.from(sealed, 'base64'));
    return plain && { id, place: { file: vaultFiles(home, id).replica, key: key.toString('hex') }, body: body.parse(JSON.parse(plain.toString('utf8'))) };
  };
  const byPassword = async (id: string, header: Header, password: string): Promise<Buffer | null> => {
    const key = await passwordKey(password, header);
    return key && openSealed(key, `${id} password`, Buffer.from(header.byPassword, 'base64'));
  };

  return {
    list: () =>
      listHeaders(home, damaged).map(({ tenantId, userId, email, publicKey, signedOut, subdomain, tenantName }) => ({
        id: vaultId(tenantId, userId),
        email,
        publicKey,
        signedOut,
        subdomain,
        tenantName,
      })),

    unlock: async (id, password) => {
      const header = readHeader(home, id);
      if (!header) return { ok: false, code: 'vault.missing', message: 'There is no such vault on this computer.' };
      const wait = waitAfter(header.attempts, now());
      if (wait > 0) return { ok: false, code: 'vault.throttled', message: `Too many wrong passwords. Try again in ${Math.ceil(wait / 1000)} s.` };
      // Counted before the password is looked at, so that a killed process has counted it too.
      writeHeader(home, { ...header, attempts: { count: header.attempts.count + 1, at: now() } });
      const key = await byPassword(id, header, password);
      const vault = key && opened(id, header, key);
      if (!vault) return { ok: false, code: 'vault.wrongPassword', message: 'This password does not open the vault.' };
      writeHeader(home, { ...header, attempts: noAttempts, usedAt: now() });
      return { ok: true, vault };
    },

    enter: async ({ token, recoverySecret, session }, password, { publicKey, ...rest }) => {
      const id = vaultId(session.tenantId, session.userId);
      const files = vaultFiles(home, id);
      const recoveryKey = derive(Buffer.from(recoverySecret, 'base64'), 'recovery');
      const known = readHeader(home, id);
      const knownKey = known && (openSealed(recoveryKey, `${id} recovery`, Buffer.from(known.byRecovery, 'base64')) ?? (await byPassword(id, known, password)));
      // What nothing opens is not destroyed: it may hold unsent work.
      const setAside = known && !knownKey ? `${files.folder}.locked-${new Date(now()).toISOString().replaceAll(':', '')}` : null;
      if (setAside) renameSync(files.folder, setAside);
      makePrivateFolder(files.folder);

      // The device keeps its key: who signs in again brings none.
      const before = known && knownKey ? opened(id, known, knownKey) : null;
      const key = knownKey ?? randomBytes(32);
      const lock = { salt: randomBytes(16).toString('base64'), argon, keychainSecret: await keychain.protect(randomBytes(32)) };
      const wrapping = await passwordKey(password, lock);
      if (!wrapping) throw new Error('The keychain of this computer does not give back what it was given');
      const inside: Body = { ...rest, privateKey: rest.privateKey || (before?.body.privateKey ?? ''), session, token };
      writeHeader(home, {
        version: 1,
        tenantId: session.tenantId,
        userId: session.userId,
        subdomain: session.subdomain,
        email: session.email,
        tenantName: session.tenantName,
        publicKey,
        ...lock,
        byPassword: seal(wrapping, `${id} password`, key).toString('base64'),
        byRecovery: seal(recoveryKey, `${id} recovery`, key).toString('base64'),
        body: sealedBody(id, key, inside),
        attempts: noAttempts,
        signedOut: false,
        usedAt: now(),
      });
      return { vault: { id, place: { file: files.replica, key: key.toString('hex') }, body: inside }, setAside };
    },

    keep: (vault, inside, changes = {}) => {
      const header = readHeader(home, vault.id);
      if (header)
        writeHeader(home, {
          ...header,
          ...changes,
          tenantName: inside.session.tenantName,
          email: inside.session.email,
          body: sealedBody(vault.id, Buffer.from(vault.place.key, 'hex'), inside),
        });
      return { ...vault, body: inside };
    },

    wipe: (id) => rmSync(vaultFiles(home, id).folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }),
  };
}

const sealedBody = (id: string, key: Buffer, inside: Body): string => seal(derive(key, 'body'), id, Buffer.from(JSON.stringify(inside))).toString('base64');
