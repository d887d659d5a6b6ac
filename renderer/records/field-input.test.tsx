// @vitest-environment jsdom
import type { Field } from '#domain/kernel/field.ts';
import { CustomField } from '#domain/reference/custom-field.ts';
import { NotificationRule } from '#domain/notifications/notification-rule.ts';
import { Calendar } from '#domain/reference/calendar.ts';
import { allEntities } from '#domain/registry.ts';
import { cleanup, screen, within } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, expect, test } from 'vitest';
import { showPart } from '../dev/screen.tsx';
import { t } from '../ui/text.ts';
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

test('a list of declared parts is written part by part, in its order, and an optional one that is emptied is none', async () => {
  const said: unknown[] = [];
  function Asked() {
    const [value, setValue] = useState<unknown>(null);
    const keep = (next: unknown) => {
      said.push(next);
      setValue(next);
    };
    return <FieldInput field={CustomField.fields.options} label="Options" value={value} onChange={keep} />;
  }
  const { user } = await showPart(() => <Asked />);
  for (const [n, label] of ['Low', 'High'].entries()) {
    await user.click(await screen.findByRole('button', { name: 'Add to Options' }));
    const item = within(screen.getByRole('group', { name: `Options, ${n + 1}` }));
    await user.type(item.getByLabelText(/^Value/), label.toLowerCase());
    await user.type(item.getByLabelText(/^Label/), label);
  }
  await user.click(screen.getByRole('button', { name: 'Move Options, 2 up' }));
  expect(said.at(-1)).toEqual([
    { value: 'high', label: 'High', isActive: true },
    { value: 'low', label: 'Low', isActive: true },
  ]);
  expect(CustomField.fields.options.schema.safeParse(said.at(-1)).success).toBe(true);
  for (const each of ['Options, 1', 'Options, 1']) await user.click(screen.getByRole('button', { name: `Remove ${each}` }));
  expect(said.at(-1)).toBe(null);
});

test('hours of a week are asked day by day, and who is told by the kind of record', async () => {
  await showPart(() => (
    <>
      <FieldInput field={Calendar.fields.hours} label="Hours" value={{ mon: [{ from: '08:00', to: '16:30' }] }} onChange={() => {}} />
      <FieldInput field={NotificationRule.fields.recipients} label="Recipients" value={[{ kind: 'role', id: null }]} onChange={() => {}} />
    </>
  ));
  expect(within(await screen.findByRole('group', { name: 'Monday, 1' })).getByLabelText<HTMLInputElement>(/^From/).value).toBe('08:00');
  const told = within(screen.getByRole('group', { name: 'Recipients, 1' }));
  expect(['Kind', 'Which'].map((name) => told.getByLabelText(new RegExp(`^${name}`), { selector: 'input' }).tagName)).toEqual(['INPUT', 'INPUT']);
});

test('what is wrong with a part is said with its place', () => {
  const refused = { code: 'field.invalid', message: '' };
  expect(faultOf(Calendar.fields.hours, { mon: [{ from: '25:00', to: '16:30' }] }, refused)).toBe(`Monday, 1, From: ${t('fault.text')}`);
  expect(faultOf(NotificationRule.fields.recipients, [{ kind: 'assignee' }, { kind: 'role' }], refused)).toBe(`2, Which: ${t('fault.none')}`);
});
