import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** Seconds that a code is shown for, and how many steps a clock may be off. */
const period = 30;
const drift = 1;
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** A new secret: 20 random bytes in base32, as authenticator apps take it. */
export const newTotpSecret = (): string => toBase32(randomBytes(20));

/** What an authenticator app reads from the picture on the screen. */
export const otpauthUri = (secret: string, issuer: string, account: string): string =>
  `otpauth://totp/${encodeURIComponent(`${issuer}:${account}`)}?${new URLSearchParams({ secret, issuer, algorithm: 'SHA1', digits: '6', period: String(period) }).toString()}`;

/** The code of a step (RFC 6238 with SHA-1, as every app has it). */
export function totp(secret: string, step: number, digits = 6): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', fromBase32(secret)).update(counter).digest();
  const at = (mac.at(-1) ?? 0) & 15;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 10 ** digits).padStart(digits, '0');
}

/** The step that a code belongs to, later than the last one used; null where it is wrong, over, or was used before. */
export function stepOf(secret: string, code: string, now: number, lastUsed: number | null): number | null {
  const current = Math.floor(now / 1000 / period);
  const given = Buffer.from(code.replaceAll(/\s/g, '').padEnd(6));
  let found: number | null = null;
  for (let step = current - drift; step <= current + drift; step++) {
    const right = Buffer.from(totp(secret, step));
    if (given.length === right.length && timingSafeEqual(given, right) && (lastUsed === null || step > Math.floor(lastUsed / 1000 / period))) found ??= step;
  }
  return found;
}

/** The moment at which a step begins, in milliseconds. */
export const momentOf = (step: number): number => step * period * 1000;

function toBase32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? []).map((five) => alphabet[Number.parseInt(five.padEnd(5, '0'), 2)]).join('');
}

function fromBase32(text: string): Buffer {
  const bits = [...text].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}
