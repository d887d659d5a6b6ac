import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { choice, fallback, json, optional, ref, text } from '#domain/kernel/field.ts';
import { geoPlace } from '#domain/kernel/schemas.ts';

/** A property development. */
export const InventoryProject = entity('inventoryProjects', {
  singular: 'Development',
  plural: 'Developments',
  fields: {
    name: text({ min: 1, search: 'A' }),
    developerAccountId: optional(ref('accounts', 'clear')),
    developerName: optional(text({ search: 'B' })),
    city: optional(text({ search: 'C' })),
    microMarket: optional(text()),
    location: optional(json(geoPlace)),
    status: fallback(choice({ planned: 'Planned', selling: 'Selling', soldOut: 'Sold out', archived: 'Archived' }), 'selling'),
  },
  title: 'name',
  columns: ['name', 'developerName', 'city', 'microMarket', 'status'],
  visibility: { kind: 'tenant' },
  view: 'inventory.view',
  unique: [['name', 'city'], { on: ['name'], when: { field: 'city', is: null } }],
  transitions: { status: { initial: ['selling', 'planned', 'soldOut'], planned: ['selling'], selling: ['soldOut'], soldOut: ['archived', 'selling'], archived: [] } },
  standard: { capability: 'inventory.manage', mode: 'online' },
  path: 'inventory/projects',
});
export interface InventoryProject extends RowOf<typeof InventoryProject> {}
