import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { replaceFile } from './files.ts';
import type { AskHub } from './hub-client.ts';
import { sealTo } from './seal.ts';

const kept = z.object({ token: z.string().nullable(), certificate: z.string().nullable(), sealed: z.base64() });

/** The unsent work of revoked devices, sealed so that only the tenant can open it, until the hub has taken it. */
export interface Quarantine {
  readonly keep: (id: string, sealKey: string, json: string, line: { readonly token: string | null; readonly certificate: string | null }) => void;
  /** Hands in what is kept; what the hub does not take now stays. */
  readonly handIn: () => Promise<void>;
}

export function createQuarantine({ home, ask, now }: { readonly home: string; readonly ask: AskHub; readonly now: () => number }): Quarantine {
  const folder = join(home, 'sealed');
  const files = () => {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return readdirSync(folder).filter((name) => name.endsWith('.json'));
  };
  return {
    keep: (id, sealKey, json, { token, certificate }) => {
      files();
      const sealed = sealTo(sealKey, Buffer.from(json)).toString('base64');
      replaceFile(join(folder, `${id}-${now()}.json`), JSON.stringify({ token, certificate, sealed }));
    },
    handIn: async () => {
      for (const name of files()) {
        const { token, certificate, sealed } = kept.parse(JSON.parse(readFileSync(join(folder, name), 'utf8')));
        if (!token) continue;
        const reply = await ask({ method: 'POST', path: '/v1/quarantine', token, body: { sealed } }, certificate);
        if (reply.kind === 'answer') rmSync(join(folder, name));
      }
    },
  };
}
