import { beforeEach, describe, expect, test } from 'vitest';
import { createStage, idOf, type Stage } from '../support/stage.ts';

const [me, other] = [idOf(700_001), idOf(700_002)] as const;
const conversionId = '0195e6a0-0000-4000-8000-000000000001';
let stage: Stage;
let contact: string;
let at: { kindId: string; categoryId: string; priorityId: string };
let lead: string;

beforeEach(() => {
  stage = createStage(me);
  for (const userId of [me, other]) stage.add('memberships', { userId, displayName: 'x', isActive: userId === me });
  at = {
    kindId: stage.add('caseKinds', { code: 'K', name: 'Kind', numberPrefix: 'K', isActive: true }),
    categoryId: stage.add('caseCategories', { name: 'Category', isActive: true }),
    priorityId: stage.add('priorities', { name: 'Low', level: 1, colour: '#000000', slaHours: 8 }),
  };
  contact = stage.add('contacts', { firstName: 'Ada', fullName: 'Ada', normalizedName: 'ada' });
  stage.add('contactPoints', { contactId: contact, kind: 'phone', value: '+254700', normalized: '+254700' });
  stage.run('leads.create', { contactId: contact, sourceSystem: 'web' });
  lead = String(stage.rows('leads')[0]?.id);
});

const convert = (more: object = {}) => ({ id: lead, conversionId, title: 'Roof', ...at, ...more });
const moves = (subjectId: string) => stage.rows('stageHistory', { subjectId }).map(({ field, fromValue, toValue }) => [field, fromValue, toValue]);

describe('a lead', () => {
  test('is made with a new person in one step, and belongs to its maker', () => {
    stage.run('leads.create', { contact: { firstName: 'Bo', points: [{ kind: 'email', value: 'bo@example.org' }] }, sourceSystem: 'import' });
    const [made] = stage.rows('leads', { sourceSystem: 'import' });
    expect(stage.row('contacts', String(made?.['contactId']))).toMatchObject({ fullName: 'Bo', primaryEmail: 'bo@example.org' });
    expect(made).toMatchObject({ assignedTo: me, status: 'open', stage: 'lead' });
    expect(stage.outcome('leads.create', { contact: { firstName: 'Bob', points: [{ kind: 'email', value: 'BO@example.org' }] }, sourceSystem: 'x' })).toBe(
      'contact.duplicateSuspected points',
    );
    expect(stage.outcome('leads.create', { sourceSystem: 'x' })).toBe('field.invalid contactId');
  });

  test('is assigned only to active members, and by an agent only to oneself', () => {
    expect(stage.outcome('leads.assign', { id: lead, userId: other }, { role: 'manager' })).toBe('member.inactive userId');
    expect(stage.outcome('leads.assign', { id: lead, userId: other })).toBe('auth.denied pipeline.assign');
    expect(stage.outcome('leads.assign', { id: lead, userId: null })).toBe('done');
  });

  test('is qualified with an address, and back again; every step is in its history', () => {
    const bare = stage.add('contacts', { firstName: 'Cy', fullName: 'Cy', normalizedName: 'cy' });
    stage.run('leads.create', { contactId: bare, sourceSystem: 'bare' });
    expect(stage.outcome('leads.qualify', { id: stage.rows('leads', { contactId: bare })[0]?.id })).toBe('lead.missingFields contactId');
    stage.run('leads.qualify', { id: lead });
    stage.run('leads.unqualify', { id: lead, reason: 'too early' });
    expect(moves(lead)).toEqual([
      ['stage', 'lead', 'prospect'],
      ['stage', 'prospect', 'lead'],
    ]);
  });

  test('is not given up while a deal of it is open, and is reopened only then', () => {
    stage.run('opportunities.create', { fields: { name: 'Deal' }, contactId: contact, leadId: lead });
    expect(stage.outcome('leads.disqualify', { id: lead })).toBe('lead.hasOpenOpportunity id');
    expect(stage.outcome('leads.reopen', { id: lead })).toBe('state.forbidden status');
    stage.run('opportunities.lose', { id: stage.rows('opportunities')[0]?.id });
    stage.run('leads.disqualify', { id: lead });
    expect(stage.outcome('leads.reopen', { id: lead })).toBe('done');
  });
});

