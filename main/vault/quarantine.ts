import { deviceProof, seizedPaths, statementOf, type DeviceProof } from '#domain/sync/device-proof.ts';
import { createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { replaceFile } from './files.ts';
import type { Body } from './header.ts';
import type { AskHub } from './hub-client.ts';
import { sealTo } from './seal.ts';

/** Without `sealed` it says that the device has been wiped; without `device` the token is all that proves it. */
const kept = z.object({ token: z.string().nullable(), certificate: z.string().nullable(), sealed: z.base64().nullable(), device: deviceProof.nullable().default(null) });
type Line = Pick<Body, 'certificate' | 'privateKey' | 'session' | 'token'>;
const pathOf = (sealed: string | null) => (sealed === null ? seizedPaths.wiped : seizedPaths.quarantine);

/** Refusals that say nothing of the device: of time, of number, and of versions. */
const passing: ReadonlySet<number> = new Set([408, 425, 426, 429]);

/** What a revoked device still has to tell its hub: its unsent work, sealed so that only the tenant can open it, and that it holds nothing any more. */
export interface Quarantine {
  readonly keep: (id: string, sealKey: string, json: string, line: Line) => void;
  /** Keeps that the device was wiped, for the hub to be told. */
  readonly keepWiped: (id: string, line: Line) => void;
  /** Hands in what is kept; what the hub does not take now stays. */
  readonly handIn: () => Promise<void>;
}

export function createQuarantine({ home, ask, now }: { readonly home: string; readonly ask: AskHub; readonly now: () => number }): Quarantine {
  const folder = join(home, 'sealed');
  const files = () => {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return readdirSync(folder).filter((name) => name.endsWith('.json'));
  };
  const write = (name: string, { token, certificate, session: { tenantId }, privateKey }: Line, sealed: string | null) => {
    files();
    const device = privateKey === '' ? null : signed(privateKey, statementOf({ path: pathOf(sealed), tenantId, sealed }), tenantId);
    replaceFile(join(folder, `${name}.json`), JSON.stringify({ token, certificate, sealed, device } satisfies z.output<typeof kept>));
  };
  const send = async () => {
    for (const name of files()) {
      const found = read(join(folder, name));
      // One that is damaged is set aside, and keeps no other waiting.
      if (!found) renameSync(join(folder, name), join(folder, `${name}.unreadable`));
      if (!found?.token && !found?.device) continue;
      const { token, certificate, sealed, device } = found;
      const reply = await ask({ method: 'POST', token, path: pathOf(sealed), body: { ...(sealed === null ? {} : { sealed }), ...(device ? { device } : {}) } }, certificate);
      // A hub that does not know the device any more need not be told; one that is busy, or of another version, is told later. Work is kept until it is taken.
      if (reply.kind === 'answer' || (reply.kind === 'problem' && sealed === null && !passing.has(reply.status))) rmSync(join(folder, name));
    }
  };
  let sending: Promise<void> | null = null;
  return {
    keep: (id, sealKey, json, line) => write(`${id}-${now()}`, line, sealTo(sealKey, Buffer.from(json)).toString('base64')),
    keepWiped: (id, line) => write(`${id}-${now()}-wiped`, line, null),
    handIn: () => (sending ??= send().finally(() => (sending = null))),
  };
}

function read(file: string): z.output<typeof kept> | null {
  try {
    return kept.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) return null;
    throw error;
  }
}

function signed(privateKey: string, statement: string, tenantId: string): DeviceProof {
  const key = createPrivateKey({ key: Buffer.from(privateKey, 'base64'), format: 'der', type: 'pkcs8' });
  const publicKey = createPublicKey(key).export({ format: 'der', type: 'spki' }).toString('base64');
  return { tenantId, publicKey, signature: sign(null, Buffer.from(statement), key).toString('base64') };
}
