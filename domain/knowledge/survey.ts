import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { boolean, fallback, json, optional, text } from '#domain/kernel/field.ts';
import { questions } from '#domain/kernel/schemas.ts';

/** Questionnaire after contact. */
export const Survey = entity('surveys', {
  singular: 'Survey',
  plural: 'Surveys',
  fields: {
    name: text({ min: 1, search: 'A' }),
    questions: json(questions),
    trigger: optional(text()),
    isActive: fallback(boolean({ label: 'Active' }), true),
  },
  title: 'name',
  columns: ['name', 'trigger', 'isActive', 'updatedAt'],
  visibility: { kind: 'tenant' },
  view: 'knowledge.view',
  unique: [['name']],
  standard: { capability: 'surveys.manage', mode: 'online' },
});
export interface Survey extends RowOf<typeof Survey> {}