describe('conversion', () => {
  test('makes a case of a prospect, with its client, an interaction and one history', () => {
    expect(stage.outcome('leads.convert', convert())).toBe('lead.notProspect stage');
    stage.run('leads.qualify', { id: lead });
    stage.run('leads.convert', convert({ opportunity: { do: 'create', name: 'Deal' } }));
    const [made] = stage.rows('cases');
    expect(made).toMatchObject({ leadId: lead, primaryContactId: contact, assignedTo: me, title: 'Roof' });
    expect(stage.row('leads', lead)).toMatchObject({ status: 'converted', convertedCaseId: made?.id, convertedBy: me });
    expect(stage.rows('opportunities')).toMatchObject([{ stage: 'qualified', leadId: lead, contactId: contact }]);
    expect(stage.rows('caseParticipants', { caseId: made?.id })).toMatchObject([{ contactId: contact, role: 'client' }]);
    expect(stage.rows('interactions')).toMatchObject([{ interactionType: 'converted', caseId: made?.id }]);
    expect(stage.rows('stageHistory').filter((row) => row['conversionId'] === conversionId)).toHaveLength(2);
    expect(moves(String(made?.id))).toEqual([['status', null, 'open']]);
  });

  test('is the same when it comes twice, and refused when another has converted the lead', () => {
    stage.run('leads.qualify', { id: lead });
    stage.run('leads.convert', convert());
    expect(stage.run('leads.convert', convert())).toEqual([]);
    expect(stage.outcome('leads.convert', convert({ conversionId: '0195e6a0-0000-4000-8000-000000000002' }))).toBe('lead.alreadyConverted id');
    expect(stage.rows('cases')).toHaveLength(1);
  });

  test('skips the prospect for whoever converts for a team, and writes down both moves', () => {
    stage.run('leads.convert', convert(), { role: 'manager' });
    expect(moves(lead)).toEqual([
      ['stage', 'lead', 'prospect'],
      ['status', 'open', 'converted'],
    ]);
  });

  test('stops where somebody else is reached at the same number, until the person chooses', () => {
    const twin = stage.add('contacts', { firstName: 'Ada', fullName: 'Ada L', normalizedName: 'ada l' });
    stage.add('contactPoints', { contactId: twin, kind: 'phone', value: '0700', normalized: '+254700' });
    stage.run('leads.qualify', { id: lead });
    expect(stage.outcome('leads.convert', convert())).toBe('conversion.duplicate contactId');
    stage.run('leads.convert', convert({ duplicate: { do: 'useContact', contactId: twin } }));
    expect(stage.rows('cases')).toMatchObject([{ primaryContactId: twin }]);
  });

  test('stops at an open case of the same kind, and can join it', () => {
    const open = stage.add('cases', { ...at, title: 'Old', openedAt: '2026-03-01T10:00:00.000Z', primaryContactId: contact, assignedTo: me, caseNumber: 'K-1' });
    stage.run('leads.qualify', { id: lead });
    expect(stage.outcome('leads.convert', convert())).toBe('conversion.duplicate kindId');
    stage.run('leads.convert', convert({ duplicate: { do: 'linkCase', caseId: open } }));
    expect(stage.rows('cases')).toHaveLength(1);
    expect(stage.row('cases', open)).toMatchObject({ leadId: lead });
  });

  test('is taken back within its window and while nothing came of it', () => {
    stage.run('leads.qualify', { id: lead });
    stage.run('leads.convert', convert());
    const caseId = String(stage.rows('cases')[0]?.id);
    const by = { role: 'manager' } as const;
    expect(stage.outcome('leads.revert', { id: lead, reason: 'error' }, { ...by, at: '2026-05-02T10:00:00.000Z' })).toBe('conversion.windowPassed id');
    const call = stage.add('calls', {
      pbx: 'p',
      caseId,
      direction: 'inbound',
      callerNumber: '+254700',
      startedAt: '2026-03-02T11:00:00.000Z',
      answeredAt: '2026-03-02T11:00:05.000Z',
    });
    expect(stage.outcome('leads.revert', { id: lead, reason: 'error' }, by)).toBe('conversion.hasActivity id');
    stage.add('calls', { ...stage.row('calls', call), answeredAt: null });
    stage.run('leads.revert', { id: lead, reason: 'error' }, by);
    expect(stage.row('leads', lead)).toMatchObject({ status: 'open', stage: 'prospect', convertedCaseId: null });
    expect(stage.row('cases', caseId)).toMatchObject({ status: 'cancelled' });
    expect(stage.rows('stageHistory').filter((row) => row['conversionId'] === conversionId)).toHaveLength(4);
  });
});

