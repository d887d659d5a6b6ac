import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { callIdOf, derivedId } from './call-id.ts';

test('a call that we began is named by our Call-ID, whether or not its Linkedid is known', () => {
  const name = { tenantId: 't', pbx: 'p', originCallId: 'x@desk' };
  expect(callIdOf({ ...name, linkedId: '' })).toBe(callIdOf({ ...name, linkedId: '1.1' }));
  expect(callIdOf({ ...name, originCallId: null, linkedId: '1.1' })).not.toBe(callIdOf({ ...name, linkedId: '1.1' }));
});

test('what is named differently has another id, and every id is a UUID', () => {
  const ids = new Set<string>();
  const named = new Set<string>();
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 6 }), { minLength: 1, maxLength: 3 }), (names) => {
      named.add(JSON.stringify(names));
      ids.add(z.uuid().parse(derivedId('calls', ...names)));
      expect(ids.size).toBe(named.size);
    }),
    { numRuns: 5_000 },
  );
});

test('ids stay what they are, as rows bear them', () => {
  expect(callIdOf({ tenantId: 't', pbx: 'p', originCallId: null, linkedId: 'holdfast-1795271067.0' })).toMatchInlineSnapshot(`"15d4ac6f-16db-8520-89a5-b2703a09ab49"`);
});
