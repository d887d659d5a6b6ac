import { beforeEach, describe, expect, test } from 'vitest';
import { normalizeName } from '#domain/contacts/rules.ts';
import { blobId } from '#domain/storage/rules.ts';
import { createStage, idOf, type Stage } from '../support/stage.ts';

const [me, other] = [idOf(700_001), idOf(700_002)] as const;
let stage: Stage;
beforeEach(() => {
  stage = createStage(me);
  for (const userId of [me, other]) stage.add('memberships', { userId, displayName: 'x', isActive: userId === me });
});
const onlyContact = () => stage.rows('contacts')[0] ?? { id: '' };

describe('a new contact', () => {
  test('has one line of name, its main addresses and what it allows, whatever it was given twice', () => {
    stage.run('contacts.create', {
      firstName: ' Amina ',
      lastName: 'Wanjirũ',
      dateOfBirth: '1990-02-03',
      points: [
        { kind: 'phone', value: '+254 712 345 678' },
        { kind: 'phone', value: '+254712345678' },
        { kind: 'email', value: 'Amina@Example.org' },
        { kind: 'email', value: 'second@example.org', label: 'Work' },
      ],
      consents: [{ purpose: 'contact', action: 'withdrawn', source: 'call' }],
    });
    expect(onlyContact()).toMatchObject({
      fullName: 'Amina Wanjirũ',
      normalizedName: 'amina wanjiru',
      primaryPhone: '+254712345678',
      primaryEmail: 'amina@example.org',
      doNotContact: true,
    });
    expect(stage.rows('contactPoints').map(({ normalized, isPrimary }) => [normalized, isPrimary])).toEqual([
      ['+254712345678', true],
      ['amina@example.org', true],
      ['second@example.org', false],
    ]);
    expect(stage.rows('consents')).toMatchObject([{ purpose: 'contact', channelKind: 'any' }]);
  });

  test('is held back where somebody is reached there, or has the name and birthday; a same name alone is nobody’s twin', () => {
    const amina = { firstName: 'Amina', lastName: 'Wanjiru', dateOfBirth: '1990-02-03', points: [{ kind: 'phone', value: '+254712345678' }] };
    stage.run('contacts.create', amina);
    expect(stage.outcome('contacts.create', { firstName: 'Zoë', points: [{ kind: 'phone', value: '+254 712-345-678' }] })).toBe('contact.duplicateSuspected points');
    expect(stage.outcome('contacts.create', { ...amina, points: [] })).toBe('contact.duplicateSuspected firstName');
    expect(stage.outcome('contacts.create', { ...amina, points: [], dateOfBirth: '1991-02-03' })).toBe('done');
    expect(stage.outcome('contacts.create', { ...amina, despiteDuplicates: true })).toBe('done');
  });

  test('names rows that are there, and members who are active', () => {
    expect(stage.outcome('contacts.create', { firstName: 'A', accountId: idOf(5) })).toBe('row.missing accountId');
    expect(stage.outcome('contacts.create', { firstName: 'A', locationId: idOf(5) })).toBe('row.missing locationId');
    expect(stage.outcome('contacts.create', { firstName: 'A', ownerId: other })).toBe('member.inactive ownerId');
    expect(stage.outcome('contacts.create', { firstName: 'A' }, { role: 'viewer' })).toBe('auth.denied contacts.edit');
  });

  test('is the same when a desk’s command is run again', () => {
    const commandId = idOf(123);
    const write = () => {
      stage = createStage(me);
      return stage
        .run(
          'contacts.create',
          { firstName: 'A', points: [{ kind: 'email', value: 'a@b.cd' }], consents: [{ purpose: 'portal', action: 'granted', source: 'form' }] },
          { commandId },
        )
        .map(({ id }) => id);
    };
    expect(write()).toEqual(write());
  });
});

