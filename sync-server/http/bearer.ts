import type { FastifyRequest } from 'fastify';
import type { Session } from '../auth/sessions.ts';
import type { Caller } from '../commands/standing.ts';

/** The bearer token of a request; null when there is none that could be one. */
export function bearer({ headers }: Pick<FastifyRequest, 'headers'>): string | null {
  return /^Bearer ([\w-]{20,100})$/i.exec(headers.authorization ?? '')?.[1] ?? null;
}

/** A signed-in member with where the request came from, for the audit. */
export const withOrigin = (session: Session, { headers, ip }: Pick<FastifyRequest, 'headers' | 'ip'>): Caller & Session => ({
  ...session,
  origin: { ipAddress: ip, userAgent: headers['user-agent'] ?? null, sessionId: session.sessionId },
});
