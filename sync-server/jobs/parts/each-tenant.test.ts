import { expect, test } from 'vitest';
import { eachTenant } from './each-tenant.ts';

test('a tenant whose work fails keeps no other from theirs, and is named at the end', async () => {
  const done: string[] = [];
  const cause = new Error('a row that cannot be read');
  const all = eachTenant(['first', 'second', 'third'], async (id) => {
    if (id === 'first') throw cause;
    done.push(id);
  });
  await expect(all).rejects.toMatchObject({ message: expect.stringContaining('first'), cause });
  expect(done).toEqual(['second', 'third']);
});
