import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { replaceFile } from '../vault/files.ts';

/** The one-use tokens by which a window gets in: the newest lies in a file that only its owner can read. */
export interface Tokens {
  /** Whether the token opens, once; it never opens again. */
  readonly spend: (token: string) => boolean;
  readonly stop: () => void;
}

export const tokenLives = 60_000;

interface Deps {
  readonly file: string;
  readonly fault: (where: string, cause: unknown) => void;
  readonly now?: () => number;
}

/** Keeps a fresh token in the file: a new one twice in a token's life and after each use. */
export function createTokens({ file, fault, now = Date.now }: Deps): Tokens {
  let open: { readonly hash: Buffer; readonly until: number }[] = [];
  const issue = () => {
    const token = randomBytes(32).toString('base64url');
    open = [...open.filter(({ until }) => until > now()), { hash: sha256(token), until: now() + tokenLives }];
    replaceFile(file, token);
  };
  issue();
  const timer = setInterval(() => {
    try {
      issue();
    } catch (cause) {
      // A full disk closes this door for a while; the windows that are open stay so.
      fault('token file', cause);
    }
  }, tokenLives / 2);
  return {
    spend: (token) => {
      const hash = sha256(token);
      const found = open.find((each) => each.until > now() && timingSafeEqual(each.hash, hash));
      if (!found) return false;
      open = open.filter((each) => each !== found);
      issue();
      return true;
    },
    stop: () => clearInterval(timer),
  };
}

export const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();
