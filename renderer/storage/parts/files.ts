import type { Bridge, DeviceCalls, Outcome } from '#domain/bridge.ts';
import type { EntityName, Id } from '#domain/kernel/names.ts';
import { blobId, filePart } from '#domain/storage/rules.ts';
import { newId } from '../../bridge/command-id.ts';

/** The bytes of a file with its type and name. */
export interface OpenedFile {
  readonly blob: Blob;
  readonly name: string | null;
}
type Failed = Extract<Outcome, { readonly ok: false }>;
type Progress = (share: number) => void;

/** Hands a chosen file to the desk and ties it to a record; the desk brings it to the hub when there is a line. */
export async function attachFile(
  bridge: Bridge,
  tenantId: string,
  file: File,
  subject: { readonly type: EntityName; readonly id: string },
  onProgress: Progress,
): Promise<Failed | null> {
  const handle = newId();
  const mimeType = file.type === '' ? 'application/octet-stream' : (file.type.split(';')[0] ?? '');
  const name = file.name.slice(-255) || 'file';
  let digest: string | null = null;
  for (let at = 0; digest === null; at += filePart) {
    const part = base64Of(new Uint8Array(await file.slice(at, at + filePart).arrayBuffer()));
    const outcome = await bridge.device('files.add', { file: handle, at, part, isLast: at + filePart >= file.size, name, mimeType });
    if (!outcome.ok) return outcome;
    digest = outcome.sha256;
    onProgress(file.size === 0 ? 1 : outcome.size / file.size);
  }
  const announced = { sha256: digest, size: file.size, evidenceKind: 'attachment' } as const;
  const begun = await bridge.send('blobs.beginUpload', { ...announced, mimeType, originalName: name }, newId());
  if (!begun.ok) return begun;
  const linked = await bridge.send('blobs.link', { blobId: blobId({ tenantId: tenantId as Id<'tenants'> }, announced), subject, note: name }, newId());
  return linked.ok ? null : linked;
}

/** Reads a file, or the audio of a recording, wherever it lies. */
export async function openFile(bridge: Bridge, asked: DeviceCalls['files.open']['args'], onProgress: Progress): Promise<({ readonly ok: true } & OpenedFile) | Failed> {
  const found = await bridge.device('files.open', asked);
  if (!found.ok) return found;
  const { opened, size, mimeType, name } = found;
  const parts: Uint8Array<ArrayBuffer>[] = [];
  for (let at = 0; at < size; at += filePart) {
    const read = await bridge.device('files.read', { opened, at });
    if (!read.ok) return read;
    parts.push(bytesOf(read.part));
    onProgress(Math.min(1, (at + filePart) / size));
  }
  return { ok: true, blob: new Blob(parts, { type: mimeType }), name };
}

/** Puts a file into the folder where the browser puts what it downloads. */
export function saveFile({ blob, name }: OpenedFile): void {
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = name ?? 'file';
  link.click();
  URL.revokeObjectURL(address);
}

function base64Of(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}

const bytesOf = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
