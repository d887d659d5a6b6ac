import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { idIn, openOffice, problemIn, type Office } from '../support/office.ts';

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.close());

const user = async (name: string) => (await office.as(name)).userId;
const roleId = (name: string) => office.world.idOf('roles', 'name', name);
const teamId = (name: string) => office.world.idOf('teams', 'name', name);
const tried = async (name: string, command: string, args: object) => problemIn(await office.run(name, command, args));
const told = (type: string) => office.rows('SELECT user_id FROM notifications WHERE notification_type = $1', [type]);
const hash = 'a'.repeat(64);

describe('a member', () => {
  test('is given another role, yet none above the giver’s own, and nobody touches who ranks above', async () => {
    const userId = await user('second');
    expect(await tried('admin', 'members.update', { userId, roleId: roleId('viewer') })).toBe('accepted');
    expect(await tried('admin', 'members.update', { userId, roleId: roleId('owner') })).toBe('role.rankTooHigh');
    expect(await tried('admin', 'members.update', { userId: await user('owner'), displayName: 'x' })).toBe('role.rankTooHigh');
    expect(await tried('owner', 'members.update', { userId: await user('owner'), isActive: false })).toBe('member.lastOwner');
    expect(await tried('owner', 'members.update', { userId, roleId: roleId('agent') })).toBe('accepted');
  });

  test('who leaves hands open work over, and loses devices and their numbers', async () => {
    const { userId, deviceId } = await office.as('southerner');
    const to = await user('second');
    const [open, closed] = await Promise.all(['South', 'South'].map((team) => office.openCase('owner', team, { assignedTo: userId })));
    expect(await tried('owner', 'cases.close', { id: closed })).toBe('accepted');
    await office.numbers.lease(await office.as('southerner'), {});
    expect(await tried('owner', 'members.deactivate', { userId, handOverTo: userId })).toBe('field.invalid');
    expect(await tried('owner', 'members.deactivate', { userId, handOverTo: to })).toBe('accepted');

    expect(await office.rows('SELECT id, assigned_to FROM cases WHERE id IN ($1, $2) ORDER BY id', [open, closed])).toEqual(
      [
        { id: open, assigned_to: to },
        { id: closed, assigned_to: userId },
      ].toSorted((one, other) => String(one.id).localeCompare(String(other.id))),
    );
    expect(await office.rows('SELECT status FROM devices WHERE id = $1', [deviceId])).toEqual([{ status: 'revoked' }]);
    expect(await office.rows('SELECT DISTINCT status FROM number_blocks WHERE device_id = $1', [deviceId])).toEqual([{ status: 'voided' }]);
    expect(await told('work.handedOver')).toEqual([{ user_id: to }]);
    expect(await tried('southerner', 'contacts.create', { firstName: 'x' })).toBe('auth.denied');
    expect(await tried('owner', 'cases.assign', { id: open, userId })).toBe('member.inactive');
  });

  test('who leaves without a successor leaves the work to the team', async () => {
    const userId = await user('lead');
    const id = await office.openCase('owner', 'North', { assignedTo: userId });
    expect(await tried('owner', 'members.deactivate', { userId })).toBe('accepted');
    expect(await office.rows('SELECT assigned_to, team_id FROM cases WHERE id = $1', [id])).toEqual([{ assigned_to: null, team_id: teamId('North') }]);
  });

  test('who owns the tenant cannot be deactivated, nor handed work to who has left', async () => {
    expect(await tried('owner', 'members.deactivate', { userId: await user('owner') })).toBe('member.lastOwner');
    expect(await tried('owner', 'members.deactivate', { userId: await user('viewer'), handOverTo: await user('lead') })).toBe('member.inactive');
  });
});

