import { idOf } from '#domain/kernel/field.ts';
import * as z from 'zod';

/** Which clients are shown, and in what order. */
export const clientFilter = z.object({
  text: z.string().max(200).optional().catch(undefined),
  ownerId: idOf('users').optional().catch(undefined),
  groupId: idOf('contactGroups').optional().catch(undefined),
  isLatestFirst: z.boolean().optional().catch(undefined),
});
export type ClientFilter = z.output<typeof clientFilter>;
