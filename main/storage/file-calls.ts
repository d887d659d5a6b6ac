import { fileLinkAnswer } from '#domain/sync/wire.ts';
import { filePart, isTaken, largest } from '#domain/storage/rules.ts';
import type { DeviceCalls, Outcome } from '#domain/bridge.ts';
import type { StuckFile } from '#domain/desk/queries.ts';
import type { DeviceHandlers } from '../bridge/device-calls.ts';
import { shut } from '../bridge/reply.ts';
import { createHubClient, HubRefusal, refusalOf, textOf, type HubClient } from '../sync/hub-client.ts';
import type { OpenVault } from '../vault/vaults.ts';
import { openKeptFiles, type KeptFiles } from './kept-files.ts';
import { createFileSender, idle } from './send-files.ts';

interface Deps {
  readonly hubUrl: string;
  readonly open: () => OpenVault | null;
  readonly touch: () => void;
  readonly now: () => number;
  readonly warn: (line: string) => void;
  /** What `stuck` answers is another by now. */
  readonly changed: () => void;
}

/** What windows do with files, and what brings them to the hub. */
export interface DeskFiles {
  readonly calls: Pick<DeviceHandlers, 'files.add' | 'files.decide' | 'files.open' | 'files.read'>;
  /** Sends what waits, one file after the other; what cannot go now goes later. */
  readonly send: () => Promise<void>;
  /** Those that the hub does not take, until somebody decides. */
  readonly stuck: () => readonly StuckFile[];
}

const local = 'kept:';

/** The files of whoever works at this desk. */
export function createDeskFiles({ hubUrl, open, touch, now, warn, changed }: Deps): DeskFiles {
  let held: { readonly id: string; readonly files: KeptFiles } | null = null;
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

  const sender = createFileSender({ open, filesOf, withHub, now, warn, changed });

  return {
    send: () => {
      // The key goes when the vault is shut.
      if (!open()) held = null;
      return sender.send();
    },
    stuck: sender.stuck,
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
      'files.decide': ({ file, choice }) =>
        whenOpen(async (vault): Promise<Outcome<object>> => {
          if (!sender[choice](filesOf(vault), file)) return { ok: false, code: 'row.missing', message: 'This file does not wait here any more.', field: 'file' };
          if (choice === 'retry') void sender.send();
          return { ok: true };
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
