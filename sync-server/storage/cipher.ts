import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** Bytes of a chunk in clear: a range is read by its chunks alone. */
export const chunkSize = 64 * 1024;
const tagSize = 16;
const ivSize = 12;
export const keySize = 32;
const magic = Buffer.from('HFFILE1\n');
/** Bytes before the first chunk: the file's own key, wrapped. */
export const headSize = magic.length + ivSize + keySize + tagSize;
/** Bytes that a whole chunk takes on the disk. */
export const sealedChunkSize = chunkSize + tagSize;

/** A file that somebody changed, cut or put in the place of another. */
export class DamagedFile extends Error {
  override readonly name = 'DamagedFile';
}

/** The head of a file: its key, wrapped by the tenant's and bound to the file's name. */
export function headOf(tenantKey: Buffer, name: string, key: Buffer): Buffer {
  const iv = randomBytes(ivSize);
  const cipher = createCipheriv('aes-256-gcm', tenantKey, iv).setAAD(Buffer.from(name));
  return Buffer.concat([magic, iv, cipher.update(key), cipher.final(), cipher.getAuthTag()]);
}

/** The key in the head of a file. */
export function keyOf(tenantKey: Buffer, name: string, head: Buffer): Buffer {
  if (head.length !== headSize || !head.subarray(0, magic.length).equals(magic)) throw new DamagedFile(`The stored file ${name} is not whole.`);
  const wrapped = head.subarray(magic.length);
  return opened(tenantKey, wrapped.subarray(0, ivSize), wrapped.subarray(ivSize), name, Buffer.from(name));
}

/** A chunk as it lies on the disk; its place and whether it is the last are part of the seal, so that none is moved or cut off. */
export function sealChunk(key: Buffer, place: number, isLast: boolean, plain: Uint8Array): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonceOf(place, isLast));
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** A chunk in clear. */
export const openChunk = (key: Buffer, place: number, isLast: boolean, sealed: Buffer, name: string): Buffer => opened(key, nonceOf(place, isLast), sealed, name);

/** The size in clear of a file of this size on the disk. */
export function plainSize(stored: number): number {
  const body = Math.max(0, stored - headSize);
  return body - Math.ceil(body / sealedChunkSize) * tagSize;
}

/** How many chunks hold so many bytes; an empty file has one, so that it cannot be told from a cut one by chance. */
export const chunksOf = (size: number): number => Math.max(1, Math.ceil(size / chunkSize));

function opened(key: Buffer, nonce: Buffer, sealed: Buffer, name: string, bound?: Buffer): Buffer {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, nonce).setAuthTag(sealed.subarray(-tagSize));
    if (bound) decipher.setAAD(bound);
    return Buffer.concat([decipher.update(sealed.subarray(0, -tagSize)), decipher.final()]);
  } catch (cause) {
    throw new DamagedFile(`The stored file ${name} was changed outside of the hub.`, { cause });
  }
}

/** Each file has a key of its own, so a chunk's place may serve as its nonce. */
function nonceOf(place: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(ivSize);
  nonce.writeUInt8(isLast ? 1 : 0, 0);
  nonce.writeUInt32BE(place, ivSize - 4);
  return nonce;
}
