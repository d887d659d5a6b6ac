import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { act, boolean, fallback, instant, ip, json, looseId, optional, ref, text } from '#domain/kernel/field.ts';
import { entityNames } from '#domain/kernel/names.ts';
import * as z from 'zod';

/** Append-only record of who did what, hash-chained per tenant; it never leaves the server. */
export const AuditEvent = entity('auditEvents', {
  singular: 'Audit event',
  plural: 'Audit events',
  appendOnly: true,
  fields: {
    actorId: optional(ref('users')),
    action: act(),
    subjectType: optional({ ...text({ max: 60 }), entities: entityNames }),
    subjectId: optional(looseId()),
    caseId: optional(looseId()),
    before: optional(json(z.record(z.string(), z.unknown()), { sensitivity: 'personal' })),
    after: optional(json(z.record(z.string(), z.unknown()), { sensitivity: 'personal' })),
    ipAddress: optional(ip()),
    userAgent: optional(text({ max: 1000, sensitivity: 'personal', label: 'Client software' })),
    deviceId: optional(looseId()),
    success: fallback(boolean(), true),
    errorMessage: optional(text({ max: 1000 })),
    commandId: optional(looseId()),
    at: instant(),
    prevHash: optional(text()),
    hash: optional(text()),
    apiKeyId: optional(ref('apiKeys', 'clear', { label: 'API key' })),
    subjectLabel: optional(text({ sensitivity: 'personal' })),
    sessionId: optional(looseId()),
  },
  title: 'action',
  columns: ['at', 'action', 'success', 'actorId', 'subjectType'],
  visibility: { kind: 'server' },
  view: 'audit.view',
  indexes: [['actorId', 'at'], ['action'], ['subjectType', 'subjectId', 'at'], ['caseId', 'at']],
});
export interface AuditEvent extends RowOf<typeof AuditEvent> {}