describe('an invitation', () => {
  const email = 'new@example.test';
  const invite = (name: string, more: object = {}) => office.run(name, 'invitations.send', { email, roleId: roleId('agent'), tokenHash: hash, ...more });

  test('is sent by who may, a manager into own teams only', async () => {
    expect(problemIn(await invite('manager'))).toBe('auth.denied');
    expect(problemIn(await invite('manager', { teamId: teamId('North') }))).toBe('auth.denied');
    expect(await tried('owner', 'teams.addMember', { teamId: teamId('North'), userId: await user('manager') })).toBe('accepted');
    expect(problemIn(await invite('manager', { teamId: teamId('North'), roleId: roleId('owner') }))).toBe('role.rankTooHigh');
    expect(problemIn(await invite('manager', { teamId: teamId('North'), tokenHash: 'b'.repeat(64) }))).toBe('accepted');
    expect(problemIn(await invite('agent'))).toBe('auth.denied');
    expect(problemIn(await invite('admin', { email: office.world.email('agent') }))).toBe('member.exists');
    expect(problemIn(await invite('admin', { email: 'nobody' }))).toBe('field.invalid');
  });

  test('replaces an earlier one, goes out by mail, and is withdrawn', async () => {
    const token = 'c'.repeat(43);
    const id = idIn(await invite('admin', { email: 'other@example.test' }), 'invitations');
    const again = idIn(await invite('admin', { email: 'Other@example.test', tokenHash: 'd'.repeat(64), token }), 'invitations');
    const states = () => office.rows('SELECT status FROM invitations WHERE id IN ($1, $2) ORDER BY created_at', [id, again]);
    expect(await states()).toEqual([{ status: 'revoked' }, { status: 'pending' }]);
    expect(await office.rows(`SELECT topic, payload ->> 'token' AS token FROM outbox_events`)).toEqual([{ topic: 'mail.invitation', token }]);
    expect(await tried('admin', 'invitations.revoke', { id: again })).toBe('accepted');
    expect(await tried('admin', 'invitations.revoke', { id: again })).toBe('accepted');
    expect(await states()).toEqual([{ status: 'revoked' }, { status: 'revoked' }]);
    const audited = await office.rows(`SELECT after::text AS after FROM audit_events WHERE action = 'invitations.send' AND success`);
    expect(audited.map(({ after }) => String(after)).join()).not.toContain(hash);
    expect(JSON.stringify(await office.rows('SELECT outcome FROM command_log'))).not.toContain(token);
  });
});

describe('a role', () => {
  test('of the system stays as it is; a copy is the tenant’s own', async () => {
    expect(await tried('owner', 'roles.save', { id: roleId('agent'), displayName: 'Mine' })).toBe('role.system');
    expect(await tried('owner', 'roles.setGrants', { roleId: roleId('agent'), grants: [] })).toBe('role.system');
    const copy = idIn(await office.run('owner', 'roles.save', { copyOf: roleId('agent'), displayName: 'Night agent' }), 'roles');
    const grantsOf = async (id: string) => office.rows('SELECT capability, scope FROM role_grants WHERE role_id = $1 AND deleted_at IS NULL ORDER BY capability', [id]);
    expect(await grantsOf(copy)).toEqual(await grantsOf(roleId('agent')));
    expect(await tried('owner', 'roles.save', { displayName: 'Night agent' })).toBe('unique.taken');

    const wanted = [
      { capability: 'cases.open', scope: 'tenant' },
      { capability: 'cases.view', scope: 'own' },
    ];
    expect(await tried('owner', 'roles.setGrants', { roleId: copy, grants: wanted })).toBe('accepted');
    expect(await grantsOf(copy)).toEqual(wanted);
    expect(await tried('owner', 'roles.setGrants', { roleId: copy, grants: [...wanted, ...wanted] })).toBe('field.invalid');
    for (const capability of ['platform.grant', 'ingest.write', 'agreements.accept'])
      expect(await tried('owner', 'roles.setGrants', { roleId: copy, grants: [{ capability, scope: 'own' }] })).toBe('grant.beyondOwn');
    expect(await tried('admin', 'roles.save', { displayName: 'Above me', rank: 7 })).toBe('role.rankTooHigh');
    expect(await tried('admin', 'roles.setGrants', { roleId: copy, grants: [{ capability: 'tenants.manage', scope: 'own' }] })).toBe('grant.beyondOwn');
  });

  test('is given beside the first for a time, given again with another, and taken back', async () => {
    const args = { userId: await user('viewer'), roleId: roleId('agent'), teamId: teamId('North') };
    expect(await tried('admin', 'roles.assign', { ...args, roleId: roleId('owner') })).toBe('role.rankTooHigh');
    expect(await tried('admin', 'roles.assign', { ...args, startsAt: '2030-01-01T00:00:00.000Z', expiresAt: '2029-01-01T00:00:00.000Z' })).toBe('field.invalid');
    expect(await tried('admin', 'roles.assign', args)).toBe('accepted');
    expect(await tried('admin', 'roles.assign', { ...args, expiresAt: '2099-01-01T00:00:00.000Z' })).toBe('accepted');
    expect(await office.rows('SELECT expires_at FROM role_assignments WHERE user_id = $1 AND deleted_at IS NULL', [args.userId])).toHaveLength(1);
    expect(await tried('viewer', 'cases.open', office.caseArgs())).toBe('accepted');
    expect(await tried('admin', 'roles.unassign', args)).toBe('accepted');
    expect(await tried('admin', 'roles.unassign', args)).toBe('row.missing');
    expect(await tried('viewer', 'cases.open', office.caseArgs())).toBe('auth.denied');
    expect((await told('role.assigned')).length).toBe(2);
  });
});

