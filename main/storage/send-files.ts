import type { StuckFile } from '#domain/desk/queries.ts';
import { filePart } from '#domain/storage/rules.ts';
import { uploadAnswer } from '#domain/sync/wire.ts';
import { HubRefusal, refusalOf, textOf, type HubClient } from '../sync/hub-client.ts';
import type { OpenVault } from '../vault/vaults.ts';
import { SpoiltFile, type Kept, type KeptFiles } from './kept-files.ts';

interface SenderDeps {
  readonly open: () => OpenVault | null;
  readonly filesOf: (vault: OpenVault) => KeptFiles;
  readonly withHub: <Result>(vault: OpenVault, work: (hub: HubClient) => Promise<Result>) => Promise<Result>;
  readonly now: () => number;
  readonly warn: (line: string) => void;
  /** What `stuck` answers is another by now. */
  readonly changed: () => void;
}

/** What brings kept files to the hub, and knows which of them it does not take. */
export interface FileSender {
  readonly send: () => Promise<void>;
  readonly stuck: () => readonly StuckFile[];
  /** Offers a file again as if for the first time; false where there is none such. */
  readonly retry: (files: KeptFiles, file: string) => boolean;
  /** Throws a file away for good; false where there is none such. */
  readonly discard: (files: KeptFiles, file: string) => boolean;
}

export const idle = 60_000;
/** Milliseconds until bytes that the hub did not take are offered again: twice as long after each time. */
const firstWait = 2_000;
const longestWait = 300_000;
/** The command that announces a file goes by itself, and may arrive after the file's first offer. */
const unheardFor = 60_000;
const unheard = 'The hub has not heard of this file: what announces it still waits, or was refused. Look at pending work and at the review tray.';

/** Sends what is kept, one file after the other, each from where the hub has it. */
export function createFileSender({ open, filesOf, withHub, now, warn, changed }: SenderDeps): FileSender {
  let sending: Promise<void> | null = null;
  let failure = '';
  let stuck: readonly StuckFile[] = [];
  /** When to offer a file again, after how many times, and what the hub said. */
  const later = new Map<string, { readonly times: number; readonly at: number; readonly since: number; readonly problem: HubRefusal }>();

  const stuckIn = (files: KeptFiles): readonly StuckFile[] =>
    files.list().flatMap((kept): readonly StuckFile[] => {
      const { file: id, blobId, name, size, mimeType, refusal } = kept;
      const known = { id, blobId: blobId as StuckFile['blobId'], name, size, mimeType };
      if (refusal) return [{ ...known, ...refusal, isTriedAgain: false }];
      const { problem, since } = later.get(id) ?? {};
      if (!problem || since === undefined || !isTold(problem, now() - since)) return [];
      return [{ ...known, code: problem.code, message: problem.status === 404 ? unheard : problem.message, at: new Date(since).toISOString(), isTriedAgain: true }];
    });
  const tell = (files: KeptFiles | null) => {
    const found = files ? stuckIn(files) : [];
    if (JSON.stringify(found) === JSON.stringify(stuck)) return;
    stuck = found;
    changed();
  };

  const offer = (vault: OpenVault, files: KeptFiles, { file, blobId, size }: Kept): Promise<HubRefusal | null> =>
    withHub(vault, async (hub) => {
      const path = `/v1/blobs/${blobId}`;
      const { offset, isComplete } = await hub.json(path, uploadAnswer, { idle });
      if (isComplete) return null;
      const bytes = { size: size - offset, parts: partsOf(files, file, size, offset) };
      const { status, body } = await hub.request(path, { method: 'PATCH', headers: { 'upload-offset': String(offset) }, bytes, idle });
      const text = await textOf(body);
      return status >= 200 && status < 300 ? null : refusalOf(status, text);
    }).catch((cause: unknown) => {
      if (cause instanceof HubRefusal) return cause;
      throw cause;
    });
  const sendOne = async (vault: OpenVault, files: KeptFiles, kept: Kept) => {
    const { file } = kept;
    const problem = await offer(vault, files, kept);
    if (!problem) {
      files.drop(file);
      later.delete(file);
      return;
    }
    if (isFinal(problem)) {
      warn(`a file that was added here is not taken by the hub (${problem.code}); it is kept on this computer`);
      files.refuse(file, problem);
    }
    const before = later.get(file);
    const times = before?.times ?? 0;
    const since = before?.problem.status === problem.status ? before.since : now();
    later.set(file, { times: times + 1, at: now() + Math.min(longestWait, firstWait * 2 ** times), since, problem });
  };
  const sendAll = async () => {
    const vault = open();
    if (!vault) return tell(null);
    const files = filesOf(vault);
    try {
      const due = vault.body.token === null ? [] : files.list().filter(({ file, refusal }) => !refusal && (later.get(file)?.at ?? 0) <= now());
      for (const kept of due) {
        if (open()?.id !== vault.id) return;
        await sendOne(vault, files, kept).catch((cause: unknown) => {
          // The others go all the same.
          if (!(cause instanceof SpoiltFile)) throw cause;
          warn(cause.message);
          files.refuse(kept.file, { code: 'file.spoilt', message: 'This file was changed on this computer while it waited for the hub. Attach it again.' });
        });
      }
      failure = '';
    } finally {
      tell(open()?.id === vault.id ? files : null);
    }
  };
  const decide = (work: (files: KeptFiles, file: string) => void) => (files: KeptFiles, file: string) => {
    if (!files.list().some((kept) => kept.file === file)) return false;
    work(files, file);
    later.delete(file);
    tell(files);
    return true;
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
    stuck: () => stuck,
    retry: decide((files, file) => files.accept(file)),
    discard: decide((files, file) => files.drop(file)),
  };
}

/** Whether the same bytes will not be taken another time; a line that broke says nothing of them. */
const isFinal = ({ status, code }: HubRefusal): boolean => [400, 409, 413, 422].includes(status) && code !== 'upload.cut' && code !== 'upload.offset';

/** Whether a person is told of what stands against a file; that the hub is busy or away is told elsewhere. */
const isTold = ({ status, code }: HubRefusal, since: number): boolean => code === 'auth.denied' || status === 507 || (status === 404 && since >= unheardFor);

async function* partsOf(files: KeptFiles, file: string, size: number, from: number): AsyncIterable<Uint8Array> {
  for (let at = from - (from % filePart); at < Math.max(size, 1); at += filePart) yield files.read(file, at).subarray(Math.max(0, from - at));
}
