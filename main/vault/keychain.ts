import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { openSealed, seal } from './seal.ts';
import { replaceFile } from './files.ts';

/** Keeps secrets for one account of this computer; what it protected, only it reveals. */
export interface Keychain {
  readonly protect: (secret: Buffer) => Promise<string>;
  /** null when it was protected by another keychain, or changed since. */
  readonly reveal: (text: string) => Promise<Buffer | null>;
}

/** The keychain of a shell without the system's own: a key in a file that only its owner can read. */
export function createFileKeychain(file: string): Keychain {
  const key = () => {
    if (!existsSync(file)) replaceFile(file, randomBytes(32).toString('base64'));
    return Buffer.from(readFileSync(file, 'utf8'), 'base64');
  };
  return {
    protect: async (secret) => seal(key(), 'keychain', secret).toString('base64'),
    reveal: async (text) => openSealed(key(), 'keychain', Buffer.from(text, 'base64')),
  };
}