describe('a team', () => {
  test('is made, changed, and never put under itself', async () => {
    const id = idIn(await office.run('manager', 'teams.save', { name: 'Night', kind: 'followUp', parentTeamId: teamId('North') }), 'teams');
    expect(await tried('manager', 'teams.save', { name: 'Night' })).toBe('unique.taken');
    expect(await tried('manager', 'teams.save', { id: teamId('North'), name: 'North', parentTeamId: id })).toBe('team.cycle');
    expect(await tried('supervisor', 'teams.save', { name: 'Mine' })).toBe('auth.denied');
    expect(await tried('supervisor', 'teams.save', { id: teamId('North'), name: 'North', colour: '#123456' })).toBe('accepted');
    expect(await tried('supervisor', 'teams.save', { id: teamId('South'), name: 'South' })).toBe('auth.denied');
  });

  test('keeps who still takes calls for it', async () => {
    const { tenantId, userId } = await office.as('agent');
    const queue = idIn(await office.run('owner', 'queues.create', { name: 'Calls', asteriskQueueName: 'calls', teamId: teamId('North') }), 'queues');
    await office.admin.query(
      `INSERT INTO queue_members (id, tenant_id, queue_id, user_id, penalty, state, created_at, updated_at, version) VALUES (gen_random_uuid(), $1, $2, $3, 0, 'in', now(), now(), 1)`,
      [tenantId, queue, userId],
    );
    expect(await tried('owner', 'teams.removeMember', { teamId: teamId('North'), userId })).toBe('team.hasOpenQueue');
    await office.admin.query(`UPDATE queue_members SET state = 'out'`);
    expect(await tried('owner', 'teams.removeMember', { teamId: teamId('North'), userId })).toBe('accepted');
    expect(await tried('owner', 'teams.addMember', { teamId: teamId('North'), userId })).toBe('accepted');
  });
});

describe('a device', () => {
  test('is registered up to the limit, revoked, and ordered to wipe', async () => {
    const device = { name: 'Laptop', platform: 'linux', publicKey: 'the key of a laptop' };
    const id = idIn(await office.run('agent', 'devices.register', device), 'devices');
    expect(await tried('agent', 'devices.register', device)).toBe('unique.taken');
    expect(await tried('second', 'devices.revoke', { id })).toBe('row.missing');
    expect(await tried('agent', 'devices.revoke', { id })).toBe('accepted');
    expect(await tried('admin', 'devices.wipe', { id })).toBe('accepted');
    expect(await told('device.revoked')).toContainEqual({ user_id: await user('agent') });
    const { tenantId, userId } = await office.as('viewer');
    await office.admin.query(
      `INSERT INTO devices (id, tenant_id, user_id, name, platform, public_key, status, created_at, updated_at, version)
       SELECT gen_random_uuid(), $1, $2, 'many', 'linux', 'key ' || n, 'active', now(), now(), 1 FROM generate_series(1, 50) n`,
      [tenantId, userId],
    );
    expect(await tried('viewer', 'devices.register', { ...device, publicKey: 'one too many keys' })).toBe('device.limit');
  });
});

