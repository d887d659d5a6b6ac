import { idOf } from '#domain/kernel/field.ts';
import { entityNames, type Id } from '#domain/kernel/names.ts';
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

/** A record on which a file hangs. */
export type FileSubject = Pick<BlobLink, 'createdBy' | 'id' | 'subjectId' | 'subjectType'>;

/** The records on which a file hangs, as far as they are in sight. */
export const subjectsOf = query('files.subjects', { args: z.strictObject({ blobId: idOf('blobs') }), reads: ['blobLinks'], returns: many<FileSubject>() });

/** So many files of a record are listed beside it. */
export const filesAtMost = 500;

/** The files of a record, the newest first. */
export const filesOf = query('files.of', {
  args: z.strictObject({ type: z.enum(entityNames), id: z.uuid() }),
  reads: ['blobLinks', 'blobs'],
  returns: many<AttachedFile>(),
});
