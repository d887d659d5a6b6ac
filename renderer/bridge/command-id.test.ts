import { expect, test } from 'vitest';
import * as z from 'zod';
import { newId } from './command-id.ts';

test('ids are UUIDs of version 7 that sort by the time they were drawn', async () => {
  const first = newId();
  await new Promise((done) => setTimeout(done, 3));
  const second = newId();
  expect(z.uuidv7().safeParse(first).success).toBe(true);
  expect([second, first].toSorted()).toEqual([first, second]);
});
