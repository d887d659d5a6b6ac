import { createHash, randomBytes } from 'node:crypto';

/** A new bearer token: 32 random bytes. */
export const newToken = (): string => randomBytes(32).toString('base64url');

/** What the database keeps of a token. Plain SHA-256 is enough for 256 random bits. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex');
