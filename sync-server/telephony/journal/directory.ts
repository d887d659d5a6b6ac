import { keptNumber, type NumberingPlan } from '#domain/calls/number.ts';
import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { Transaction } from '../../db/transaction.ts';

/** Who and what the PBX's names stand for in one tenant. */
export interface Directory {
  readonly tenantId: string;
  readonly pbx: string;
  readonly extensions: ReadonlyMap<string, { readonly id: string; readonly userId: string; readonly teamIds: readonly string[] }>;
  readonly queues: ReadonlyMap<string, { readonly id: string; readonly teamId: string | null }>;
  readonly numbers: ReadonlyMap<string, { readonly id: string; readonly queueId: string | null }>;
  readonly country: string;
}

/** Reads the names once for everything that is written together. */
export async function readDirectory(tx: Transaction, tenantId: string, pbx: string): Promise<Directory> {
  const { rows } = await tx.query<{ kind: string; name: string; id: string; other: string | null; teams: string[] }>(
    // Who follows up sees what was handed to the team, not what its members do elsewhere.
    `SELECT 'extension' AS kind, e.number AS name, e.id::text, e.user_id::text AS other, ARRAY(SELECT t.id::text FROM team_members m
  JOIN teams t ON t.tenant_id = m.tenant_id AND t.id = m.team_id AND t.kind <> 'followUp' AND t.deleted_at IS NULL
  WHERE m.tenant_id = e.tenant_id AND m.user_id = e.user_id AND m.deleted_at IS NULL) AS teams FROM extensions e WHERE e.tenant_id = $1 AND e.deleted_at IS NULL
     UNION ALL SELECT 'queue', asterisk_queue_name, id::text, team_id::text, '{}' FROM queues WHERE tenant_id = $1 AND deleted_at IS NULL
     UNION ALL SELECT 'number', number, id::text, queue_id::text, '{}' FROM phone_numbers WHERE tenant_id = $1 AND deleted_at IS NULL
     UNION ALL SELECT 'country', country_code, id::text, NULL, '{}' FROM tenants WHERE id = $1`,
    [tenantId],
  );
  const of = (kind: string) => rows.filter((row) => row.kind === kind);
  return {
    tenantId,
    pbx,
    extensions: new Map(of('extension').map(({ name, id, other, teams }) => [name, { id, userId: other ?? '', teamIds: teams }])),
    queues: new Map(of('queue').map(({ name, id, other }) => [name, { id, teamId: other }])),
    numbers: new Map(of('number').map(({ name, id, other }) => [name, { id, queueId: other }])),
    country: of('country')[0]?.name ?? '',
  };
}

/** A number as it came over the wire: as rows keep it where it is one, and as it was. */
export function numberOf(text: string, { country }: Pick<Directory, 'country'>): { readonly number: string | null; readonly raw: string | null } {
  const raw = text
    .replaceAll(/\p{Cc}/gu, ' ')
    .trim()
    .slice(0, 100)
    .toWellFormed();
  if (raw === '' || raw === '<unknown>' || /^anonymous$/i.test(raw)) return { number: null, raw: raw === '' ? null : raw };
  return { number: keptNumber(raw, country, plan), raw };
}

const plan: NumberingPlan = (text, country) => parsePhoneNumberFromString(text, { ...(isSupportedCountry(country) && { defaultCountry: country }), extract: false });
