import { readFile } from 'node:fs/promises';
import type { Protocol } from 'electron';
import { pageFile, typeOf } from '../browser/pages.ts';
import { policyOf, safeHeaders } from '../browser/policy.ts';
import { origin, scheme } from './origin.ts';

/** Makes our scheme a secure origin of its own; before the application is ready. */
export function declareScheme(protocol: Pick<Protocol, 'registerSchemesAsPrivileged'>): void {
  protocol.registerSchemesAsPrivileged([{ scheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } }]);
}

/** Serves the built interface under our scheme; `reaches` are the places beside the desk that it may connect to. */
export function servePages(protocol: Pick<Protocol, 'handle'>, folder: string, reaches: () => readonly string[]): void {
  protocol.handle(scheme, async ({ url, method }) => {
    const { host, pathname } = new URL(url);
    const file = host === new URL(origin).host && method === 'GET' ? pageFile(folder, pathname) : null;
    const body = file && (await readFile(file).catch(() => null));
    if (!file || !body) return new Response('There is no such page.', { status: 404 });
    return new Response(new Uint8Array(body), { headers: { ...safeHeaders, 'content-type': typeOf(file), 'content-security-policy': policyOf(origin, reaches()) } });
  });
}
