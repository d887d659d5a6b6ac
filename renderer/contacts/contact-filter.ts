import * as z from 'zod';

/** Which contacts a list shows. */
export const contactFilter = z.object({
  kind: z.string().optional().catch(undefined),
  text: z.string().max(200).optional().catch(undefined),
});
export type ContactFilter = z.output<typeof contactFilter>;
