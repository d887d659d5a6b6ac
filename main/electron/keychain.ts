import type { SafeStorage } from 'electron';
import type { Keychain } from '../vault/keychain.ts';

/** The system's own keychain. */
export function createSystemKeychain(safeStorage: Pick<SafeStorage, 'decryptStringAsync' | 'encryptStringAsync' | 'isAsyncEncryptionAvailable'>): Keychain {
  return {
    protect: async (secret) => {
      if (!(await safeStorage.isAsyncEncryptionAvailable()))
        throw new Error('the keychain of this computer cannot be used: unlock it, or install one (on Linux, GNOME Keyring or KWallet)');
      return (await safeStorage.encryptStringAsync(secret.toString('base64'))).toString('base64');
    },
    reveal: async (text) => {
      try {
        const { result } = await safeStorage.decryptStringAsync(Buffer.from(text, 'base64'));
        return Buffer.from(result, 'base64');
      } catch {
        // Another account's keychain, or one that was reset: the password alone does not open the vault.
        return null;
      }
    },
  };
}
