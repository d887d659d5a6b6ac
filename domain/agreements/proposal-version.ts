import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { integer, json, optional, optionalMoney, ref, text } from '#domain/kernel/field.ts';
import { richText } from '#domain/kernel/schemas.ts';

/** Frozen text of an amendment of a proposal. */
export const ProposalVersion = entity('proposalVersions', {
  singular: 'Proposal version',
  plural: 'Proposal versions',
  fields: {
    proposalId: ref('proposals', 'cascade'),
    revision: integer({ min: 1 }),
    content: json(richText),
    ...optionalMoney('total'),
    reason: optional(text({ max: 1000 })),
  },
  title: 'revision',
  columns: ['proposalId', 'revision', 'totalMinor', 'reason', 'createdAt'],
  visibility: { kind: 'parent', of: ['proposalId'] },
  view: 'agreements.view',
  sync: 'demand',
  unique: [['proposalId', 'revision']],
});
export interface ProposalVersion extends RowOf<typeof ProposalVersion> {}
