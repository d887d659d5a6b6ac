import * as fs from 'node:fs';
import * as path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import {
  capabilities,
  cellOf,
  externalRoles,
  grantsOf,
  platformRoleNames,
  roleNames,
  supportCapabilities,
  type Capability,
  type ExternalRole,
  type RoleName,
  type Scope,
} from '#domain/kernel/capability.ts';
import { command, type AnyCommand, type Target } from '#domain/kernel/command.ts';
import { hasKeys, syncOf, type AnyEntity } from '#domain/kernel/entity.ts';
import type { Id } from '#domain/kernel/names.ts';
import { mayActOn, teamKey, userKey, type Viewer } from '#domain/kernel/permission.ts';
import { systemRoles } from '#domain/people/system-roles.ts';
import { allEntities, commandOf } from '#domain/registry.ts';
import { loadMember } from '../../sync-server/auth/member.ts';
import { createParameters, sightOf } from '../../sync-server/api/conditions.ts';
import { platformCapabilities } from '../../sync-server/auth/platform-roles.ts';
import { inTenant } from '../../sync-server/db/transaction.ts';
import { shapeOf } from '../../sync-server/shapes/shape.ts';
import { openOffice, problemIn, type Office } from '../support/office.ts';

type Role = ExternalRole | RoleName;
const roles: readonly Role[] = [...roleNames, ...externalRoles];
const isExternal = (role: Role) => externalRoles.some((name) => name === role);

/** A command for each capability that writes nothing: whether it is allowed is all there is to it. */
const target = z.strictObject({ visibleTo: z.array(z.string()).nullable(), createdBy: z.uuid().nullable() });
const probes: ReadonlyMap<string, AnyCommand> = new Map(
  capabilities.map((capability) => {
    const probe = command(`probe.${capability}`, {
      title: capability,
      args: z.strictObject({ target: target.optional() }),
      mode: 'online',
      capability,
      needs: () => [],
      on: ({ args }) => (args.target ? [args.target as Target] : []),
      run: () => [],
    });
    return [probe.name, probe as unknown as AnyCommand];
  }),
);

let office: Office;
beforeAll(async () => {
  office = await openOffice({ people: [...roles].map((role) => ({ name: role, role: isExternal(role) ? 'viewer' : (role as RoleName), teams: ['North'] })), commands: probes });
  for (const role of externalRoles)
    await office.admin.query('UPDATE memberships SET role_id = $2 WHERE user_id = $1', [(await office.as(role)).userId, office.world.idOf('roles', 'name', role)]);
});
afterAll(() => office.close());

const memberOf = async (role: Role) => {
  const { tenantId, userId, deviceId } = await office.as(role);
  const member = await inTenant(office.pool, tenantId, (tx) => loadMember(tx, { tenantId, userId, deviceId: deviceId as Id<'devices'> }));
  if (!member) throw new Error(`${role} is no member`);
  return member;
};

/** Where a row can stand to somebody, and which scopes reach it there. */
const places: Readonly<
  Record<string, { readonly target: (user: string, team: string, other: string) => z.output<typeof target>; readonly by: readonly Scope[]; readonly outside: readonly Scope[] }>
> = {
  'named after them': {
    target: (user) => ({ visibleTo: [userKey(user)], createdBy: null }),
    by: ['own', 'assigned', 'team', 'tenant'],
    outside: ['own', 'assigned', 'team', 'tenant'],
  },
  'with their team': { target: (_, team) => ({ visibleTo: [teamKey(team)], createdBy: null }), by: ['team', 'tenant'], outside: ['team', 'tenant'] },
  'with another team': { target: (_user, _team, other) => ({ visibleTo: [teamKey(other)], createdBy: null }), by: ['tenant'], outside: [] },
  'made by them, with another team': { target: (user, _, other) => ({ visibleTo: [teamKey(other)], createdBy: user }), by: ['own', 'tenant'], outside: ['own'] },
  'with nobody': { target: () => ({ visibleTo: [], createdBy: null }), by: ['tenant'], outside: [] },
};

