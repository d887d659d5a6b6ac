import type { CommandArgs } from '#domain/bridge.ts';
import type { CaseView } from '#domain/cases/queries.ts';
import type { Patch } from '#domain/kernel/merge.ts';
import { useBridge } from '../bridge/provider.tsx';
import { useTrial } from '../bridge/session.tsx';

/** How a field of a case is edited, and why it may not be. */
export function useCaseEdit(row: CaseView) {
  const bridge = useBridge();
  const trial = useTrial();
  return {
    reason: trial('cases.update', { id: row.id, patch: {}, base: {} }, [row])?.message ?? null,
    // The patch names fields of the case only; the command parses it again.
    save: (patch: Patch, base: Patch, id: string) => bridge.send('cases.update', { id: row.id, patch, base } as CommandArgs<'cases.update'>, id),
  };
}
