import { madeAvailable } from '#domain/inventory/availability.ts';
import { InventoryUnit } from '#domain/inventory/inventory-unit.ts';
import { PricingHistory } from '#domain/inventory/pricing-history.ts';
import { UnitAvailability } from '#domain/inventory/unit-availability.ts';
import { command, insert, update } from '#domain/kernel/command.ts';
import { idFrom } from '#domain/kernel/context.ts';
import { Refusal } from '#domain/kernel/failure.ts';
import { idOf } from '#domain/kernel/field.ts';
import { toWrite, type Rows } from '#domain/kernel/rows.ts';
import * as z from 'zod';

const unitToWrite = ({ unitId }: { readonly unitId: string }) => [toWrite(InventoryUnit, { id: unitId })];
const own = ({ args, rows }: { readonly args: { readonly unitId: InventoryUnit['id'] }; readonly rows: Rows }) => [rows.get(InventoryUnit, args.unitId)];

/** Sets the price of a unit from a moment on, which may not lie behind. */
export const setPrice = command('units.setPrice', {
  title: 'Set the price',
  args: z.strictObject({
    unitId: idOf('inventoryUnits'),
    priceMinor: PricingHistory.fields.priceMinor.schema,
    priceCurrency: PricingHistory.fields.priceCurrency.schema,
    effectiveFrom: PricingHistory.fields.effectiveFrom.schema.optional(),
    reason: z.string().max(255).nullish(),
  }),
  mode: 'online',
  capability: 'inventory.manage',
  needs: unitToWrite,
  on: own,
  run: ({ args, rows, context }) => {
    const unit = rows.get(InventoryUnit, args.unitId);
    const effectiveFrom = args.effectiveFrom ?? context.at;
    if (effectiveFrom < context.at) throw new Refusal('price.past', 'effectiveFrom', 'A price cannot begin in the past.');
    const price = { priceMinor: args.priceMinor, priceCurrency: args.priceCurrency };
    return [
      insert(PricingHistory, idFrom(context, 0), { unitId: unit.id, ...price, effectiveFrom, reason: args.reason ?? null }),
      ...(effectiveFrom <= context.at ? [update(InventoryUnit, unit.id, { priceCurrentMinor: price.priceMinor, priceCurrentCurrency: price.priceCurrency })] : []),
    ];
  },
});

/** Holds an available unit for a deal. */
export const holdUnit = command('units.hold', {
  title: 'Hold the unit',
  args: z.strictObject({ unitId: idOf('inventoryUnits'), opportunityId: idOf('opportunities').nullish(), until: UnitAvailability.fields.fromAt.schema.nullish() }),
  mode: 'online',
  capability: 'inventory.hold',
  needs: unitToWrite,
  on: own,
  run: ({ args, rows, context }) => {
    const unit = rows.get(InventoryUnit, args.unitId);
    if (unit.status !== 'available') throw new Refusal('unit.notAvailable', 'unitId', `The unit is ${unit.status}.`);
    return madeAvailable(unit.id, 'held', context, { untilAt: args.until, opportunityId: args.opportunityId });
  },
});

/** Lets go of a unit that was held. */
export const releaseUnit = command('units.release', {
  title: 'Release the unit',
  args: z.strictObject({ unitId: idOf('inventoryUnits') }),
  mode: 'online',
  capability: 'inventory.hold',
  needs: unitToWrite,
  on: own,
  run: ({ args, rows, context }) => {
    const unit = rows.get(InventoryUnit, args.unitId);
    if (unit.status !== 'held') throw new Refusal('unit.notAvailable', 'unitId', 'Only a held unit can be released.');
    return madeAvailable(unit.id, 'available', context);
  },
});

/** Says what may be done with a unit. */
export const setUnitStatus = command('units.setStatus', {
  title: 'Set the availability',
  args: z.strictObject({ unitId: idOf('inventoryUnits'), status: InventoryUnit.fields.status.schema }),
  mode: 'online',
  capability: 'inventory.manage',
  needs: unitToWrite,
  on: own,
  run: ({ args, rows, context }) => {
    const unit = rows.get(InventoryUnit, args.unitId);
    if (!(InventoryUnit.transitions?.status?.[unit.status] ?? []).includes(args.status))
      throw new Refusal('unit.notAvailable', 'status', `A unit that is ${unit.status} cannot become ${args.status}.`);
    return madeAvailable(unit.id, args.status, context);
  },
});