test('addresses follow each other as the main one, and the contact shows it', () => {
  stage.run('contacts.create', { firstName: 'A', points: [{ kind: 'email', value: 'one@b.cd' }] });
  const { id: contactId } = onlyContact();
  stage.run('contacts.addPoint', { contactId, point: { kind: 'email', value: 'two@b.cd' } });
  expect(stage.outcome('contacts.addPoint', { contactId, point: { kind: 'email', value: 'TWO@b.cd' } })).toBe('point.taken value');
  const idOfPoint = (normalized: string) => stage.rows('contactPoints', { normalized })[0]?.id;
  stage.run('contacts.setPrimaryPoint', { contactId, id: idOfPoint('two@b.cd') });
  expect(onlyContact()).toMatchObject({ primaryEmail: 'two@b.cd' });
  expect(stage.rows('contactPoints').filter(({ isPrimary }) => isPrimary)).toHaveLength(1);
  stage.run('contacts.removePoint', { contactId, id: idOfPoint('two@b.cd') });
  expect(onlyContact()).toMatchObject({ primaryEmail: 'one@b.cd' });
  stage.run('contacts.removePoint', { contactId, id: idOfPoint('one@b.cd') });
  expect(onlyContact()).toMatchObject({ primaryEmail: null });
  expect(stage.outcome('contacts.removePoint', { contactId, id: idOf(9) })).toBe('row.missing id');
});

test('custom fields are held to their definitions, and keys without one are kept', () => {
  const define = (more: object) =>
    stage.outcome(
      'customFields.define',
      { entityType: 'contacts', key: 'blood', label: 'Blood group', fieldKind: 'choice', options: [{ value: 'A', label: 'A', isActive: true }], ...more },
      { role: 'admin' },
    );
  expect(define({ options: null })).toBe('field.invalid options');
  expect(define({})).toBe('done');
  expect(define({ fieldKind: 'text', options: null })).toBe('field.kindChange fieldKind');
  expect(define({ label: 'Group' })).toBe('done');
  expect(define({ kindCode: 'nope' })).toBe('row.missing kindCode');
  expect(stage.rows('customFields')).toMatchObject([{ label: 'Group' }]);
  expect(stage.outcome('customFields.define', { entityType: 'contacts', key: 'x', label: 'X', fieldKind: 'int' })).toBe('auth.denied reference.manage');
  expect(stage.outcome('contacts.create', { firstName: 'A', customFields: { blood: 'B' } })).toBe('field.invalid customFields.blood');
  stage.run('contacts.create', { firstName: 'A', customFields: { blood: 'A', old: 7 } });
  const { id } = onlyContact();
  expect(stage.outcome('contacts.update', { id, patch: { customFields: { blood: 3 } }, base: {} })).toBe('field.invalid customFields.blood');
  stage.run('contacts.update', { id, patch: { customFields: { blood: 'A', new: 1, old: 7 } }, base: { customFields: { blood: 'A', old: 7 } } });
  expect(onlyContact()).toMatchObject({ customFields: { blood: 'A', old: 7, new: 1 } });
});

test('a contact with open cases stays in use, whoever may see them', () => {
  stage.run('contacts.create', { firstName: 'A' });
  const { id } = onlyContact();
  const caseId = stage.add('cases', { title: 'x', primaryContactId: id, status: 'onHold', assignedTo: other });
  expect(stage.outcome('contacts.archive', { id })).toBe('contact.openCases id');
  stage.add('cases', { id: caseId, title: 'x', primaryContactId: id, status: 'closed' });
  expect(stage.outcome('contacts.archive', { id })).toBe('done');
  expect(onlyContact()).toMatchObject({ isActive: false });
  expect(stage.outcome('contacts.archive', { id, isActive: true })).toBe('done');
});

test('an identity number is checked, kept once of a kind, and shown by its last four digits', () => {
  stage.run('contacts.create', { firstName: 'A' });
  const contactId = onlyContact().id;
  const set = (value: string, role: 'agent' | 'manager' = 'manager') => stage.outcome('contacts.setIdentifier', { contactId, kind: 'ssn', value }, { role });
  expect(set('123-45-6789', 'agent')).toBe('auth.denied contacts.viewIdentifiers');
  for (const value of ['000-12-3456', '12345', 'abc']) expect(set(value)).toBe('identifier.invalid value');
  expect([set('123-45-6789'), set('123 45 6780')]).toEqual(['done', 'done']);
  expect(stage.rows('contactIdentifiers')).toMatchObject([{ last4: '6780', value: '123456780' }]);
});

