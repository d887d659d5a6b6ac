import { allEntities } from '#domain/registry.ts';
import { expect, test } from 'vitest';
import { isHot } from './catch-up.ts';

test('a desk at rest keeps at most eight connections: one for each hot shape, one for the news of all others', () => {
  const hot = allEntities.map(({ name }) => name).filter(isHot);
  expect(hot).toContain('cases');
  expect(hot.length + 1).toBeLessThanOrEqual(8);
});
