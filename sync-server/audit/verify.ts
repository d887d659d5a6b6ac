import type { AuditVerdict } from '#domain/platform/wire.ts';
import pg from 'pg';
import { openForUpkeep } from '../backup/upkeep.ts';
import type { HubConfig } from '../config.ts';
import { roleUrl } from '../db/roles.ts';
import { createLog } from '../http/log.ts';
import { verifyAudit } from './chain.ts';

/** Verifies the audit chain of every tenant, also while a hub works on the database; a broken one is an error that names the row. */
export async function verifyAllAudit(config: HubConfig): Promise<string> {
  const upkeep = await openForUpkeep(config, createLog(config.logLevel));
  const admin = new pg.Client({ connectionString: upkeep.url, application_name: 'holdfast audit' });
  const pool = new pg.Pool({ connectionString: roleUrl(upkeep.url, 'serve'), max: 1 });
  try {
    await admin.connect();
    const { rows } = await admin.query<{ id: string; subdomain: string }>('SELECT id, subdomain FROM tenants ORDER BY subdomain');
    const said: string[] = [];
    let isWhole = true;
    for (const { id, subdomain } of rows) {
      const verdict = await verifyAudit(pool, id);
      isWhole &&= verdict.ok;
      said.push(`${subdomain}: ${told(verdict)}`);
    }
    if (!isWhole) throw new Error(`the audit was tampered with: ${said.join('; ')}`);
    return said.length > 0 ? said.join('\n') : 'There is no tenant yet.';
  } finally {
    await Promise.all([admin.end().catch(() => {}), pool.end()]);
    await upkeep.close();
  }
}

function told(verdict: AuditVerdict): string {
  if (verdict.ok) return `${verdict.rows} rows, chain whole`;
  if (verdict.reason !== 'missing') return `row ${verdict.id} was ${verdict.reason === 'changed' ? 'changed or moved' : 'slipped in'}`;
  const { after, before, place } = verdict;
  const where = [...(after ? [`after row ${after}`] : []), ...(before ? [`before row ${before}`] : [])].join(', ') || 'at the beginning';
  return `row ${place} of the chain was removed (${where})`;
}