describe.each(roles)('%s', (role) => {
  test('is told the grants of the matrix', async () => {
    expect(await memberOf(role)).toMatchObject({ grants: grantsOf(role), isExternal: isExternal(role) });
  });

  test('may do to a row what the matrix says, wherever it stands', async () => {
    const { userId } = await office.as(role);
    const [north, south] = ['North', 'South'].map((name) => office.world.idOf('teams', 'name', name));
    const grants = grantsOf(role);
    const found: Record<string, readonly string[]> = {};
    const wanted: Record<string, readonly string[]> = {};
    for (const capability of capabilities) {
      const scope = grants[capability];
      const allowed: string[] = [];
      for (const [place, { target: of }] of Object.entries(places))
        if (problemIn(await office.run(role, `probe.${capability}`, { target: of(userId, north ?? '', south ?? '') })) === 'accepted') allowed.push(place);
      found[capability] = allowed;
      wanted[capability] = Object.entries(places).flatMap(([place, { by, outside }]) => (scope && (isExternal(role) ? outside : by).includes(scope) ? [place] : []));
    }
    expect(found).toEqual(wanted);
  });

  test('follows the shapes that its scope of seeing opens, from outside none of a whole tenant', async () => {
    const member = await memberOf(role);
    for (const entity of allEntities) expect([entity.name, openedBy(entity, member)]).toEqual([entity.name, expectedShape(entity, role)]);
  });

  test('reads over HTTP what that scope opens, and of what only the server holds its own where it is narrower', async () => {
    const member = { ...(await memberOf(role)), apiKeyId: null, rateLimit: null };
    for (const entity of allEntities.filter(({ global }) => !global)) {
      const parameters = createParameters();
      const sight = sightOf(entity, member, parameters);
      const [wall, keys] = parameters.values;
      expect([entity.name, wall]).toEqual([entity.name, member.tenantId]);
      const isServer = entity.visibility.kind === 'server';
      const found = !sight ? 'none' : keys === undefined ? 'tenant' : Array.isArray(keys) ? widthOf(keys, member.userId) : `only ${keys === member.userId ? 'own' : 'strange'}`;
      expect([entity.name, found]).toEqual([entity.name, isServer ? expectedOnServer(entity, role) : expectedSight(entity, role)]);
    }
  });
});

test('nobody from outside reads all that only the server holds, whatever a role of the tenant’s own grants', async () => {
  const member = await memberOf('coordinator');
  const onServer = allEntities.filter(({ global, view, visibility }) => !global && visibility.kind === 'server' && view !== 'self');
  expect(onServer.length).toBeGreaterThan(5);
  for (const entity of onServer) {
    const parameters = createParameters();
    sightOf(entity, { ...member, grants: { [entity.view]: 'tenant' }, apiKeyId: null, rateLimit: null }, parameters);
    expect([entity.name, parameters.values]).toEqual([entity.name, [member.tenantId, member.userId]]);
  }
});

/** What nobody holds but the server is for those whom the right opens the whole tenant; everybody else has their own. */
function expectedOnServer({ view }: AnyEntity, role: Role): string {
  const scope = view === 'self' ? 'own' : grantsOf(role)[view];
  return !scope ? 'none' : scope === 'tenant' && !isExternal(role) ? 'tenant' : 'only own';
}

/** How wide a shape is: by the keys it asks for. */
function openedBy(entity: AnyEntity, member: Viewer & { readonly tenantId: string }): string {
  const shape = shapeOf(entity, member);
  if (!shape) return 'none';
  const keys = shape.params.slice(1);
  return keys.length === 0 ? 'tenant' : widthOf(keys, member.userId);
}

function widthOf(keys: readonly string[], userId: string): string {
  return [keys.includes('tenant') ? 'shared' : '', keys.some((key) => key.startsWith('team:')) ? 'team' : '', keys.includes(userKey(userId)) ? 'own' : '']
    .filter(Boolean)
    .join(' ');
}

const expectedShape = (entity: AnyEntity, role: Role): string => (syncOf(entity) === 'never' ? 'none' : expectedSight(entity, role));

function expectedSight(entity: AnyEntity, role: Role): string {
  const scope = entity.view === 'self' ? 'self' : grantsOf(role)[entity.view];
  if (!scope) return 'none';
  const shared = isExternal(role) ? '' : 'shared ';
  if (!hasKeys(entity)) return scope === 'tenant' && !isExternal(role) ? 'tenant' : 'none';
  if (scope === 'self') return `${shared}team own`;
  if (scope === 'tenant' && !isExternal(role)) {
    const { visibility } = entity;
    const all = 'all' in visibility ? visibility.all : undefined;
    return all && grantsOf(role)[all] !== 'tenant' ? `${shared}team own` : 'tenant';
  }
  return scope === 'team' || scope === 'tenant' ? `${shared}team own` : `${shared}own`;
}

