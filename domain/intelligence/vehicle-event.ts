import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { choice, instant, number, optional, ref, text } from '#domain/kernel/field.ts';

/** Append-only vehicle sighting. */
export const VehicleEvent = entity('vehicleEvents', {
  singular: 'Vehicle sighting',
  plural: 'Vehicle sightings',
  appendOnly: true,
  fields: {
    contactId: optional(ref('contacts', 'clear')),
    projectId: optional(ref('inventoryProjects', 'clear')),
    plate: optional(text({ sensitivity: 'personal' })),
    kind: choice({ arrival: 'Arrival', departure: 'Departure', pass: 'Passing' }),
    at: instant(),
    cameraRef: optional(text({ label: 'Camera' })),
    confidence: optional(number()),
    blob: optional(ref('blobs', 'clear', { label: 'Picture' })),
  },
  title: 'plate',
  columns: ['at', 'kind', 'plate', 'contactId', 'projectId', 'cameraRef'],
  visibility: { kind: 'restricted' },
  view: 'intelligence.view',
  sync: 'demand',
  indexes: [['at'], ['plate']],
});
export interface VehicleEvent extends RowOf<typeof VehicleEvent> {}
