import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { replaceFile } from '../vault/files.ts';
import { sha256 } from './tokens.ts';

const kept = z.object({
  host: z.string().regex(/^[a-z0-9]{16}\.localhost$/),
  port: z.int().min(0).max(65_535),
  sessions: z.array(z.object({ hash: z.string(), until: z.number() })),
});

/** What a browser shell keeps between two starts, so that an open page finds its desk again and keeps its own storage. */
export interface Sessions {
  readonly host: string;
  /** The port of the last start; 0 before the first. */
  readonly port: number;
  readonly keepPort: (port: number) => void;
  /** A new secret for a cookie. */
  readonly begin: () => string;
  readonly isOpen: (secret: string) => boolean;
}

export const cookieName = 'holdfast-desk';
export const sessionLives = 30 * 24 * 3_600_000;
const most = 10;

export function createSessions({ file, now = Date.now }: { readonly file: string; readonly now?: () => number }): Sessions {
  let state = read(file) ?? { host: `${randomBytes(8).toString('hex')}.localhost`, port: 0, sessions: [] };
  const keep = (changes: Partial<typeof state>) => {
    state = { ...state, ...changes };
    replaceFile(file, JSON.stringify(state));
  };
  return {
    host: state.host,
    port: state.port,
    keepPort: (port) => keep({ port }),
    begin: () => {
      const secret = randomBytes(32).toString('base64url');
      const sessions = state.sessions.filter(({ until }) => until > now()).slice(1 - most);
      keep({ sessions: [...sessions, { hash: sha256(secret).toString('hex'), until: now() + sessionLives }] });
      return secret;
    },
    isOpen: (secret) => {
      const hash = sha256(secret).toString('hex');
      return state.sessions.some((session) => session.hash === hash && session.until > now());
    },
  };
}

/** What the file holds; nothing when it is absent or no longer readable, for it can be made again. */
function read(file: string): z.output<typeof kept> | null {
  try {
    return kept.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
}
