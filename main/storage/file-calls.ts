import { fileLinkAnswer } from '#domain/sync/wire.ts';
import { filePart, isTaken, largest } from '#domain/storage/rules.ts';
import type { DeviceCalls, Outcome } from '#domain/bridge.ts';
import type { DeviceHandlers } from '../bridge/device-calls.ts';
import { shut } from '../bridge/reply.ts';
import { createHubClient, HubRefusal, refusalOf, textOf, type HubClient } from '../sync/hub-client.ts';
import type { OpenVault } from '../vault/vaults.ts';
import { openKeptFiles, SpoiltFile, type KeptFile, type KeptFiles } from './kept-files.ts';

interface Deps {
  readonly hubUrl: string;
  readonly open: () => OpenVault | null;
  readonly touch: () => void;
  readonly now: () => number;
  readonly warn: (line: string) => void;
}

/** What windows do with files, and what brings them to the hub. */
export interface DeskFiles {
  readonly calls: Pick<DeviceHandlers, 'files.add' | 'files.open' | 'files.read'>;
  /** Sends what waits, one file after the other; what cannot go now goes later. */
  readonly send: () => Promise<void>;
}

const idle = 60_000;
/** Answers after which the same bytes will not be taken another time, and the one that says that somebody deleted the file for good. */
const never = new Set([400, 413, 422]);
const deleted = 409;
const local = 'kept:';
/** Milliseconds until bytes that the hub did not take are offered again: twice as long after each time. */
const firstWait = 2_000;
const longestWait = 300_000;
/** A file whose row the hub has never heard of for so long was refused, and its command was let go. */
const forgottenAfter = 30 * 86_400_000;

