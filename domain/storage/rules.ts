import type { Context } from '#domain/kernel/context.ts';
import { derivedId } from '#domain/kernel/derived-id.ts';
import type { Id } from '#domain/kernel/names.ts';
import type { Blob } from '#domain/storage/blob.ts';

/** The largest file that is taken: 512 MiB. */
export const largest = 512 * 1024 * 1024;

/** Bytes of a part in which a window and its desk hand each other a file. */
export const filePart = 1024 * 1024;

const taken = [
  /^(?:image|audio|video)\/[\w.+-]+$/,
  /^text\/(?:plain|csv|markdown|vcard|calendar|rtf)$/,
  /^application\/(?:pdf|json|rtf|zip|msword|vnd\.ms-excel|vnd\.ms-powerpoint|octet-stream)$/,
  /^application\/vnd\.(?:openxmlformats-officedocument|oasis\.opendocument)\.[\w.-]+$/,
  /^message\/rfc822$/,
];

/** Whether files of a type are taken: documents, pictures, sound and film, nothing that runs. */
export const isTaken = (mimeType: string): boolean => mimeType !== 'image/svg+xml' && taken.some((form) => form.test(mimeType));

/** The id of a file's content, the same whoever uploads it. */
export const blobId = ({ tenantId }: Pick<Context, 'tenantId'>, { sha256, size, evidenceKind }: Pick<Blob, 'evidenceKind' | 'sha256' | 'size'>): Id<'blobs'> =>
  derivedId('blobs', tenantId, sha256, String(size), evidenceKind);

/** Where the bytes of a file lie within its tenant's folder; the same content in two roles lies there twice, so that one can go without the other. */
export const storagePathOf = (id: string): string => `${id.slice(-2)}/${id}`;
