import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { inTenant } from '../../db/transaction.ts';
import type { CollectDeps } from './collect.ts';

interface TidyDeps extends Pick<CollectDeps, 'now' | 'pbx' | 'pool' | 'tenantId'> {
  /** Where the PBX keeps its recordings, as this computer sees the folder. */
  readonly folder: string;
}

/** Days that a call may be over before its file is nobody's concern here. */
const lookedBack = 7;

/** Removes from the PBX's own disk what the hub has whole, and what nobody may keep; answers how many files went. */
export async function tidyRecordings({ pool, tenantId, pbx, folder, now }: TidyDeps): Promise<number> {
  const names = (await fs.readdir(folder)).flatMap((file) => /^([\w-]+(?:\.\d+)?)\.wav$/.exec(file)?.[1] ?? []);
  if (names.length === 0) return 0;
  const { rows } = await inTenant(pool, tenantId, (tx) => tx.query<{ name: string }>(doneText, [tenantId, pbx, new Date(now() - lookedBack * 86_400_000), names]));
  for (const { name } of rows) await fs.rm(path.join(folder, `${name}.wav`), { force: true });
  return rows.length;
}

const doneText = `
SELECT DISTINCT e.details->>'file' AS name FROM calls c JOIN call_events e ON e.tenant_id = c.tenant_id AND e.call_id = c.id
WHERE c.tenant_id = $1 AND c.pbx = $2 AND c.started_at > $3 AND e.event_type = 'recordingStopped' AND e.details->>'file' = ANY($4) AND e.details->>'kept' IN ('empty', 'refused', 'stored')`;
