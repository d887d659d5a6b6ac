import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { CommandAnswer, SignInAnswer } from '#domain/sync/wire.ts';
import { expect } from 'vitest';
import { newId } from '../../sync-server/db/new-id.ts';
import type { TestHub } from './start-hub.ts';

/** What an announced file is beside its bytes. */
export interface Announced {
  readonly evidenceKind?: string;
  readonly mimeType?: string;
}

export const shaOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
export const codeOf = (answer: CommandAnswer) => ('problem' in answer ? answer.problem.code : answer.status);
/** The status of an answer beside what it says. */
export const told = async (answer: Response) => ({ status: answer.status, ...((answer.status === 204 ? {} : await answer.json()) as object) });

/** Runs a command at the hub as a member. */
export async function runAs(hub: TestHub, { token }: SignInAnswer, name: string, args: unknown): Promise<CommandAnswer> {
  const answer = await hub.ask(token, '/v1/commands', { commands: [{ id: newId(Date.now()), name, args, at: new Date().toISOString() }] });
  return ((await answer.json()) as { answers: [CommandAnswer] }).answers[0];
}

/** Announces bytes in the first tenant and answers the id of their row. */
export async function announceAs(hub: TestHub, who: SignInAnswer, bytes: Buffer, more: Announced): Promise<string> {
  const file = { sha256: shaOf(bytes), size: bytes.length, mimeType: 'application/pdf', originalName: 'Bescheid für Jörg.pdf', evidenceKind: 'document', ...more };
  expect(codeOf(await runAs(hub, who, 'blobs.beginUpload', file))).toBe('accepted');
  const { rows } = await hub.admin.query<{ id: string }>('SELECT id::text FROM blobs WHERE tenant_id = $1 AND sha256 = $2 AND evidence_kind = $3', [
    hub.alpha.id,
    file.sha256,
    file.evidenceKind,
  ]);
  return rows[0]?.id ?? '';
}

/** Where a file stands by its row. */
export const stateIn = async ({ admin }: TestHub, id: string) =>
  (await admin.query<{ upload_state: string }>('SELECT upload_state FROM blobs WHERE id = $1', [id])).rows[0]?.upload_state;

/** What is on its way to a hub. */
export const incomingIn = ({ home }: TestHub) => fs.readdirSync(path.join(home, 'storage', 'incoming'));

/** Asks for a link to a file. */
export const linkAs = async (hub: TestHub, { token }: SignInAnswer, asked: object) =>
  told(await hub.ask(token, '/v1/files', asked)) as Promise<{ status: number; path: string; code?: string }>;
