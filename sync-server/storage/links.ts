import { timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import type { FileStore } from './parts/store.ts';

/** What a link opens, and until when. */
const opens = z.strictObject({ tenantId: z.uuid(), blobId: z.uuid(), isDownload: z.boolean(), until: z.int() });
export type Opens = z.output<typeof opens>;

/** Milliseconds for which a link is good. */
export const linkLives = 5 * 60_000;

/** The last part of a link's address; whoever has it may read the file for a few minutes, and nothing else. */
export function linkOf({ sign }: Pick<FileStore, 'sign'>, what: Opens): string {
  const said = Buffer.from(JSON.stringify(what)).toString('base64url');
  return `${said}.${sign(said).toString('base64url')}`;
}

/** What a link opens; null where this hub did not make it, or it is too old. */
export function readLink({ sign }: Pick<FileStore, 'sign'>, link: string, now: number): Opens | null {
  const [said = '', seal = ''] = link.split('.');
  const given = Buffer.from(seal, 'base64url');
  const own = sign(said);
  if (given.length !== own.length || !timingSafeEqual(given, own)) return null;
  const what = opens.parse(JSON.parse(Buffer.from(said, 'base64url').toString('utf8')));
  return what.until >= now ? what : null;
}
