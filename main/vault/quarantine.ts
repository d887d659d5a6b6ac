import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { replaceFile } from './files.ts';
import type { AskHub } from './hub-client.ts';
import { sealTo } from './seal.ts';

/** Without `sealed` it says that the device has been wiped. */
const kept = z.object({ token: z.string().nullable(), certificate: z.string().nullable(), sealed: z.base64().nullable() });
type Line = Omit<z.output<typeof kept>, 'sealed'>;

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
  const write = (name: string, { token, certificate }: Line, sealed: string | null) => {
    files();
    replaceFile(join(folder, `${name}.json`), JSON.stringify({ token, certificate, sealed }));
  };
  return {
    keep: (id, sealKey, json, line) => write(`${id}-${now()}`, line, sealTo(sealKey, Buffer.from(json)).toString('base64')),
    keepWiped: (id, line) => line.token && write(`${id}-${now()}-wiped`, line, null),
    handIn: async () => {
      for (const name of files()) {
        const { token, certificate, sealed } = kept.parse(JSON.parse(readFileSync(join(folder, name), 'utf8')));
        if (!token) continue;
        const question = sealed === null ? { path: '/v1/devices/wiped' } : { path: '/v1/quarantine', body: { sealed } };
        const reply = await ask({ method: 'POST', token, ...question }, certificate);
        // A hub that does not know the device any more need not be told; work is kept until it is taken.
        if (reply.kind === 'answer' || (reply.kind === 'problem' && sealed === null)) rmSync(join(folder, name));
      }
    },
  };
}