test('erasing blanks what is personal and leaves the row; a legal hold forbids it', () => {
  stage.run('contacts.create', { firstName: 'Amina', lastName: 'W', points: [{ kind: 'phone', value: '+254712345678' }], customFields: { a: 1 }, dateOfBirth: '1990-01-01' });
  const { id } = onlyContact();
  const document = stage.add('documents', { title: 'x', contactId: id, legalHold: true });
  const erase = () => stage.outcome('contacts.erase', { id, basis: 'asked by letter' }, { role: 'admin' });
  expect(erase()).toBe('erase.legalHold id');
  stage.add('documents', { id: document, title: 'x', contactId: id, legalHold: false });
  expect(erase()).toBe('done');
  expect(JSON.stringify([stage.row('contacts', id), ...stage.rows('contactPoints')])).not.toMatch(/amina|254712345678|1990-01-01/i);
  expect(stage.row('contacts', id)).toMatchObject({ fullName: 'erased', doNotContact: true, deletedAt: null });
  expect(stage.rows('outboxEvents')).toMatchObject([{ topic: 'contacts.erased', subjectId: id }]);
});

test('erasing reaches what was merged into the contact, and what was deleted of it', () => {
  const person = (firstName: string, value: string) => {
    stage.run('contacts.create', { firstName, dateOfBirth: '1990-01-01', points: [{ kind: 'phone', value }] });
    return String(stage.rows('contacts', { firstName })[0]?.id);
  };
  const [first, second, third] = [person('Amina', '+254712345677'), person('Amine', '+254712345678'), person('Aminah', '+254712345679')];
  const all = (['contacts', 'contactPoints'] as const).flatMap((name) => stage.rows(name).map((row) => [name, row.id] as const));
  const merge = (winnerId: string | undefined, loserId: string | undefined) => {
    const [expectedWinnerVersion, expectedLoserVersion] = [winnerId, loserId].map((id) => stage.row('contacts', String(id))['version']);
    return stage.outcome('contacts.merge', { winnerId, loserId, expectedWinnerVersion, expectedLoserVersion }, { role: 'admin' });
  };
  expect([merge(second, third), merge(first, second)]).toEqual(['done', 'done']);
  stage.run('contacts.removePoint', { contactId: first, id: stage.rows('contactPoints', { normalized: '+254712345679' })[0]?.id });
  expect(stage.outcome('contacts.erase', { id: first, basis: 'asked by letter' }, { role: 'admin' })).toBe('done');
  const left = [...all.map(([name, rowId]) => stage.row(name, rowId)), ...stage.rows('contactMerges')];
  expect(left).toHaveLength(8);
  expect(JSON.stringify(left)).not.toMatch(/amin|25471234567|1990-01-01/i);
  expect(stage.row('contacts', String(second))).toMatchObject({ mergedIntoId: first, deletedAt: expect.any(String) });
  const [{ id } = { id: '' }] = stage.rows('contactMerges', { loserId: String(second) });
  expect(stage.outcome('contacts.unmerge', { id }, { role: 'admin' })).toBe('merge.erased id');
});

test('an export says what it holds', () => {
  stage.run('contacts.create', { firstName: 'A' });
  expect(stage.outcome('contacts.export', {})).toBe('auth.denied contacts.export');
  expect(stage.outcome('contacts.export', { kind: 'other' }, { role: 'manager' })).toBe('done');
  expect(stage.rows('outboxEvents')).toMatchObject([{ payload: { filter: { kind: 'other' }, count: 1 } }]);
});

test('rows are put in order, and priorities never share a level on the way', () => {
  const categories = [3, 1].map((sortOrder) => stage.add('caseCategories', { name: `C${sortOrder}`, sortOrder }));
  const order = (entity: string, ids: readonly string[]) => stage.outcome('reference.reorder', { entity, ids }, { role: 'admin' });
  expect(order('caseCategories', categories)).toBe('done');
  expect(categories.map((id) => stage.row('caseCategories', id)['sortOrder'])).toEqual([0, 1]);
  const levels = [0, 1, 2].map((level) => stage.add('priorities', { name: `P${level}`, level }));
  expect(order('priorities', levels.toReversed())).toBe('done');
  expect(levels.map((id) => stage.row('priorities', id)['level'])).toEqual([5, 4, 3]);
  expect(order('priorities', levels)).toBe('done');
  expect(levels.map((id) => stage.row('priorities', id)['level'])).toEqual([0, 1, 2]);
  expect(order('priorities', levels.slice(1))).toBe('field.invalid ids');
  expect(order('caseCategories', [...categories, ...categories])).toBe('field.invalid ids');
});

