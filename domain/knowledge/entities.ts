export { KnowledgeArticle } from './knowledge-article.ts';
export { Survey } from './survey.ts';
export { SurveyResponse } from './survey-response.ts';
