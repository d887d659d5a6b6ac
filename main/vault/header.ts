import { phoneCredential, sessionAnswer } from '#domain/sync/wire.ts';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { replaceFile } from './files.ts';

/** What anybody who reads this computer's files may see of a vault: whose it is and how it is locked. */
const header = z.object({
  version: z.literal(1),
  tenantId: z.uuid(),
  userId: z.uuid(),
  subdomain: z.string(),
  email: z.string(),
  tenantName: z.string(),
  /** The device as the hub knows it. */
  publicKey: z.string(),
  salt: z.base64(),
  argon: z.object({ memoryCost: z.int(), timeCost: z.int(), parallelism: z.int() }),
  /** The keychain's share of the password's key, as the keychain protects it. */
  keychainSecret: z.string(),
  byPassword: z.base64(),
  byRecovery: z.base64(),
  body: z.base64(),
  attempts: z.object({ count: z.int(), at: z.number() }),
  signedOut: z.boolean(),
  usedAt: z.number(),
});
export type Header = z.output<typeof header>;

/** What only an open vault shows. */
export const body = z.object({
  session: sessionAnswer,
  /** null after signing out. */
  token: z.string().nullable(),
  privateKey: z.string(),
  certificate: z.string().nullable(),
  /** What the telephone needs; it lives as long as the lease, so that it registers without the hub. */
  phone: phoneCredential.nullish(),
  /** How far this computer's clock is behind the hub's, and the latest moment that is known to have been. */
  clock: z.object({ offset: z.number(), latest: z.number() }),
});
export type Body = z.output<typeof body>;

/** The files of one vault. */
export interface VaultFiles {
  readonly folder: string;
  readonly header: string;
  readonly replica: string;
}

const headerName = 'vault.json';

/** One vault for each user in each tenant. */
export const vaultId = (tenantId: string, userId: string): string => createHash('sha256').update(`${tenantId}/${userId}`).digest('hex').slice(0, 32);

export function vaultFiles(home: string, id: string): VaultFiles {
  const folder = join(home, 'vaults', id);
  return { folder, header: join(folder, headerName), replica: join(folder, 'replica.db') };
}

export function writeHeader(home: string, value: Header): void {
  replaceFile(vaultFiles(home, vaultId(value.tenantId, value.userId)).header, JSON.stringify(value));
}

/** The header of a vault; null where there is none. A header that cannot be read is an error: it guards unsent work. */
export function readHeader(home: string, id: string): Header | null {
  const file = vaultFiles(home, id).header;
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return null;
  }
  try {
    return header.parse(JSON.parse(text));
  } catch (cause) {
    throw new Error(`the vault header ${file} is damaged: restore it from a backup, or move its folder away and sign in again`, { cause });
  }
}

/** Every vault in a home, the last used first. */
export function listHeaders(home: string, damaged: (cause: unknown) => void): readonly Header[] {
  let ids: readonly string[];
  try {
    ids = readdirSync(join(home, 'vaults'));
  } catch {
    return [];
  }
  const headers = ids.flatMap((id) => {
    try {
      return readHeader(home, id) ?? [];
    } catch (cause) {
      damaged(cause);
      return [];
    }
  });
  return headers.toSorted((one, other) => other.usedAt - one.usedAt);
}
