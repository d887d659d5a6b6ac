import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { instant, json, number, optional, optionalRef, ref } from '#domain/kernel/field.ts';
import { answers } from '#domain/kernel/schemas.ts';

/** Answers to a survey. */
export const SurveyResponse = entity('surveyResponses', {
  singular: 'Survey response',
  plural: 'Survey responses',
  fields: {
    surveyId: ref('surveys', 'cascade'),
    contactId: optional(ref('contacts', 'clear')),
    ...optionalRef('subject', ['cases', 'calls', 'conversations', 'appointments', 'visits']),
    answers: json(answers, { sensitivity: 'personal' }),
    score: optional(number()),
    at: instant(),
  },
  title: 'at',
  columns: ['at', 'surveyId', 'contactId', 'score', 'subjectType'],
  visibility: { kind: 'parent', of: ['subjectId'], users: ['createdBy'] },
  view: 'reports.view',
  indexes: [['surveyId', 'at']],
  retention: { months: 6 },
});
export interface SurveyResponse extends RowOf<typeof SurveyResponse> {}
