import { Readable } from 'node:stream';
import { Recording } from '#domain/calls/recording.ts';
import { Voicemail } from '#domain/calls/voicemail.ts';
import { Blob } from '#domain/storage/blob.ts';
import { fileLinkRequest, type FileLink } from '#domain/sync/wire.ts';
import type { FastifyInstance } from 'fastify';
import type pg from 'pg';
import * as z from 'zod';
import type { Sessions } from '../auth/sessions.ts';
import type { CommandService } from '../commands/service.ts';
import type { Caller } from '../commands/standing.ts';
import { newId } from '../db/new-id.ts';
import { selectByIds } from '../db/rows.ts';
import { inTenant } from '../db/transaction.ts';
import { bearer, withOrigin } from '../http/bearer.ts';
import { parse } from '../http/body.ts';
import { CommandProblem, HttpProblem } from '../http/problem.ts';
import { linkLives, linkOf, readLink } from './links.ts';
import type { FileStore } from './parts/store.ts';
import { rangeOf } from './range.ts';
import { uploadRoutes } from './uploads.ts';

interface StorageDeps {
  readonly store: FileStore;
  readonly sessions: Pick<Sessions, 'of'>;
  readonly serve: pg.Pool;
  readonly commands: Pick<CommandService, 'run'>;
  readonly now: () => number;
}

/** What a browser may show in its own window; everything else is only taken away. */
const isShown = (type: string) => /^(?:image|audio|video)\//.test(type) || type === 'application/pdf' || type === 'text/plain';

/** `/v1/blobs/:id` takes the bytes of files, `/v1/files` gives them out by links that are good for minutes. */
export async function storageRoutes(server: FastifyInstance, { store, sessions, serve, commands, now }: StorageDeps): Promise<void> {
  const find = async (tenantId: string, id: string): Promise<Blob> => {
    const [row] = await inTenant(serve, tenantId, (tx) => selectByIds(tx, Blob.name, tenantId, [id]));
    if (!row || row['deletedAt'] !== null) throw new HttpProblem(404, 'row.missing', 'No such file was announced, or you may not see it.', 'id');
    return row as unknown as Blob;
  };
  const run = async (caller: Caller, name: string, args: unknown) => {
    const answer = await commands.run(caller, { id: newId(now()), name, args, at: new Date(now()).toISOString(), drawn: {}, after: [] });
    if (answer.status === 'accepted') return;
    const problem = 'problem' in answer ? answer.problem : { code: 'hub.failed', message: 'The hub failed on this.' };
    const status = { 'auth.denied': 403, 'row.missing': 404, 'state.forbidden': 409 }[problem.code] ?? 422;
    throw new CommandProblem(answer.status === 'refused' ? status : 503, problem);
  };

  await uploadRoutes(server, { store, sessions, serve, find, run, now });

  const recordingCommands = { view: 'recordings.listen', download: 'recordings.download' } as const;
  server.post('/v1/files', async (request, reply): Promise<FileLink> => {
    const session = await sessions.of(bearer(request));
    const caller = withOrigin(session, request);
    const { tenantId } = session;
    const { verb, recordingId, voicemailId, blobId: asked = '' } = parse(fileLinkRequest, request.body);
    // The commands say who may, and the audit keeps that they did.
    if (recordingId !== undefined) await run(caller, recordingCommands[verb], { id: recordingId });
    else if (voicemailId !== undefined) await run(caller, 'voicemails.listen', { id: voicemailId });
    else await run(caller, 'blobs.signLink', { blobId: asked, verb });
    const heard = recordingId ?? voicemailId;
    const blobId = heard === undefined ? asked : await audioOf(tenantId, recordingId === undefined ? Voicemail : Recording, heard);
    const { size, mimeType, originalName } = await find(tenantId, blobId);
    if ((await store.sizeOf(tenantId, blobId)) === null) throw new HttpProblem(404, 'blob.missing', 'The bytes of this file are not on this hub.', 'blobId');
    const until = now() + linkLives;
    const link = linkOf(store, { tenantId, blobId, isDownload: verb === 'download', until });
    void reply.header('cache-control', 'no-store');
    return { path: `/v1/files/${link}`, until: new Date(until).toISOString(), size, mimeType, name: originalName };
  });
  const audioOf = async (tenantId: string, { name }: typeof Recording | typeof Voicemail, id: string): Promise<string> => {
    const [row] = await inTenant(serve, tenantId, (tx) => selectByIds(tx, name, tenantId, [id]));
    return String(row?.['blob']);
  };

  server.get('/v1/files/*', async (request, reply) => {
    const opened = readLink(store, parse(z.object({ '*': z.string().max(1000) }), request.params)['*'], now());
    if (!opened) throw new HttpProblem(403, 'link.ended', 'This link is too old, or is none of this hub’s. Open the file again.', 'link');
    const { tenantId, blobId, isDownload } = opened;
    const { mimeType, originalName, size, uploadState } = await find(tenantId, blobId);
    if (uploadState !== 'stored' || (await store.sizeOf(tenantId, blobId)) !== size) throw new HttpProblem(410, 'blob.missing', 'This file is not on this hub any more.', 'link');
    const range = rangeOf(request.headers.range, size);
    const { from, to } = range ?? { from: 0, to: size };
    const place = isDownload || !isShown(mimeType) ? 'attachment' : 'inline';
    return reply
      .code(range ? 206 : 200)
      .headers({
        'accept-ranges': 'bytes',
        'cache-control': 'private, no-store',
        'content-disposition': `${place}; filename*=UTF-8''${encodeURIComponent(originalName ?? blobId)}`,
        'content-length': to - from,
        'content-security-policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
        'content-type': mimeType,
        ...(range && { 'content-range': `bytes ${from}-${to - 1}/${size}` }),
      })
      .send(Readable.from(store.read(tenantId, blobId, from, to), { objectMode: false }));
  });
}
