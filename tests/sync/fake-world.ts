import type { RoleName } from '#domain/kernel/capability.ts';
import type { AnyRow } from '#domain/kernel/entity.ts';
import type { EntityName } from '#domain/kernel/names.ts';
import { userKey } from '#domain/kernel/permission.ts';
import { entityOf } from '#domain/registry.ts';
import { createFakeHub, type FakeHub, type FakeMember } from './fake-hub.ts';

/** A small tenant in a fake hub: two teams, three members, a few cases of each team. */
export function createFakeWorld() {
  let counted = 0;
  const id = (): string => `0190a000-0000-7000-8000-${String(++counted).padStart(12, '0')}`;
  const tenantId = id();
  const seed: { entity: EntityName; row: AnyRow }[] = [];
  const at = '2026-01-01T08:00:00.000Z';
  const add = (entity: EntityName, values: Readonly<Record<string, unknown>>, visibleTo: readonly string[] | null = null): string => {
    const blank = Object.fromEntries(Object.entries(entityOf[entity].fields).map(([key, field]) => [key, 'fallback' in field ? field.fallback : null]));
    const row = { ...blank, id: id(), tenantId, createdAt: at, updatedAt: at, acceptedAt: at, version: 1, visibleTo, ...values };
    seed.push({ entity, row });
    return row.id;
  };
  const teams = [add('teams', { name: 'North' }), add('teams', { name: 'South' })] as const;
  const member = (name: string, role: RoleName, teamIds: readonly string[]): FakeMember => {
    const userId = id();
    add('memberships', { userId, roleId: id(), displayName: name, joinedAt: at });
    for (const teamId of teamIds) add('teamMembers', { teamId, userId, joinedAt: at });
    const deviceId = add('devices', { userId, name, platform: 'linux', publicKey: name }, [userKey(userId)]);
    add('numberBlocks', { series: 'MAT', period: '2026', deviceId, fromSeq: counted * 1000, toSeq: counted * 1000 + 500, leasedAt: at }, [userKey(userId)]);
    return { token: name, userId, deviceId, role, teamIds };
  };
  const members = [member('ann', 'supervisor', [teams[0]]), member('ben', 'supervisor', [teams[0], teams[1]]), member('cat', 'manager', [])] as const;
  const priorityId = add('priorities', { name: 'Normal', level: 1, colour: '#112233', slaHours: 8 });
  const categoryId = add('caseCategories', { name: 'General', code: 'GEN' });
  const kindId = add('caseKinds', { code: 'matter', name: 'Matter', numberPrefix: 'MAT' });
  const contactIds = ['Zoë Ångström', '林美玲'].map((fullName) => add('contacts', { firstName: fullName, fullName, normalizedName: fullName.toLowerCase() }));
  const caseIds = teams.flatMap((teamId, place) =>
    [1, 2].map((n) => add('cases', { kindId, priorityId, categoryId, title: `Case ${place}${n}`, teamId, openedAt: at }, [`team:${teamId}`])),
  );
  const hub: FakeHub = createFakeHub(tenantId, seed, members);
  return { hub, members, teams, priorityId, categoryId, kindId, contactIds, caseIds };
}
