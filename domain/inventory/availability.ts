import { InventoryUnit } from '#domain/inventory/inventory-unit.ts';
import { UnitAvailability } from '#domain/inventory/unit-availability.ts';
import { insert, update, type Change } from '#domain/kernel/command.ts';
import { idFrom, type Context } from '#domain/kernel/context.ts';
import type { Id } from '#domain/kernel/names.ts';

interface Terms {
  readonly untilAt?: string | null | undefined;
  readonly opportunityId?: Id<'opportunities'> | null | undefined;
  /** Tells the record apart from what else the command makes. */
  readonly place?: number;
}

/** Sets what may be done with a unit, and keeps the record of it. */
export function madeAvailable(
  unitId: InventoryUnit['id'],
  status: InventoryUnit['status'],
  context: Context,
  { untilAt, opportunityId, place = 0 }: Terms = {},
): readonly Change[] {
  return [
    update(InventoryUnit, unitId, { status }),
    insert(UnitAvailability, idFrom(context, place), { unitId, value: status, fromAt: context.at, untilAt, opportunityId: (opportunityId ?? null) as Id | null }),
  ];
}
