export { InventoryProject } from './inventory-project.ts';
export { InventoryUnit } from './inventory-unit.ts';
export { PricingHistory } from './pricing-history.ts';
export { UnitAvailability } from './unit-availability.ts';
export { InventoryMedia } from './inventory-media.ts';
export { InventoryLocation } from './inventory-location.ts';
