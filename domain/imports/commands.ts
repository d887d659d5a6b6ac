import { MergeCandidate } from '#domain/imports/merge-candidate.ts';
import { command, update } from '#domain/kernel/command.ts';
import { idOf } from '#domain/kernel/field.ts';
import { toWrite } from '#domain/kernel/rows.ts';
import * as z from 'zod';

/** Says that two records which look alike are not one. */
export const dismissCandidate = command('mergeCandidates.dismiss', {
  title: 'Not a duplicate',
  args: z.strictObject({ id: idOf('mergeCandidates') }),
  mode: 'online',
  capability: 'contacts.merge',
  needs: ({ id }) => [{ ...toWrite(MergeCandidate, { id }), joins: true }],
  on: ({ args, rows }) => [rows.get(MergeCandidate, args.id)],
  run: ({ args, rows }) => [update(MergeCandidate, rows.get(MergeCandidate, args.id).id, { status: 'dismissed' })],
});
