import type { Id } from '#domain/kernel/names.ts';
import { entityNames } from '#domain/kernel/names.ts';
import { many, query } from '#domain/kernel/query.ts';
import type { BlobLink } from '#domain/storage/blob-link.ts';
import type { Blob } from '#domain/storage/blob.ts';
import * as z from 'zod';

/** A file that hangs on a record, by the name that it was attached under; what is null has not reached this desk yet. */
export interface AttachedFile extends Pick<BlobLink, 'createdAt' | 'createdBy' | 'id' | 'role'> {
  readonly blobId: Id<'blobs'>;
  readonly name: string | null;
  readonly size: number | null;
  readonly uploadState: Blob['uploadState'] | null;
}

/** The files of a record, the newest first. */
export const filesOf = query('files.of', {
  args: z.strictObject({ type: z.enum(entityNames), id: z.uuid() }),
  reads: ['blobLinks', 'blobs'],
  returns: many<AttachedFile>(),
});
