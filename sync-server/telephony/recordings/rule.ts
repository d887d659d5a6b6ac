import { allows } from '#domain/contacts/consent-rules.ts';
import type { Consent } from '#domain/contacts/consent.ts';
import type { Transaction } from '../../db/transaction.ts';

/** How a tenant records: never, after an announcement by the PBX, or with the caller's consent. */
export type RecordingMode = 'announced' | 'consent' | 'off';

/** A consent to being recorded. */
export interface Consented {
  readonly id: string;
}

/** Whether a call may be kept as audio: whoever has no rule needs the caller's consent. */
export const mayRecord = (mode: RecordingMode, consent: Consented | null): boolean => mode === 'announced' || (mode === 'consent' && consent !== null);

/** How a tenant records. */
export async function modeOf(tx: Transaction, tenantId: string): Promise<RecordingMode> {
  const { rows } = await tx.query<{ mode: string | null }>(`SELECT settings->>'recordingMode' AS mode FROM tenants WHERE tenant_id = $1 AND id = $1`, [tenantId]);
  const mode = rows[0]?.mode;
  return mode === 'announced' || mode === 'off' ? mode : 'consent';
}

/** The consent of a contact to being recorded as it stands; null where there is none, or it was taken back. */
export async function consentOf(tx: Transaction, tenantId: string, contactId: string | null): Promise<Consented | null> {
  if (contactId === null) return null;
  const { rows } = await tx.query<{ id: string; action: Consent['action']; channelKind: Consent['channelKind']; happenedAt: string }>(
    `SELECT id::text, action, channel_kind AS "channelKind", to_char(happened_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "happenedAt"
     FROM consents WHERE tenant_id = $1 AND contact_id = $2 AND purpose = 'recording' AND channel_kind IN ('any', 'call') AND deleted_at IS NULL ORDER BY happened_at DESC, id DESC`,
    [tenantId, contactId],
  );
  const ledger = rows.map((row) => ({ ...row, purpose: 'recording' as const }));
  const granted = rows.find(({ action }) => action === 'granted');
  return granted && allows(ledger, 'recording', 'call') ? { id: granted.id } : null;
}
