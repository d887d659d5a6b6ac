// @vitest-environment jsdom
import type { Field } from '#domain/kernel/field.ts';
import { allEntities } from '#domain/registry.ts';
import { cleanup, screen, within } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, expect, test } from 'vitest';
import { showPart } from '../dev/screen.tsx';
import { faultOf } from './field-fault.ts';
import { FieldInput } from './field-input.tsx';

afterEach(cleanup);

/** One field of every kind that a form has an input for. */
const kinds = new Map<string, Field>(
  allEntities
    .flatMap(({ fields }) => Object.values(fields))
    .map((field) => {
      const { kind, form, multiline, target, choices, entities, currency, unit, typedBy } = field;
      const marks = {
        form,
        multiline,
        target: target && 'record',
        choices: choices && 'choice',
        entities: entities && 'entity',
        currency: currency && 'amount',
        unit,
        typedBy: typedBy && 'typed',
      };
      return [[kind, ...Object.values(marks).filter(Boolean)].join(' '), field];
    }),
);

test('an input of every kind says at its own place what is wrong with it', async () => {
  expect(kinds.size).toBeGreaterThan(15);
  await showPart(() =>
    [...kinds].map(([kind, field]) => (
      <div key={kind} data-testid={kind}>
        <FieldInput field={field} label={kind} value={null} onChange={() => {}} error="This is wrong." />
      </div>
    )),
  );
  await screen.findAllByText('This is wrong.');
  expect([...kinds.keys()].filter((kind) => within(screen.getByTestId(kind)).queryAllByText('This is wrong.').length !== 1)).toEqual([]);
});

test.each([
  ['colour', 'blue', /^Write a colour as #/],
  ['email', 'nobody', /^Write an e-mail address/],
  ['phone', 'call me', /^Write a telephone number/],
  ['amount', `1${'0'.repeat(20)}`, /^Write a whole number|^Not more than/],
  ['date', '2026-02-31', /^Write it as dd\/mm\/yyyy/],
])('what is no %s stays as it was typed, and is said to be none', async (mark, typed, words) => {
  const [, field] = [...kinds].find(([kind]) => kind.split(' ').includes(mark)) ?? [];
  if (!field) throw new Error(`There is no ${mark}`);
  function Asked({ of }: { readonly of: Field }) {
    const [value, setValue] = useState<unknown>(null);
    return <FieldInput field={of} label="Asked" value={value} onChange={setValue} error={value === null ? null : faultOf(of, value, { code: 'field.invalid', message: '' })} />;
  }
  const { user } = await showPart(() => <Asked of={field} />);
  const input = await screen.findByLabelText<HTMLInputElement>('Asked');
  await user.type(input, typed);
  await user.tab();
  expect(input.value.replaceAll(',', '')).toContain(typed);
  expect(await screen.findByText(words)).toBeDefined();
});
