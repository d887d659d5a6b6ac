import { Recording } from '#domain/calls/recording.ts';
import type { CallAudio } from '#domain/calls/recording-queries.ts';
import { Voicemail } from '#domain/calls/voicemail.ts';
import { allows } from '#domain/contacts/consent-rules.ts';
import type { Consent } from '#domain/contacts/consent.ts';
import { tenantSettings } from '#domain/people/tenant.ts';
import type { Read, StoredRow } from '../records/parts/read.ts';
import { columns, toRow } from '../records/parts/rows.ts';

const shown = ['id', 'createdAt', 'duration', 'legalHold', 'status'];

/** What a desk knows of the audio of a call; what its member may not hear is not here. */
export function audioOf(db: Read, callId: string): CallAudio {
  const call = db.first('SELECT ended_at AS endedAt, contact_id AS contactId, tenant_id AS tenantId FROM calls WHERE id = ? AND deleted_at IS NULL', callId);
  const last = db.first(`SELECT event_type AS kind FROM call_events WHERE call_id = ? AND event_type LIKE 'recording%' ORDER BY at DESC, id DESC LIMIT 1`, callId)?.['kind'];
  const isOff = !call || call['endedAt'] !== null || last === undefined || last === 'recordingStopped';
  const lacksConsent = !isOff && needsConsent(db, call);
  return {
    // Whatever was asked for, without consent the hub keeps it silent.
    live: isOff ? 'off' : last === 'recordingPaused' || lacksConsent ? 'paused' : 'on',
    needsConsent: lacksConsent,
    recordings: db
      .all(`SELECT ${columns('r', shown)} FROM recordings r WHERE r.call_id = ? AND r.status IN ('ready', 'archived') AND r.deleted_at IS NULL ORDER BY r.created_at, r.id`, callId)
      .map((stored) => toRow<CallAudio['recordings'][number]>(Recording, stored)),
    voicemails: db
      .all(
        `SELECT ${columns('v', ['id', 'createdAt', 'duration'])} FROM voicemails v WHERE v.call_id = ? AND v.status <> 'deleted' AND v.deleted_at IS NULL ORDER BY v.created_at, v.id`,
        callId,
      )
      .map((stored) => toRow<CallAudio['voicemails'][number]>(Voicemail, stored)),
  };
}

/** A tenant without a rule records only who agrees. */
function needsConsent(db: Read, { contactId, tenantId }: StoredRow): boolean {
  const settings = tenantSettings.catch({}).parse(JSON.parse(String(db.first('SELECT settings FROM tenants WHERE id = ?', tenantId ?? '')?.['settings'] ?? '{}')));
  if (settings.recordingMode === 'announced' || settings.recordingMode === 'off') return false;
  const said = db
    .all(
      `SELECT action, channel_kind AS channelKind, happened_at AS happenedAt, purpose FROM consents WHERE contact_id = ? AND purpose = 'recording' AND channel_kind IN ('any', 'call') AND deleted_at IS NULL`,
      contactId ?? '',
    )
    .map((stored) => stored as unknown as Pick<Consent, 'action' | 'channelKind' | 'happenedAt' | 'purpose'>);
  return said.length === 0 || !allows(said, 'recording', 'call');
}
