import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Id } from '#domain/kernel/names.ts';
import { grantsOf } from '#domain/kernel/capability.ts';
import { newId } from '../../sync-server/db/new-id.ts';
import { inTenant } from '../../sync-server/db/transaction.ts';
import { loadMember, type Member } from '../../sync-server/auth/member.ts';
import { readOpening } from '../../sync-server/commands/standing.ts';
import { idIn, openOffice, problemIn, type Office } from '../support/office.ts';

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.close());

const member = async (name: string): Promise<Member> => {
  const { tenantId, userId, deviceId } = await office.as(name);
  const found = await inTenant(office.pool, tenantId, (tx) => loadMember(tx, { tenantId, userId, deviceId: deviceId as Id<'devices'> }));
  if (!found) throw new Error(`${name} is no member`);
  return found;
};
const roleId = (name: string) => office.world.idOf('roles', 'name', name);
const teamId = (name: string) => office.world.idOf('teams', 'name', name);

interface Extra {
  readonly role: string;
  readonly team?: string;
  readonly from?: string;
  readonly until?: string;
}
async function give(name: string, { role, team, from, until }: Extra): Promise<string> {
  const id = newId(Date.now());
  const { tenantId, userId } = await office.as(name);
  await office.admin.query(
    `INSERT INTO role_assignments (id, tenant_id, user_id, role_id, team_id, starts_at, expires_at, granted_by, created_at, updated_at, version)
     VALUES ($1, $2, $3, $4, $5, now() + $6::interval, now() + $7::interval, $3, now(), now(), 1)`,
    [id, tenantId, userId, roleId(role), team ? teamId(team) : null, from ?? null, until ?? null],
  );
  return id;
}
const takeBack = (id: string) => office.admin.query('UPDATE role_assignments SET deleted_at = now() WHERE id = $1', [id]);

test('session and command know the same rights', async () => {
  const extra = await give('agent', { role: 'teamLead', team: 'South', until: '1 hour' });
  const caller = await office.as('agent');
  const { standing } = await inTenant(office.pool, caller.tenantId, (tx) => readOpening(tx, caller, newId(Date.now()), []));
  const { timeZone, settings, ...rights } = standing ?? {};
  expect(await member('agent')).toMatchObject({ ...rights, tenant: { timeZone, settings } });
  await takeBack(extra);
});

describe('a role held beside the first', () => {
  test('adds its grants while it runs', async () => {
    const before = await member('viewer');
    expect(before.grants).toEqual(grantsOf('viewer'));
    const id = await give('viewer', { role: 'agent', from: '-1 hour', until: '1 hour' });
    const now = await member('viewer');
    expect(now.grants['cases.close']).toBe('assigned');
    expect(now.grants['cases.view']).toBe('team');
    expect(Date.parse(now.changesAt ?? '')).toBeGreaterThan(Date.now());
    await takeBack(id);
    expect((await member('viewer')).grants).toEqual(grantsOf('viewer'));
  });

  test.each([
    ['before it begins', { role: 'owner', from: '1 hour' }],
    ['after it has ended', { role: 'owner', from: '-2 hours', until: '-1 hour' }],
  ] as const)('adds nothing %s', async (_, extra) => {
    const id = await give('viewer', extra);
    expect((await member('viewer')).grants).toEqual(grantsOf('viewer'));
    await takeBack(id);
  });

  test('for one team reaches the rows of that team and no others', async () => {
    const [north, south] = await Promise.all(['North', 'South'].map((team) => office.openCase('owner', team)));
    const close = async (id: unknown) => problemIn(await office.run('agent', 'cases.hold', { id, reason: 'x' }));
    expect([await close(north), await close(south)]).toEqual(['auth.denied', 'row.missing']);
    const id = await give('agent', { role: 'supervisor', team: 'South' });
    expect([await close(north), await close(south)]).toEqual(['auth.denied', 'accepted']);
    expect(await member('agent')).toMatchObject({ teamIds: [teamId('North')], teamGrants: [{ teamId: teamId('South') }] });
    await takeBack(id);
    expect(await close(await office.openCase('owner', 'South'))).toBe('row.missing');
  });

  test('of the whole tenant, given for one team, opens that team only', async () => {
    const elsewhere = await office.openCase('owner', 'North', { teamId: null });
    const id = await give('southerner', { role: 'manager', team: 'North' });
    const own = await office.openCase('owner', 'North');
    expect(problemIn(await office.run('southerner', 'cases.hold', { id: own, reason: 'x' }))).toBe('accepted');
    expect(problemIn(await office.run('southerner', 'cases.hold', { id: elsewhere, reason: 'x' }))).toBe('row.missing');
    await takeBack(id);
  });
});

test('a follow-up team adds its rights on what is with it', async () => {
  await office.admin.query(`UPDATE teams SET kind = 'followUp' WHERE id = $1`, [teamId('South')]);
  expect((await member('southerner')).followUpTeamIds).toEqual([teamId('South')]);
  const id = await office.openCase('owner', 'South');
  expect(problemIn(await office.run('southerner', 'cases.hold', { id, reason: 'x' }))).toBe('accepted');
  await office.admin.query(`UPDATE teams SET kind = 'standard' WHERE id = $1`, [teamId('South')]);
  const other = await office.openCase('owner', 'South');
  expect(problemIn(await office.run('southerner', 'cases.hold', { id: other, reason: 'x' }))).toBe('auth.denied');
});

describe('somebody from outside', () => {
  test('sees and does on a case what they were given there', async () => {
    const { userId } = await office.as('second');
    await office.admin.query(`UPDATE memberships SET role_id = $2 WHERE user_id = $1`, [userId, roleId('coordinator')]);
    const contactId = idIn(await office.run('owner', 'contacts.create', { firstName: 'Coordinator' }), 'contacts');
    await office.admin.query('UPDATE contacts SET user_id = $2 WHERE id = $1', [contactId, userId]);
    const [theirs, other] = await Promise.all(['North', 'North'].map((team) => office.openCase('owner', team)));
    const part = idIn(await office.run('owner', 'participants.add', { caseId: theirs, contactId, role: 'coordinator' }), 'caseParticipants');
    const edit = async (id: unknown) => problemIn(await office.run('second', 'cases.update', { id, patch: { title: 'Other' }, base: {} }));

    expect(await member('second')).toMatchObject({ isExternal: true, participations: { [String(theirs)]: ['view', 'message', 'upload', 'manage'] } });
    expect([await edit(theirs), await edit(other)]).toEqual(['accepted', 'row.missing']);
    expect(problemIn(await office.run('owner', 'participants.update', { id: part, caseId: theirs, permissions: ['view', 'message'] }))).toBe('accepted');
    expect(await edit(theirs)).toBe('auth.denied');
  });
});
