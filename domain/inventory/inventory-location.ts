import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { fallback, number, optional, ref, tags, text } from '#domain/kernel/field.ts';

/** Where on the map a property development lies. */
export const InventoryLocation = entity('inventoryLocations', {
  singular: 'Map place',
  plural: 'Map places',
  fields: {
    projectId: ref('inventoryProjects', 'cascade', { label: 'Development' }),
    locationId: optional(ref('locations', 'clear')),
    lat: optional(number({ min: -90, max: 90, label: 'Latitude' })),
    lng: optional(number({ min: -180, max: 180, label: 'Longitude' })),
    geohash: optional(text({ max: 12 })),
    placeNames: fallback(tags(), []),
  },
  title: 'projectId',
  columns: ['projectId', 'locationId', 'lat', 'lng', 'placeNames'],
  visibility: { kind: 'tenant' },
  view: 'inventory.view',
  unique: [['projectId']],
  indexes: [['geohash']],
  standard: { capability: 'inventory.manage', mode: 'online' },
  path: 'inventory/locations',
});
export interface InventoryLocation extends RowOf<typeof InventoryLocation> {}
