import type { EntityName } from '#domain/kernel/names.ts';
import { exactly, query } from '#domain/kernel/query.ts';
import * as z from 'zod';

/** Something that waits for a member (`domain.md` 6.2). */
export interface InboxItem {
  readonly entity: EntityName;
  readonly id: string;
  readonly title: string;
  /** Since when it waits, or when it was due. */
  readonly at: string;
  readonly risk: 'high' | 'normal';
  /** The command that answers it. */
  readonly action: string;
}

/** What waits for the member who asks, the most urgent first; of each kind the longest waiting. */
export const operatorInbox = query('inbox.list', {
  args: z.strictObject({
    now: z.iso.datetime(),
    kinds: z
      .array(z.enum(['approvals', 'callbacks', 'changeProposals', 'conversations', 'importBatches', 'mergeCandidates', 'notifications', 'reminders', 'voicemails']))
      .optional(),
    limit: z.int().min(1).max(200).default(50),
  }),
  reads: ['approvals', 'callbacks', 'changeProposals', 'conversations', 'importBatches', 'mergeCandidates', 'notifications', 'reminders', 'voicemails'],
  returns: exactly<readonly InboxItem[]>(),
});
