import type { Blob } from '#domain/storage/blob.ts';
import { largest } from '#domain/storage/rules.ts';
import type { UploadAnswer } from '#domain/sync/wire.ts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type pg from 'pg';
import * as z from 'zod';
import type { Session, Sessions } from '../auth/sessions.ts';
import type { Caller } from '../commands/standing.ts';
import { inTenant, type Transaction } from '../db/transaction.ts';
import { bearer, withOrigin } from '../http/bearer.ts';
import { parse } from '../http/body.ts';
import { HttpProblem } from '../http/problem.ts';
import { setUploadState } from './parts/blob-rows.ts';
import { OutOfStep, type Digest, type FileStore, type Upload } from './parts/store.ts';

interface UploadDeps {
  readonly store: FileStore;
  readonly sessions: Pick<Sessions, 'of'>;
  readonly serve: pg.Pool;
  readonly find: (tenantId: string, id: string) => Promise<Blob>;
  readonly run: (caller: Caller, name: string, args: unknown) => Promise<void>;
  readonly now: () => number;
}

const named = z.object({ id: z.uuid() });
const goesOn = z.object({ 'upload-offset': z.coerce.number().int().min(0).max(largest) });
/** An upload of which nothing has come for so long is broken. */
const stallsAfter = 60_000;

/** `/v1/blobs/:id` takes a file that was announced whole (`PUT`), or goes on where a broken line left off (`GET`, then `PATCH`). */
export async function uploadRoutes(server: FastifyInstance, { store, sessions, serve, find, run, now }: UploadDeps): Promise<void> {
  /** Uploads that are under way, each with what breaks it off. */
  const underWay = new Map<string, { readonly breakOff: () => void; readonly over: Promise<unknown> }>();
  const announced = async (request: FastifyRequest) => {
    const session = await sessions.of(bearer(request));
    const { id } = parse(named, request.params);
    if (!session.grants['blobs.link']) throw new HttpProblem(403, 'auth.denied', 'Your role does not allow you to add files.');
    const { tenantId } = session;
    const blob = await find(tenantId, id);
    if (blob.uploadState === 'purged') throw new HttpProblem(409, 'blob.purged', 'This file was deleted for good.', 'id');
    const isHere = blob.uploadState === 'stored' && (await store.sizeOf(tenantId, id)) !== null;
    const upload: Upload = { tenantId, id, by: session.deviceId };
    // A device that comes again has lost its line, whether or not the hub has noticed yet.
    const earlier = underWay.get(nameOf(upload));
    earlier?.breakOff();
    await earlier?.over;
    if (!isHere && ['PATCH', 'PUT'].includes(request.method)) await inTenant(serve, tenantId, (tx) => checkRoom(tx, tenantId, blob));
    return { session, blob, isHere, upload };
  };
  const follow = async (upload: Upload, { raw }: FastifyRequest, work: Promise<unknown>): Promise<void> => {
    const over = work.catch(() => {});
    underWay.set(nameOf(upload), { breakOff: () => raw.destroy(cut()), over });
    await over;
    underWay.delete(nameOf(upload));
    await work;
  };
  const finish = async (request: FastifyRequest, session: Session, { id, sha256, uploadState }: Blob) => {
    if (uploadState === 'stored') return;
    await inTenant(serve, session.tenantId, (tx) => setUploadState(tx, session.tenantId, id, 'uploading', now()));
    await run(withOrigin(session, request), 'blobs.completeUpload', { id, sha256 });
  };

  const uploadWhole = async (request: FastifyRequest, reply: FastifyReply) => {
    const { session, blob, isHere } = await announced(request);
    checkLength(request.headers['content-length'], blob.size);
    if (isHere) {
      request.raw.resume();
      return reply.code(204).send();
    }
    await store.add(session.tenantId, arriving(request), blob.size, admitting(blob)).catch(notKept);
    await finish(request, session, blob);
    return reply.code(204).send();
  };
  const uploadRest = async (request: FastifyRequest, reply: FastifyReply) => {
    const { session, blob, isHere, upload } = await announced(request);
    const from = parse(goesOn, request.headers)['upload-offset'];
    void reply.headers({ 'upload-offset': blob.size, 'upload-complete': '?1' });
    if (isHere) {
      request.raw.resume();
      return reply.code(204).send();
    }
    if (from > 0 && from !== (await store.begun(upload))) throw await outOfStep(reply, upload);
    checkLength(request.headers['content-length'], blob.size, from);
    await follow(upload, request, store.resume(upload, from, arriving(request), blob.size, admitting(blob))).catch(async (error: unknown) => {
      throw error instanceof OutOfStep ? await outOfStep(reply, upload) : notKept(error);
    });
    await finish(request, session, blob);
    return reply.code(204).send();
  };
  const outOfStep = async (reply: FastifyReply, upload: Upload) => {
    const begun = await store.begun(upload);
    void reply.headers({ 'upload-offset': begun, 'upload-complete': '?0' });
    return new HttpProblem(409, 'upload.offset', `The upload goes on at byte ${begun}.`, 'upload-offset');
  };
  /** How far an upload of this device has come; `HEAD` says it by headers alone. */
  server.get('/v1/blobs/:id', async (request, reply): Promise<UploadAnswer> => {
    const { blob, isHere, upload } = await announced(request);
    const offset = isHere ? blob.size : await store.begun(upload);
    void reply.headers({ 'cache-control': 'no-store', 'upload-offset': offset, 'upload-length': blob.size, 'upload-complete': isHere ? '?1' : '?0' });
    return { offset, size: blob.size, isComplete: isHere };
  });

  await server.register(async (scope) => {
    // Bytes go to the disk as they come.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, body, done) => done(null, body));
    const files = { bodyLimit: largest, config: { takesFiles: true as const } };
    scope.put('/v1/blobs/:id', files, uploadWhole);
    scope.patch('/v1/blobs/:id', files, uploadRest);
  });
}

