import { createCipheriv, createDecipheriv, createPublicKey, diffieHellman, generateKeyPairSync, hkdfSync, randomBytes } from 'node:crypto';

const nonceLength = 12;
const tagLength = 16;

/** Encrypts and authenticates; `purpose` must be the same when it is opened. */
export function seal(key: Buffer, purpose: string, plain: Buffer): Buffer {
  const nonce = randomBytes(nonceLength);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(purpose));
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** What was sealed; null when the key or the purpose is another, or a byte was changed. */
export function openSealed(key: Buffer, purpose: string, sealed: Buffer): Buffer | null {
  if (key.length !== 32 || sealed.length < nonceLength + tagLength) return null;
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, nonceLength)).setAAD(Buffer.from(purpose));
  decipher.setAuthTag(sealed.subarray(-tagLength));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(nonceLength, -tagLength)), decipher.final()]);
  } catch {
    return null;
  }
}

/** A key for one purpose from a secret. */
export const derive = (secret: Buffer, purpose: string): Buffer => Buffer.from(hkdfSync('sha256', secret, Buffer.alloc(0), `holdfast ${purpose}`, 32));

/**
 * Seals to a tenant's public key (X25519, SPKI in base64), so that not even this desk can open it again:
 * our one-time public key (44 bytes of SPKI), then the sealed text.
 */
export function sealTo(publicKey: string, plain: Buffer): Buffer {
  const theirs = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
  const ours = generateKeyPairSync('x25519');
  const key = derive(diffieHellman({ privateKey: ours.privateKey, publicKey: theirs }), 'quarantine');
  return Buffer.concat([ours.publicKey.export({ format: 'der', type: 'spki' }), seal(key, 'quarantine', plain)]);
}