/** The files of whoever works at this desk. */
export function createDeskFiles({ hubUrl, open, touch, now, warn }: Deps): DeskFiles {
  let held: { readonly id: string; readonly files: KeptFiles } | null = null;
  let sending: Promise<void> | null = null;
  let failure = '';
  /** When to offer a file again, after how many times. */
  const later = new Map<string, { readonly times: number; readonly at: number }>();
  const filesOf = (vault: OpenVault): KeptFiles => {
    if (held?.id !== vault.id) held = { id: vault.id, files: openKeptFiles(vault.place, { tenantId: vault.body.session.tenantId, now, warn }) };
    return held.files;
  };
  const withHub = async <Result>({ body: { token, certificate } }: OpenVault, work: (hub: HubClient) => Promise<Result>): Promise<Result> => {
    const hub = createHubClient({ url: hubUrl, token, certificate });
    try {
      return await work(hub);
    } finally {
      hub.close();
    }
  };
  const whenOpen = async <Result extends object>(work: (vault: OpenVault) => Promise<Outcome<Result>>): Promise<Outcome<Result>> => {
    const vault = open();
    if (!vault) return shut;
    touch();
    return work(vault);
  };
  /** What the hub says of a file; that it cannot be asked is an answer too. */
  const fromHub = <Result extends object>(vault: OpenVault, work: (hub: HubClient) => Promise<Outcome<Result>>): Promise<Outcome<Result>> =>
    withHub(vault, work).catch((cause: unknown) => {
      if (cause instanceof HubRefusal) return { ok: false, code: cause.code, message: cause.message };
      return { ok: false, code: 'hub.unreachable', message: `The file is on the hub, which cannot be reached: ${cause instanceof Error ? cause.message : String(cause)}` };
    });

  const upload = async (vault: OpenVault, files: KeptFiles, { file, blobId, size, addedAt }: KeptFile & { readonly file: string }) => {
    const status = await withHub(vault, async (hub) => {
      const answer = await hub.request(`/v1/blobs/${blobId}`, { method: 'PUT', bytes: { size, parts: partsOf(files, file, size) }, idle });
      await textOf(answer.body);
      return answer.status;
    });
    const isTaken = status >= 200 && status < 300;
    // The row may not be there yet: its command goes by itself, and a refusal of it is in the review tray.
    const isForgotten = status === deleted || (status === 404 && now() - addedAt > forgottenAfter);
    if (never.has(status)) {
      warn(`a file that was added here is not taken by the hub (${status}); it is kept on this computer`);
      files.refuse(file);
    }
    const { times = 0 } = later.get(file) ?? {};
    later.set(file, { times: times + 1, at: now() + Math.min(longestWait, firstWait * 2 ** times) });
    if (!isTaken && !isForgotten) return;
    files.drop(file);
    later.delete(file);
  };
  const sendAll = async () => {
    const vault = open();
    // The key goes when the vault is shut.
    if (!vault) held = null;
    if (!vault?.body.token) return;
    const files = filesOf(vault);
    for (const kept of files.list().filter(({ file, isRefused }) => !isRefused && (later.get(file)?.at ?? 0) <= now())) {
      if (open()?.id !== vault.id) return;
      await upload(vault, files, kept).catch((cause: unknown) => {
        // The others go all the same.
        if (!(cause instanceof SpoiltFile)) throw cause;
        warn(cause.message);
        files.refuse(kept.file);
      });
    }
    failure = '';
  };

  return {
    // The next round comes soon; why is told once.
    send: () =>
      (sending ??= sendAll()
        .catch((cause: unknown) => {
          const message = cause instanceof Error ? cause.message : String(cause);
          if (message !== failure) warn(`files wait for the hub: ${message}`);
          failure = message;
        })
        .finally(() => (sending = null))),
    calls: {
      'files.add': (given) =>
        whenOpen(async (vault): Promise<Outcome<DeviceCalls['files.add']['result']>> => {
          const { part, mimeType, ...rest } = given;
          const bytes = Buffer.from(part, 'base64');
          if (!isTaken(mimeType)) return { ok: false, code: 'blob.typeRefused', message: `Files of the type ${mimeType} are not taken.`, field: 'mimeType' };
          if (rest.at + bytes.length > largest) return { ok: false, code: 'blob.tooLarge', message: 'Files of up to 512 MiB are taken.', field: 'size' };
          const kept = filesOf(vault).add({ ...rest, mimeType, bytes });
          return { ok: true, size: kept.size, sha256: 'sha256' in kept ? kept.sha256 : null };
        }),
      'files.open': (asked) =>
        whenOpen(async (vault) => {
          const own = filesOf(vault)
            .list()
            .find(({ blobId }) => blobId === asked.blobId);
          if (own) return { ok: true, opened: `${local}${own.file}`, size: own.size, mimeType: own.mimeType, name: own.name };
          return fromHub(vault, async (hub) => {
            const { path, size, mimeType, name } = await hub.json('/v1/files', fileLinkAnswer, { method: 'POST', body: asked, idle });
            return { ok: true, opened: path, size, mimeType, name };
          });
        }),
      'files.read': ({ opened, at }) =>
        whenOpen(async (vault) => {
          if (opened.startsWith(local)) return { ok: true, part: filesOf(vault).read(opened.slice(local.length), at).toString('base64') };
          if (!opened.startsWith('/v1/files/')) return { ok: false, code: 'args.invalid', message: 'This is no file that was opened.', field: 'opened' };
          return fromHub(vault, async (hub) => {
            const { status, body } = await hub.request(opened, { headers: { range: `bytes=${at}-${at + filePart - 1}` }, idle });
            if (status !== 206) throw refusalOf(status, await textOf(body));
            const parts: Uint8Array[] = [];
            for await (const part of body) parts.push(part);
            return { ok: true, part: Buffer.concat(parts).toString('base64') };
          });
        }),
    },
  };
}

async function* partsOf(files: KeptFiles, file: string, size: number): AsyncIterable<Uint8Array> {
  for (let at = 0; at < Math.max(size, 1); at += filePart) yield files.read(file, at);
}