const nameOf = ({ tenantId, id, by }: Upload) => `${tenantId} ${id} ${by}`;
const cut = () => new HttpProblem(400, 'upload.cut', 'The upload ended before all bytes were here.', 'body');

const admitting =
  (blob: Blob) =>
  (found: Digest): string => {
    if (found.size < blob.size) throw cut();
    if (found.sha256 !== blob.sha256) throw new HttpProblem(422, 'blob.hashMismatch', 'These are not the bytes that were announced; upload the file again.', 'sha256');
    return blob.id;
  };

/** Why bytes could not be kept: that the disk is full is for the administrator to know, and not for ever. */
function notKept(error: unknown): never {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOSPC' || code === 'EDQUOT') throw new HttpProblem(507, 'storage.full', 'The hub has no room for this file. Its administrator must make some.', 'size');
  throw error;
}

const mebibyte = 1024 * 1024;
const mebibytes = (bytes: number) => `${(bytes / mebibyte).toLocaleString('en', { maximumFractionDigits: 1 })} MiB`;

/** Refuses a file that a tenant's limit has no room for. What is under way is not counted, nor is a recording of the PBX refused. */
async function checkRoom(tx: Transaction, tenantId: string, { id, size }: Blob): Promise<void> {
  const { rows } = await tx.query<{ allowed: string; used: string }>(roomText, [tenantId, id]);
  for (const { allowed, used } of rows) {
    const [limit, stored] = [Number(allowed) * mebibyte, Number(used)];
    if (stored + size > limit)
      throw new HttpProblem(
        507,
        'storage.quota',
        `Your organisation keeps ${mebibytes(stored)} of the ${mebibytes(limit)} it may; this file of ${mebibytes(size)} is too much.`,
        'size',
      );
  }
}

const roomText = `
SELECT t.settings ->> 'storageMiB' AS allowed,
  (SELECT coalesce(sum(b.size), 0) FROM blobs b WHERE b.tenant_id = $1 AND b.id <> $2 AND b.upload_state = 'stored' AND b.deleted_at IS NULL)::text AS used
FROM tenants t WHERE t.tenant_id = $1 AND t.id = $1 AND t.settings ? 'storageMiB'`;

function checkLength(header: string | undefined, size: number, from = 0): void {
  if (header === undefined) throw new HttpProblem(411, 'upload.length', 'Say how long the file is (content-length).', 'content-length');
  const reached = from + Number(header);
  if (reached > size) throw new HttpProblem(413, 'blob.tooLarge', `The file was announced with ${size} bytes; more are not taken.`, 'content-length');
  if (reached !== size) throw new HttpProblem(400, 'blob.sizeMismatch', `The file was announced with ${size} bytes, not with ${reached}.`, 'content-length');
}

/** The bytes of a request; a line that breaks or stalls ends them with a problem. */
async function* arriving({ raw }: FastifyRequest): AsyncIterable<Uint8Array> {
  const stalled = () => raw.destroy(cut());
  raw.socket.setTimeout(stallsAfter, stalled);
  try {
    for await (const part of raw) yield part;
  } catch {
    throw cut();
  } finally {
    raw.socket.setTimeout(0).off('timeout', stalled);
  }
}
