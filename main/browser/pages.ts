import { createReadStream, statSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.mp3': 'audio/mpeg',
  '.ogg': 'audio/ogg',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};

/** Where the file behind a path of a page is: the application itself for every path that is not a file; null outside the folder. */
export function pageFile(folder: string, path: string): string | null {
  const decoded = decode(path);
  if (decoded === null || decoded.includes('\0') || decoded.includes('\\')) return null;
  const file = normalize(join(folder, decoded));
  if (file !== normalize(folder) && !file.startsWith(`${normalize(folder)}${sep}`)) return null;
  if (isFile(file)) return file;
  return extname(decoded) === '' ? join(folder, 'index.html') : null;
}

/** The type under which a file is served. */
export const typeOf = (file: string): string => types[extname(file)] ?? 'application/octet-stream';

/** Serves the built interface under a content security policy. */
export function servePage(folder: string, policy: string, request: IncomingMessage, response: ServerResponse): void {
  const file = pageFile(folder, new URL(request.url ?? '/', 'http://desk').pathname);
  if (!file || !isFile(file)) {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('There is no such page.\n');
    return;
  }
  const isHashed = file.includes(`${sep}assets${sep}`);
  response.writeHead(200, {
    'content-type': typeOf(file),
    'content-security-policy': policy,
    'cache-control': isHashed ? 'private, max-age=31536000, immutable' : 'no-store',
  });
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  createReadStream(file)
    .once('error', () => response.destroy())
    .pipe(response);
}

function decode(path: string): string | null {
  try {
    return decodeURIComponent(path);
  } catch {
    return null;
  }
}

function isFile(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;
}
