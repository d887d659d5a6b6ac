import type { FastifyRequest } from 'fastify';

/** The bearer token of a request; null when there is none that could be one. */
export function bearer({ headers }: Pick<FastifyRequest, 'headers'>): string | null {
  return /^Bearer ([\w-]{20,100})$/i.exec(headers.authorization ?? '')?.[1] ?? null;
}