test('a session is ended by its own user or by who may end all', async () => {
  const { tenantId, userId, deviceId } = await office.as('agent');
  const add = async (hashed: string) => {
    const { rows } = await office.admin.query<{ id: string }>(
      `INSERT INTO sessions (id, tenant_id, user_id, device_id, token_hash, expires_at, is_active, created_at, updated_at, version)
       VALUES (gen_random_uuid(), $1, $2, $3, $4, now() + interval '1 hour', true, now(), now(), 1) RETURNING id`,
      [tenantId, userId, deviceId, hashed],
    );
    return rows[0]?.id;
  };
  const [own, other] = [await add('one'), await add('two')];
  expect(await tried('second', 'sessions.revoke', { id: own })).toBe('row.missing');
  expect(await tried('agent', 'sessions.revoke', { id: own })).toBe('accepted');
  expect(await tried('admin', 'sessions.revoke', { id: other })).toBe('accepted');
  expect(await office.rows('SELECT is_active, revoked_at IS NOT NULL AS ended FROM sessions')).toEqual([
    { is_active: false, ended: true },
    { is_active: false, ended: true },
  ]);
});

test('an API key takes no more than its maker has, and its hash is told nowhere', async () => {
  const key = { name: 'PBX', permissions: [{ capability: 'ingest.write', scope: 'tenant' }], prefix: 'abcdefgh', keyHash: 'e'.repeat(64) };
  const answer = await office.run('admin', 'apiKeys.create', key);
  expect(answer).toMatchObject({ status: 'accepted', rows: [] });
  expect(JSON.stringify([answer, await office.rows('SELECT outcome FROM command_log'), await office.rows('SELECT after FROM audit_events')])).not.toContain(key.keyHash);
  expect(await tried('admin', 'apiKeys.create', { ...key, keyHash: 'f'.repeat(64) })).toBe('unique.taken');
  const beyond = { ...key, prefix: 'ijklmnop', keyHash: 'f'.repeat(64), permissions: [{ capability: 'tenants.manage', scope: 'own' }] };
  expect(await tried('admin', 'apiKeys.create', beyond)).toBe('grant.beyondOwn');
  expect(await tried('admin', 'apiKeys.create', { ...beyond, permissions: [], expiresAt: '2020-01-01T00:00:00.000Z' })).toBe('field.invalid');
  expect(await tried('manager', 'apiKeys.create', { ...beyond, permissions: [] })).toBe('auth.denied');
  const id = idIn(answer, 'apiKeys');
  expect(await tried('admin', 'apiKeys.revoke', { id })).toBe('accepted');
  expect(await office.rows('SELECT is_active FROM api_keys')).toEqual([{ is_active: false }]);
});

describe('the tenant', () => {
  test('is configured by its administrators, field by field', async () => {
    const update = (args: object) => tried('admin', 'tenants.update', args);
    expect(await update({ patch: { settings: { autoLockMinutes: 5 } }, base: { settings: {} } })).toBe('accepted');
    expect(await update({ patch: { settings: { pinMinLength: 6 } }, base: { settings: {} } })).toBe('accepted');
    expect(await office.rows('SELECT settings FROM tenants')).toEqual([{ settings: { autoLockMinutes: 5, pinMinLength: 6 } }]);
    expect(await update({ patch: { name: 'Other' }, base: { name: 'Never' } })).toBe('edit.conflict');
    for (const bad of [{ timeZone: 'Mars/Olympus' }, { defaultCurrency: 'usd' }, { settings: { autoLockMinutes: 0 } }, { subdomain: 'other' }])
      expect(await update({ patch: bad })).toBe('field.invalid');
    expect(await tried('manager', 'tenants.update', { patch: { name: 'Mine' } })).toBe('auth.denied');
  });

  test('is handed over by its owner alone', async () => {
    const userId = await user('admin');
    expect(await tried('admin', 'tenants.transferOwnership', { userId })).toBe('auth.denied');
    expect(await tried('owner', 'tenants.transferOwnership', { userId: await user('lead') })).toBe('member.inactive');
    expect(await tried('owner', 'tenants.transferOwnership', { userId })).toBe('accepted');
    expect(await office.rows('SELECT owner_id FROM tenants')).toEqual([{ owner_id: userId }]);
    expect(await tried('owner', 'tenants.transferOwnership', { userId })).toBe('auth.denied');
    expect(await tried('admin', 'members.deactivate', { userId: await user('owner') })).toBe('accepted');
  });
});