describe('an opportunity', () => {
  let deal: string;
  let unit: string;
  beforeEach(() => {
    const project = stage.add('inventoryProjects', { name: 'Towers' });
    unit = stage.add('inventoryUnits', { projectId: project, unitLabel: 'A1', status: 'available' });
    stage.run('opportunities.create', { fields: { name: 'Deal', unitId: unit, valueMinor: 100, valueCurrency: 'KES' }, contactId: contact });
    deal = String(stage.rows('opportunities')[0]?.id);
  });

  test('needs a party, and an amount with its currency', () => {
    expect(stage.outcome('opportunities.create', { fields: { name: 'x' } })).toBe('opportunity.noParty contactId');
    expect(stage.outcome('opportunities.create', { fields: { name: 'x', valueMinor: 5 }, contactId: contact })).toBe('field.invalid valueCurrency');
  });

  test('goes one stage at a time, both ways', () => {
    expect(stage.outcome('opportunities.moveStage', { id: deal, stage: 'proposal' })).toBe('stage.forbidden stage');
    for (const to of ['qualified', 'proposal', 'qualified', 'proposal', 'negotiation']) stage.run('opportunities.moveStage', { id: deal, stage: to });
    expect(moves(deal)).toHaveLength(5);
  });

  test('is won with its unit reserved and nothing left to approve, and sells the unit', () => {
    for (const to of ['qualified', 'proposal', 'negotiation']) stage.run('opportunities.moveStage', { id: deal, stage: to });
    expect(stage.outcome('opportunities.win', { id: deal })).toBe('unit.notAvailable unitId');
    stage.run('units.hold', { unitId: unit, opportunityId: deal });
    stage.run('units.setStatus', { unitId: unit, status: 'reserved' }, { role: 'manager' });
    const approval = stage.add('approvals', { subjectType: 'opportunities', subjectId: deal, approverId: me, status: 'pending' });
    expect(stage.outcome('opportunities.win', { id: deal })).toBe('approval.required id');
    stage.add('approvals', { ...stage.row('approvals', approval), status: 'approved' });
    stage.run('opportunities.win', { id: deal });
    expect(stage.row('inventoryUnits', unit)).toMatchObject({ status: 'sold' });
    expect(stage.rows('unitAvailability').map(({ value }) => value)).toEqual(['held', 'reserved', 'sold']);
  });

  test('that is lost frees its unit, and goes on where it was', () => {
    stage.run('opportunities.moveStage', { id: deal, stage: 'qualified' });
    stage.run('units.hold', { unitId: unit });
    stage.run('opportunities.lose', { id: deal, reason: 'price' });
    expect(stage.row('inventoryUnits', unit)).toMatchObject({ status: 'available' });
    stage.run('opportunities.reopen', { id: deal });
    expect(stage.row('opportunities', deal)).toMatchObject({ stage: 'qualified', closedAt: null });
  });

  test('keeps one interest for each contact and unit', () => {
    stage.run('interests.set', { contactId: contact, unitId: unit, level: 'enquired' });
    stage.run('interests.set', { contactId: contact, unitId: unit, level: 'shortlisted' });
    expect(stage.rows('propertyInterests')).toMatchObject([{ level: 'shortlisted' }]);
    expect(stage.outcome('interests.set', { contactId: contact, level: 'enquired' })).toBe('field.invalid projectId');
  });
});

test('a price begins now or later, and shows once it has begun', () => {
  const unitId = stage.add('inventoryUnits', { projectId: stage.add('inventoryProjects', { name: 'T' }), unitLabel: 'A', status: 'available' });
  const price = { unitId, priceMinor: 5_000_000_00, priceCurrency: 'KES' };
  const by = { role: 'manager' } as const;
  expect(stage.outcome('units.setPrice', { ...price, effectiveFrom: '2026-03-01T00:00:00.000Z' }, by)).toBe('price.past effectiveFrom');
  stage.run('units.setPrice', { ...price, effectiveFrom: '2026-04-01T00:00:00.000Z' }, by);
  expect(stage.row('inventoryUnits', unitId)).toMatchObject({ priceCurrentMinor: null });
  stage.run('units.setPrice', price, by);
  expect(stage.row('inventoryUnits', unitId)).toMatchObject({ priceCurrentMinor: 5_000_000_00, priceCurrentCurrency: 'KES' });
  expect(stage.outcome('units.release', { unitId })).toBe('unit.notAvailable unitId');
});
