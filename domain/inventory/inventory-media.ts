import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { choice, integer, optional, ref, text } from '#domain/kernel/field.ts';

/** A picture, plan, brochure or video. */
export const InventoryMedia = entity('inventoryMedia', {
  singular: 'Picture or plan',
  plural: 'Pictures and plans',
  fields: {
    projectId: ref('inventoryProjects', 'cascade', { label: 'Development' }),
    unitId: optional(ref('inventoryUnits', 'cascade')),
    kind: choice({ photo: 'Photo', floorPlan: 'Floor plan', brochure: 'Brochure', video: 'Video', other: 'Other' }),
    blob: ref('blobs', 'protect', { label: 'File' }),
    caption: optional(text({ search: 'A' })),
    sortOrder: optional(integer()),
  },
  title: 'caption',
  columns: ['caption', 'kind', 'projectId', 'unitId', 'sortOrder'],
  visibility: { kind: 'tenant' },
  view: 'inventory.view',
  sync: 'demand',
  standard: { capability: 'inventory.manage', mode: 'offline' },
  path: 'inventory/media',
});
export interface InventoryMedia extends RowOf<typeof InventoryMedia> {}