describe('a file', () => {
  const file = { sha256: 'a'.repeat(64), size: 10, mimeType: 'application/pdf', evidenceKind: 'document', originalName: 'Letter.pdf' } as const;
  const id = blobId({ tenantId: idOf(900_000) as never }, file);

  test('is announced once, and only of a size and type that are taken', () => {
    expect(stage.outcome('blobs.beginUpload', { ...file, size: 513 * 1024 * 1024 })).toBe('blob.tooLarge size');
    for (const mimeType of ['application/x-msdownload', 'text/html', 'image/svg+xml', 'application/javascript'])
      expect(stage.outcome('blobs.beginUpload', { ...file, mimeType })).toBe('blob.typeRefused mimeType');
    for (let n = 0; n < 2; n++) expect(stage.outcome('blobs.beginUpload', file)).toBe('done');
    expect(stage.rows('blobs')).toMatchObject([{ id, uploadState: 'local', scanState: 'pending' }]);
  });

  test('is complete when its bytes have come, and given out when it has been checked', () => {
    stage.run('blobs.beginUpload', file);
    const sign = (who: object = {}, verb = 'view') => stage.outcome('blobs.signLink', { blobId: id, verb }, who);
    expect(stage.outcome('blobs.completeUpload', { id, sha256: 'b'.repeat(64) })).toBe('blob.hashMismatch sha256');
    expect(stage.outcome('blobs.completeUpload', { id, sha256: file.sha256 })).toBe('state.forbidden uploadState');
    expect(sign()).toBe('blob.notScanned blobId');
    stage.add('blobs', { ...file, id, uploadState: 'uploading', createdBy: me });
    expect(stage.outcome('blobs.completeUpload', { id, sha256: file.sha256 })).toBe('done');
    expect([sign(), sign({ userId: other }), sign({ role: 'viewer' }, 'download')]).toEqual(['done', 'row.missing blobId', 'auth.denied documents.download']);
    stage.add('blobs', { ...file, id, uploadState: 'stored', scanState: 'infected', createdBy: me });
    expect(sign()).toBe('blob.infected blobId');
  });

  test('is tied to a record once in a role', () => {
    stage.run('blobs.beginUpload', file);
    const caseId = stage.add('cases', { title: 'x', assignedTo: me });
    const link = (subject: object) => stage.outcome('blobs.link', { blobId: id, subject });
    expect([link({ type: 'cases', id: caseId }), link({ type: 'cases', id: caseId })]).toEqual(['done', 'done']);
    expect(stage.rows('blobLinks')).toMatchObject([{ subjectId: caseId, role: 'attachment' }]);
    expect(link({ type: 'cases', id: idOf(600_000) })).toMatch('row.missing');
  });
});

test('two records that only look alike are dismissed', () => {
  const [leftId, rightId] = [idOf(1), idOf(2)];
  const id = stage.add('mergeCandidates', { entityType: 'contacts', leftId, rightId, score: 1, risk: 'low' });
  expect(stage.outcome('mergeCandidates.dismiss', { id })).toBe('auth.denied contacts.merge');
  expect(stage.outcome('mergeCandidates.dismiss', { id }, { role: 'manager' })).toBe('done');
  expect(stage.outcome('mergeCandidates.dismiss', { id }, { role: 'manager' })).toBe('done');
});

test('an account is found by one form of its name, whichever command writes it', () => {
  stage.run('accounts.create', { name: 'Café  ÉTOILE', accountType: 'client' });
  const [account] = stage.rows('accounts');
  expect(account).toMatchObject({ normalizedName: 'cafe etoile' });
  stage.run('accounts.update', { id: account?.id, patch: { name: 'Łódź' } });
  expect(stage.row('accounts', String(account?.id))).toMatchObject({ name: 'Łódź', normalizedName: normalizeName('Łódź') });
});
