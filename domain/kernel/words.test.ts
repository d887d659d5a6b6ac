import { expect, test } from 'vitest';
import { inSentence, withArticle } from './words.ts';

test.each([
  ['Team member', 'team member', 'a team member'],
  ['Item', 'item', 'an item'],
  ['Unit', 'unit', 'a unit'],
  ['User', 'user', 'a user'],
  ['API key', 'API key', 'an API key'],
  ['SLA policy', 'SLA policy', 'an SLA policy'],
  ['QD scores', 'QD scores', 'a QD scores'],
  ['SMS', 'SMS', 'an SMS'],
  ['WhatsApp thread', 'WhatsApp thread', 'a WhatsApp thread'],
])('%s is “%s” inside a sentence, and “%s”', (name, inside, article) => {
  expect([inSentence(name), withArticle(name)]).toEqual([inside, article]);
});
