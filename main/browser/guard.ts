import type { IncomingMessage } from 'node:http';
import { cookieName } from './sessions.ts';

type Asked = Pick<IncomingMessage, 'headers' | 'method' | 'url'>;

/** Whether a request was made to this desk's own host, and by its own page where a page made it. */
export function isOurs({ headers, method }: Asked, origin: string): boolean {
  if (headers.host !== new URL(origin).host) return false;
  if (headers.origin !== undefined && headers.origin !== origin) return false;
  // A page elsewhere may link to the desk, as the start page does, but may neither load nor fetch anything of it.
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none' && headers['sec-fetch-mode'] !== 'navigate') return false;
  return method === 'GET' || method === 'HEAD' || headers.origin === origin;
}

/** Whether a socket may be opened: browsers always say where its page came from. */
export const isOurSocket = (request: Asked, origin: string): boolean => isOurs(request, origin) && request.headers.origin === origin;

/** The secret in the cookie of a request. */
export function secretOf({ headers }: Asked): string | null {
  for (const part of (headers.cookie ?? '').split(';')) {
    const [name, value] = part.trim().split('=');
    if (name === cookieName && value) return value;
  }
  return null;
}
