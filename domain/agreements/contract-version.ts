import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { integer, json, optional, ref, text } from '#domain/kernel/field.ts';
import { richText } from '#domain/kernel/schemas.ts';

/** Frozen text of an amendment of a contract. */
export const ContractVersion = entity('contractVersions', {
  singular: 'Contract version',
  plural: 'Contract versions',
  fields: {
    contractId: ref('contracts', 'cascade'),
    revision: integer({ min: 1 }),
    content: json(richText),
    reason: optional(text({ max: 1000 })),
  },
  title: 'revision',
  columns: ['contractId', 'revision', 'reason', 'createdAt'],
  visibility: { kind: 'parent', of: ['contractId'] },
  view: 'agreements.view',
  sync: 'demand',
  unique: [['contractId', 'revision']],
});
export interface ContractVersion extends RowOf<typeof ContractVersion> {}
