import type { Id } from '#domain/kernel/names.ts';
import { reserved } from '#domain/people/reserved.ts';
import { Trunk } from '#domain/telephony/trunk.ts';
import type pg from 'pg';
import { newId } from '../../db/new-id.ts';
import { selectByIds, updateRow } from '../../db/rows.ts';
import { inTenant, type Transaction } from '../../db/transaction.ts';
import { tellOfWrites } from '../../notifications/parts/tell.ts';
import type { AmiMessage } from '../ami/message.ts';
import { trunkName } from '../realtime/views.ts';
import type { PbxRequest } from '../supervise.ts';

/** Keeps with the trunks whether the PBX is signed in with their carriers, and has it sign in anew when what it signs in with was edited. */
export interface TrunkKeeper {
  /** Takes what the PBX says of a registration by itself; whether it is a reason to look. */
  readonly heard: (event: AmiMessage) => boolean;
  /** Brings the rows to what the PBX lists, and answers what it is to be asked; a list makes it take up what is new in the rows. */
  readonly follow: (list: () => Promise<readonly AmiMessage[]>) => Promise<readonly PbxRequest[]>;
}

interface Kept {
  readonly id: string;
  readonly registration: Trunk['registration'];
  readonly is_used: boolean;
  /** Changes with whatever it signs in with. */
  readonly sign: string;
}

interface Attempt {
  readonly sign: string;
  readonly at: number;
}

/** Who says no does so at once; that nobody answers is known after SIP's 32 seconds. */
const answersWithin = 25_000;

/** Keeps the trunks of one tenant, as the serving role. */
export function createTrunkKeeper({ pool, tenantId, now }: { readonly pool: pg.Pool; readonly tenantId: string; readonly now: () => number }): TrunkKeeper {
  const attempts = new Map<string, Attempt>();
  /** When the carrier at an address said no, by the account there. */
  const refusals = new Map<string, number>();
  const register = (id: string): PbxRequest => ({ action: 'PJSIPRegister', fields: { Registration: trunkName(id) } });

  /** What the row is to say, and what the PBX is to be asked. */
  const judge = (row: Kept, told: AmiMessage | undefined): readonly [Trunk['registration'], readonly PbxRequest[]] => {
    if (!row.is_used) {
      attempts.delete(row.id);
      return ['unknown', [{ action: 'PJSIPUnregister', fields: { Registration: trunkName(row.id) } }]];
    }
    const status = told?.['Status'];
    const attempt = attempts.get(row.id);
    if (attempt?.sign !== row.sign) {
      attempts.set(row.id, { sign: row.sign, at: now() });
      const isUnderWay = status === undefined || status === 'Unregistered' || (status === 'Registered' && !attempt);
      return [status === 'Registered' && !attempt ? 'registered' : row.registration, isUnderWay ? [] : [register(row.id)]];
    }
    if (status === 'Registered') return ['registered', []];
    const refusedAt = refusals.get(accountOf(told?.['ClientUri'], told?.['ServerUri']));
    if (status !== 'Rejected' || refusedAt === undefined || refusedAt < attempt.at) return [row.registration, []];
    return [refusedAt - attempt.at < answersWithin ? 'refused' : 'failed', []];
  };

  return {
    heard: (event) => {
      if (event['Event'] !== 'Registry') return false;
      if (event['Status'] === 'Rejected') refusals.set(accountOf(event['Username'], event['Domain']), now());
      return true;
    },
    follow: async (list) => {
      const rows = await inTenant(pool, tenantId, (tx) => tx.query<Kept>(keptText, [tenantId])).then((answer) => answer.rows);
      if (rows.length === 0) return [];
      const listed = (await list()).filter(({ Event }) => Event === 'OutboundRegistrationDetail');
      const told = new Map(listed.map((each) => [each['ObjectName'], each]));
      const judged = rows.map((row) => ({ row, verdict: judge(row, told.get(trunkName(row.id))) }));
      const changed = judged.filter(({ row, verdict: [registration] }) => registration !== row.registration);
      if (changed.length > 0)
        await inTenant(pool, tenantId, async (tx) => {
          for (const { row, verdict } of changed) await write(tx, row.id, verdict[0]);
        });
      return judged.flatMap(({ verdict: [, requests] }) => requests);
    },
  };

  async function write(tx: Transaction, id: string, registration: Trunk['registration']): Promise<void> {
    const at = new Date(now()).toISOString();
    const [before] = await selectByIds(tx, Trunk.name, tenantId, [id]);
    if (!before) return;
    const change = { entity: Trunk, id, before, changed: ['registration'], after: { ...before, registration, updatedAt: at, updatedBy: reserved.system, acceptedAt: at } };
    await updateRow(tx, change);
    await tellOfWrites(tx, [change], { tenantId: tenantId as Id<'tenants'>, userId: reserved.system, at, commandId: newId(now()) }, at);
  }
}

const accountOf = (client: string | undefined, server: string | undefined): string => `${client} ${server}`;

/** Those that sign in, and those that did and are not to any more. */
const keptText = `
SELECT id::text, registration, is_active AND deleted_at IS NULL AND sip_user IS NOT NULL AND secret IS NOT NULL AS is_used, md5(concat_ws(' ', host, port, transport, sip_user, secret)) AS sign
FROM trunks WHERE tenant_id = $1 AND (registration <> 'unknown' OR is_active AND deleted_at IS NULL AND sip_user IS NOT NULL AND secret IS NOT NULL) ORDER BY id`;
