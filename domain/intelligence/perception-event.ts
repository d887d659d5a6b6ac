import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { instant, json, number, optional, ref, text } from '#domain/kernel/field.ts';
import { free } from '#domain/kernel/schemas.ts';

/** Append-only camera or session inference. */
export const PerceptionEvent = entity('perceptionEvents', {
  singular: 'Perception',
  plural: 'Perceptions',
  appendOnly: true,
  fields: {
    sessionRef: text({ min: 1, label: 'Session' }),
    contactId: optional(ref('contacts', 'clear')),
    visitId: optional(ref('visits', 'clear')),
    kind: text({ min: 1 }),
    at: instant(),
    data: optional(json(free, { sensitivity: 'personal' })),
    confidence: optional(number()),
    blob: optional(ref('blobs', 'clear', { label: 'File' })),
  },
  title: 'kind',
  columns: ['at', 'kind', 'sessionRef', 'contactId', 'confidence'],
  visibility: { kind: 'restricted' },
  view: 'intelligence.view',
  sync: 'demand',
  indexes: [['sessionRef', 'at']],
});
export interface PerceptionEvent extends RowOf<typeof PerceptionEvent> {}
