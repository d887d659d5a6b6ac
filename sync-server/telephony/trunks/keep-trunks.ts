import { derivedId } from '#domain/kernel/derived-id.ts';
import type { Write } from '#domain/kernel/execute.ts';
import type { Id } from '#domain/kernel/names.ts';
import { newRow } from '#domain/kernel/new-row.ts';
import { reserved } from '#domain/people/reserved.ts';
import { TrunkState } from '#domain/telephony/trunk-state.ts';
import { Trunk } from '#domain/telephony/trunk.ts';
import type pg from 'pg';
import { newId } from '../../db/new-id.ts';
import { insertRows, selectByIds, updateRow } from '../../db/rows.ts';
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
  readonly name: string;
  readonly team_id: string | null;
  readonly registration: Trunk['registration'];
  /** What everybody is told of it: its state, name and team. */
  readonly told: readonly (string | null)[];
  readonly is_used: boolean;
  /** Changes with whatever it signs in with. */
  readonly sign: string;
}

interface Attempt {
  readonly sign: string;
  readonly at: number;
}

/**
 * Who says no does so at once; that nobody answers is known after SIP's 32 seconds. Nothing but the time tells them apart: of both Asterisk's
 * `Registry` event has the status “Rejected” and no cause, and its list of registrations the same status and `NextReg: 0` (seen with 22.10).
 */
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
      const changed = judged.filter(({ row: { told, name, team_id: teamId }, verdict: [registration] }) => [registration, name, teamId].some((each, at) => each !== told[at]));
      if (changed.length > 0)
        await inTenant(pool, tenantId, async (tx) => {
          for (const { row, verdict } of changed) await write(tx, row, verdict[0]);
        });
      return judged.flatMap(({ verdict: [, requests] }) => requests);
    },
  };

  async function write(tx: Transaction, { id, name, team_id: teamId }: Kept, registration: Trunk['registration']): Promise<void> {
    const made = { tenantId, userId: reserved.system, at: new Date(now()).toISOString() };
    const stamp = { updatedAt: made.at, updatedBy: made.userId, acceptedAt: made.at };
    const stateId = derivedId(id, 'state');
    const [[trunk], [known]] = [await selectByIds(tx, Trunk.name, tenantId, [id]), await selectByIds(tx, TrunkState.name, tenantId, [stateId])];
    const shown = { name, teamId, state: registration, ...(known?.['state'] !== registration && { fromAt: made.at }) };
    const state: Write = known
      ? { entity: TrunkState, id: stateId, before: known, changed: Object.keys(shown), after: { ...known, ...shown, ...stamp } }
      : {
          entity: TrunkState,
          id: stateId,
          before: null,
          changed: Object.keys(shown),
          after: { ...newRow(TrunkState, stateId, { trunkId: id, ...shown }, made), version: 1, acceptedAt: made.at },
        };
    const own: readonly Write[] =
      trunk && trunk['registration'] !== registration ? [{ entity: Trunk, id, before: trunk, changed: ['registration'], after: { ...trunk, registration, ...stamp } }] : [];
    for (const each of own) await updateRow(tx, each);
    await (known ? updateRow(tx, state) : insertRows(tx, TrunkState, [state.after]));
    await tellOfWrites(tx, [...own, state], { ...made, tenantId: tenantId as Id<'tenants'>, commandId: newId(now()) }, made.at);
  }
}

const accountOf = (client: string | undefined, server: string | undefined): string => `${client} ${server}`;

/** Those that sign in, and those that did and are not to any more. */
const keptText = `
SELECT t.id::text, t.name, t.team_id::text, t.registration, ARRAY[s.state, s.name, s.team_id::text] AS told,
  u.is_used, md5(concat_ws(' ', t.host, t.port, t.transport, t.sip_user, t.secret)) AS sign
FROM trunks t CROSS JOIN LATERAL (SELECT t.is_active AND t.deleted_at IS NULL AND t.sip_user IS NOT NULL AND t.secret IS NOT NULL AS is_used) u
LEFT JOIN trunk_states s ON s.tenant_id = t.tenant_id AND s.trunk_id = t.id AND s.deleted_at IS NULL
WHERE t.tenant_id = $1 AND (t.registration <> 'unknown' OR u.is_used) ORDER BY t.id`;
