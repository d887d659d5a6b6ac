import type { FastifyInstance } from 'fastify';
import { apiBase } from './base.ts';

/** Where the old addresses of the CRM and the oracle lie now. */
const moved: Readonly<Record<string, string>> = {
  '/api/crm/client-360/': '/contacts/{}/360',
  '/api/crm/qd/': '/contacts/{}/qd',
  '/api/crm/': '/',
  '/api/oracle/canvas/': '/oracle/canvases/',
  '/api/oracle/': '/oracle/',
};

/** Who signs in does so where desks do. */
const signIns: Readonly<Record<string, string>> = { '/sign-in': '/v1/sign-in', '/sign-out': '/v1/sign-out', '/session': '/v1/session', '/refresh': '/v1/session' };

/** The address that an old one means, its query string kept; null where it is none. */
export function movedTo(url: string): string | null {
  const [written = '', query] = url.split('?');
  const path = written === '/api/oracle/canvas' ? `${written}es` : written;
  const found = Object.entries(moved).find(([old]) => path.startsWith(old));
  if (!found) return null;
  const [old, target] = found;
  const rest = path.slice(old.length);
  const place = target.includes('{}') ? target.replace('{}', rest) : `${target}${rest}`;
  // Only what stays under the API's own base is an address of ours.
  if (!/^[\w/.-]+$/.test(place) || place.includes('..') || place.includes('//')) return null;
  return `${apiBase}${place}${query === undefined ? '' : `?${query}`}`;
}

/** `/api/crm/*` and `/api/oracle/*`: 301 for what reads, 308 for what writes, until they are no longer called; and `/api/v1/auth/*`. */
export function redirects(server: FastifyInstance): void {
  for (const [place, target] of Object.entries(signIns)) server.all(`${apiBase}/auth${place}`, (_request, reply) => reply.redirect(target, 308));
  for (const url of ['/api/crm/*', '/api/oracle/*'])
    server.all(url, async (request, reply) => {
      const target = movedTo(request.url);
      if (target === null) return reply.callNotFound();
      return reply.redirect(target, request.method === 'GET' || request.method === 'HEAD' ? 301 : 308);
    });
}
