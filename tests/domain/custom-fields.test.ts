import { describe, expect, test } from 'vitest';
import { createStage, idOf } from '../support/stage.ts';

const me = idOf(1);

/** A stage on which each entity has a field of the tenant's own, and cases of kind `matter` one more. */
function withFields() {
  const stage = createStage(me);
  const kindId = stage.add('caseKinds', { code: 'matter', name: 'Matter', numberPrefix: 'M', isActive: true });
  const other = stage.add('caseKinds', { code: 'visit', name: 'Visit', numberPrefix: 'V', isActive: true });
  const priorityId = stage.add('priorities', { name: 'Normal', level: 1, colour: '#112233', slaHours: 4 });
  const categoryId = stage.add('caseCategories', { name: 'General', code: 'G', isActive: true });
  const contactId = stage.add('contacts', { firstName: 'Zoë', fullName: 'Zoë', normalizedName: 'zoe' });
  const define = (entityType: string, more: object = {}) =>
    stage.outcome('customFields.define', { entityType, key: 'floor', label: 'Floor', fieldKind: 'int', ...more }, { role: 'admin' });
  for (const entityType of ['accounts', 'cases', 'contacts', 'leads']) expect(define(entityType)).toBe('done');
  expect(
    define('cases', { kindCode: 'matter', key: 'court', label: 'Court', fieldKind: 'choice', required: true, options: [{ value: 'high', label: 'High', isActive: true }] }),
  ).toBe('done');
  return { stage, contactId, caseOf: (customFields: object, of = kindId) => ({ kindId: of, priorityId, categoryId, title: 'A matter', customFields }), other };
}

describe.each([
  ['accounts.create', (customFields: object) => ({ name: 'Acme', accountType: 'client', customFields })],
  ['contacts.create', (customFields: object) => ({ firstName: 'Zoë', customFields })],
  ['leads.create', (customFields: object) => ({ contact: { firstName: 'Zoë' }, sourceSystem: 'web', fields: { customFields } })],
])('%s', (name, args) => {
  test('takes what the definition allows and refuses the rest by the name of the field', () => {
    const { stage } = withFields();
    expect(stage.outcome(name, args({ floor: 3, somethingElse: 'kept' }), { role: 'admin' })).toBe('done');
    for (const floor of ['three', 3.5, {}, true]) expect(stage.outcome(name, args({ floor }), { role: 'admin' })).toBe('field.invalid customFields.floor');
  });
});

test('a case is held to the fields of its own kind, when it is opened and when it is edited', () => {
  const { stage, caseOf, other } = withFields();
  const open = (customFields: object, kindId?: string) => stage.outcome('cases.open', caseOf(customFields, kindId), { role: 'admin' });
  expect(open({ floor: 'three', court: 'high' })).toBe('field.invalid customFields.floor');
  expect(open({ floor: 3 })).toBe('field.invalid customFields.court');
  expect(open({ court: 'low' })).toBe('field.invalid customFields.court');
  expect(open({ floor: 3 }, other)).toBe('done');
  expect(open({ court: 'high' })).toBe('done');
  const id = stage.rows('cases', { title: 'A matter' }).find(({ customFields }) => Object(customFields).court)?.id;
  const edit = (customFields: object) => stage.outcome('cases.update', { id, patch: { customFields }, base: { customFields: { court: 'high' } } }, { role: 'admin' });
  expect(edit({ court: 'high', floor: 'x' })).toBe('field.invalid customFields.floor');
  expect(edit({ court: '' })).toBe('field.invalid customFields.court');
  expect(edit({ court: 'high', floor: 2 })).toBe('done');
});

test('a lead is held to its fields in every edit', () => {
  const { stage, contactId } = withFields();
  expect(stage.outcome('leads.create', { contactId, sourceSystem: 'web' }, { role: 'admin' })).toBe('done');
  const id = stage.rows('leads')[0]?.id;
  expect(stage.outcome('leads.update', { id, patch: { customFields: { floor: 'x' } } }, { role: 'admin' })).toBe('field.invalid customFields.floor');
  expect(stage.outcome('leads.qualify', { id, fields: { customFields: { floor: 'x' } } }, { role: 'admin' })).toBe('field.invalid customFields.floor');
  expect(stage.outcome('leads.update', { id, patch: { customFields: { floor: 1 } } }, { role: 'admin' })).toBe('done');
});
