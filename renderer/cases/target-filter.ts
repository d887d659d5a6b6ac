import { idOf } from '#domain/kernel/field.ts';
import * as z from 'zod';

/** For how many days, today included, it is told how targets went. */
export const periods = [1, 7, 30] as const;

/** Which targets are shown. */
export const targetFilter = z.object({ teamId: idOf('teams').optional().catch(undefined), days: z.literal(periods).optional().catch(undefined) });
export type TargetFilter = z.output<typeof targetFilter>;