test('a follow-up team adds its column on what is with that team, whatever the role', async () => {
  await office.admin.query(`UPDATE teams SET kind = 'followUp' WHERE name = 'North'`);
  const team = office.world.idOf('teams', 'name', 'North');
  for (const capability of capabilities) {
    const answer = await office.run('viewer', `probe.${capability}`, { target: { visibleTo: [teamKey(team)], createdBy: null } });
    const held = grantsOf('viewer')[capability];
    const may = cellOf(capability, 'followUp') !== '-' || held === 'team' || held === 'tenant';
    expect([capability, problemIn(answer)]).toEqual([capability, may ? 'accepted' : 'auth.denied']);
  }
  await office.admin.query(`UPDATE teams SET kind = 'standard' WHERE name = 'North'`);
});

test('what a case allows narrows members from outside, and nobody else', async () => {
  const { userId } = await office.as('coordinator');
  const narrowed: Readonly<Record<string, string>> = {
    'messages.send': 'message',
    'documents.upload': 'upload',
    'cases.edit': 'manage',
    'participants.manage': 'manage',
    'tasks.assign': 'manage',
  };
  const viewer = await memberOf('coordinator');
  for (const capability of Object.keys(grantsOf('coordinator')) as Capability[])
    for (const permissions of [['view'], ['view', 'message'], ['view', 'upload'], ['view', 'message', 'upload', 'manage']]) {
      const row = { id: 'note', caseId: 'case', visibleTo: [userKey(userId)], createdBy: null };
      const needed = narrowed[capability];
      expect([capability, permissions, mayActOn({ ...viewer, participations: { case: permissions } }, capability, [row])]).toEqual([
        capability,
        permissions,
        !needed || permissions.includes(needed),
      ]);
      expect(mayActOn({ ...viewer, isExternal: false, participations: { case: permissions } }, capability, [row])).toBe(true);
    }
});

test('platform roles hold what the matrix gives across tenants, and no grant inside one', () => {
  for (const role of platformRoleNames) {
    const held = platformCapabilities([{ role, permissions: null }]);
    expect(held.toSorted()).toEqual(capabilities.filter((capability) => cellOf(capability, role) === 'P').toSorted());
    expect(held.filter((capability) => /^(cases|contacts|notes|messages|documents|calls|tasks|pipeline)\./.test(capability))).toEqual([]);
  }
  const narrow = platformCapabilities([{ role: 'superAdmin', permissions: [{ capability: 'platform.health', scope: 'tenant' }] }]);
  expect(narrow).toEqual(['platform.health']);
  const support = systemRoles.find(({ name }) => name === 'support')?.grants ?? {};
  expect(Object.keys(support).toSorted()).toEqual([...supportCapabilities].toSorted());
  expect(systemRoles.find(({ name }) => name === 'operator')?.grants).toEqual({});
});

test('every command takes a capability of the matrix, or is a person’s own', () => {
  const strange = [...commandOf.values()].filter(({ capability }) => capability !== 'self' && !capabilities.includes(capability));
  expect(strange).toEqual([]);
});

const design = path.join(import.meta.dirname, '../../../shared/design/domain.md');
describe.skipIf(!fs.existsSync(design))('the design', () => {
  const rows = () =>
    fs
      .readFileSync(design, 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('|'))
      .map((line) =>
        line
          .split('|')
          .slice(1, -1)
          .map((cell) => cell.trim()),
      );

  test('has the same matrix', () => {
    const columns = [...platformRoleNames, ...roleNames, ...externalRoles, 'followUp'] as const;
    const written = rows().filter(([name, ...cells]) => capabilities.some((capability) => capability === name) && cells.length === columns.length);
    expect(written.map(([name]) => name)).toEqual(capabilities.filter((capability) => capability !== 'ingest.write'));
    for (const [name, ...cells] of written)
      expect([name, ...cells.map((cell) => cell.replace('–', '-').replace('\\*', '*'))]).toEqual([name, ...columns.map((column) => cellOf(name as Capability, column))]);
  });

  test('gives commands the same capability', () => {
    const isCapability = (name: string) => capabilities.some((capability) => capability === name);
    const written = rows().flatMap(([left = '', right = '', ...more]) => {
      const [abilities, groups] = [left.split(' / '), right.replaceAll(/\(.*?\)/g, '').split(' / ')];
      if (more.length > 0 || !abilities.every(isCapability) || abilities.length !== groups.length) return [];
      return groups.flatMap((group, place) => group.split(/[,;]/).map((name) => [name.trim(), abilities[place]] as const));
    });
    const known = written.filter(([name]) => commandOf.has(name));
    expect(known.length).toBeGreaterThan(60);
    expect(known.filter(([name, capability]) => commandOf.get(name)?.capability !== capability).map(([name]) => [name, commandOf.get(name)?.capability])).toEqual([]);
  });
});
