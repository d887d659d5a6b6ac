import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { choice, fallback, integer, json, optional, optionalRef, ref, text } from '#domain/kernel/field.ts';
import { free, patches, rowErrors } from '#domain/kernel/schemas.ts';

const personal = { sensitivity: 'personal' } as const;

/** One source record. */
export const ImportRow = entity('importRows', {
  singular: 'Import row',
  plural: 'Import rows',
  fields: {
    batchId: ref('importBatches', 'cascade'),
    rowNumber: integer({ min: 1 }),
    raw: json(free, personal),
    mapped: optional(json(free, personal)),
    rowKey: text({ min: 1 }),
    status: fallback(
      choice({
        parsed: 'Parsed',
        invalid: 'Invalid',
        duplicate: 'Duplicate',
        proposed: 'Proposed',
        committed: 'Committed',
        skipped: 'Skipped',
        rolledBack: 'Rolled back',
      }),
      'parsed',
    ),
    errors: optional(json(rowErrors)),
    ...optionalRef('target'),
    undo: optional(json(patches, personal)),
  },
  title: 'rowKey',
  columns: ['rowNumber', 'rowKey', 'status', 'targetType'],
  visibility: { kind: 'server' },
  view: 'imports.run',
  unique: [
    ['batchId', 'rowNumber'],
    ['batchId', 'rowKey'],
  ],
  indexes: [['batchId', 'status']],
  retention: { months: 6 },
  transitions: {
    status: {
      initial: ['parsed', 'invalid', 'duplicate'],
      parsed: ['invalid', 'duplicate', 'proposed'],
      invalid: ['parsed', 'skipped'],
      duplicate: ['proposed', 'skipped'],
      proposed: ['committed', 'skipped'],
      committed: ['rolledBack'],
      skipped: [],
      rolledBack: [],
    },
  },
});
export interface ImportRow extends RowOf<typeof ImportRow> {}
