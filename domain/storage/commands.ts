import { command, insert, remove, update } from '#domain/kernel/command.ts';
import { idFrom } from '#domain/kernel/context.ts';
import { Refusal } from '#domain/kernel/failure.ts';
import { idOf } from '#domain/kernel/field.ts';
import { entityNames, type Id } from '#domain/kernel/names.ts';
import { toJoin, toRead, toWrite, type Need } from '#domain/kernel/rows.ts';
import type { Registry } from '#domain/kernel/standard.ts';
import { BlobLink } from '#domain/storage/blob-link.ts';
import { Blob } from '#domain/storage/blob.ts';
import { blobId, isTaken, largest, storagePathOf } from '#domain/storage/rules.ts';
import * as z from 'zod';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const joined = (need: Need): Need => ({ ...need, joins: true });

/** The commands of files: their bytes travel beside, in either order. */
export const storageCommands = ({ entityOf }: Registry) => ({
  /** Says which file is coming; the same content twice is one file. */
  beginUpload: command('blobs.beginUpload', {
    title: 'Add a file',
    args: z.strictObject({
      sha256,
      size: z.int().min(0),
      mimeType: z.string().min(3).max(255).toLowerCase(),
      originalName: z.string().trim().max(255).nullish(),
      evidenceKind: Blob.fields.evidenceKind.schema,
      capturedAt: Blob.fields.capturedAt.schema.nullish(),
      metadata: Blob.fields.metadata.schema.nullish(),
    }),
    mode: 'offline',
    capability: 'blobs.link',
    needs: (args, context) => [joined(toRead(Blob, { id: blobId(context, args) }))],
    run: ({ args, rows, context }) => {
      if (args.size > largest) throw new Refusal('blob.tooLarge', 'size', 'Files of up to 512 MiB are taken.');
      if (!isTaken(args.mimeType)) throw new Refusal('blob.typeRefused', 'mimeType', `Files of the type ${args.mimeType} are not taken.`);
      const id = blobId(context, args);
      const [known] = rows.find(Blob, { id });
      if (known?.uploadState === 'purged') throw new Refusal('blob.purged', 'sha256', 'This very file was deleted here for good.');
      return known ? [] : [insert(Blob, id, { ...args, storagePath: storagePathOf(id) })];
    },
  }),
  /** Says that the bytes are there: the hub has compared them with the digest before it took them. */
  completeUpload: command('blobs.completeUpload', {
    title: 'Finish the upload',
    args: z.strictObject({ id: idOf('blobs'), sha256 }),
    mode: 'online',
    capability: 'blobs.link',
    needs: ({ id }) => [toJoin(Blob, { id })],
    run: ({ args, rows }) => {
      const blob = rows.get(Blob, args.id);
      if (blob.sha256 !== args.sha256) throw new Refusal('blob.hashMismatch', 'sha256', 'These are not the bytes that were announced; upload the file again.');
      if (blob.uploadState === 'stored') return [];
      return [update(Blob, blob.id, { uploadState: 'stored', scanState: blob.scanState === 'pending' ? 'skipped' : blob.scanState })];
    },
  }),
  /** Ties a file to the record it is evidence of. */
  link: command('blobs.link', {
    title: 'Attach the file',
    args: z.strictObject({
      blobId: idOf('blobs'),
      subject: z.strictObject({ type: z.enum(entityNames), id: z.uuid() }),
      role: BlobLink.fields.role.schema.default('attachment'),
      note: z.string().max(255).nullish(),
    }),
    mode: 'offline',
    capability: 'blobs.link',
    needs: (args) => [joined(toRead(Blob, { id: args.blobId })), toRead(entityOf(args.subject.type), { id: args.subject.id }), joined(toRead(BlobLink, { blobId: args.blobId }))],
    on: ({ args, rows }) => [rows.get(entityOf(args.subject.type), args.subject.id) as never],
    run: ({ args: { subject, ...args }, rows, context }) => {
      const { evidenceKind } = rows.get(Blob, args.blobId);
      if (evidenceKind === 'recording' || evidenceKind === 'voicemail')
        throw new Refusal('blob.ofCall', 'blobId', 'The audio of a call is heard at the call, by those who may; it is not attached to anything else.');
      const isLinked = rows.find(BlobLink, { blobId: args.blobId }).some((link) => link.subjectType === subject.type && link.subjectId === subject.id && link.role === args.role);
      return isLinked ? [] : [insert(BlobLink, idFrom(context, 0), { ...args, note: args.note ?? null, subjectType: subject.type, subjectId: subject.id as Id })];
    },
  }),
  /** Takes a file off a record; the file itself stays where else it hangs. */
  unlink: command('blobs.unlink', {
    title: 'Take the file off',
    args: z.strictObject({ id: idOf('blobLinks') }),
    mode: 'offline',
    capability: 'blobs.link',
    needs: ({ id }) => [toWrite(BlobLink, { id })],
    on: ({ args, rows }) => [rows.get(BlobLink, args.id)],
    run: ({ args }) => [remove(BlobLink, args.id)],
  }),
  /** Checks that a file may be opened or taken away; the hub then gives out a link that is good for a few minutes. */
  signLink: command('blobs.signLink', {
    title: 'Open the file',
    args: z.strictObject({ blobId: idOf('blobs'), verb: z.enum(['view', 'download']) }),
    mode: 'online',
    capability: 'documents.view',
    needs: (args) => [joined(toRead(Blob, { id: args.blobId })), toRead(BlobLink, { blobId: args.blobId })],
    about: ({ blobId: id }) => ({ type: 'blobs', id }),
    run: ({ args, rows, context }) => {
      const blob = rows.get(Blob, args.blobId);
      if (args.verb === 'download' && !context.grants['documents.download'])
        throw new Refusal('auth.denied', 'documents.download', 'Your role does not allow you to download files.');
      if (blob.createdBy !== context.userId && rows.find(BlobLink, { blobId: blob.id }).length === 0)
        throw new Refusal('row.missing', 'blobId', 'There is no such file, or you may not see it.');
      if (blob.uploadState !== 'stored' || blob.scanState === 'pending') throw new Refusal('blob.notScanned', 'blobId', 'The file has not arrived and been checked yet.');
      if (blob.scanState === 'infected') throw new Refusal('blob.infected', 'blobId', 'The file carries malware and is not given out.');
      return [];
    },
  }),
});
