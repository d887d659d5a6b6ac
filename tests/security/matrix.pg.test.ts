import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { grantsOf, type Capability, type Scope } from '#domain/kernel/capability.ts';
import { commandOf } from '#domain/registry.ts';
import { newId } from '../../sync-server/db/new-id.ts';
import { everybody, idIn, openOffice, problemIn, type Office } from '../support/office.ts';
import type { Person } from '../support/world.ts';

/** How a row stands to a person: theirs, of their team, or of a team that is not theirs. */
const relations = ['mine', 'team', 'elsewhere'] as const;
type Relation = (typeof relations)[number];

interface Trial {
  /** Makes what the command needs, in that relation to the person, and answers its arguments. */
  readonly prepare: (person: Person, relation: Relation) => Promise<unknown> | unknown;
  /** What an unseen row is answered with; `null` where the command names no row of narrower sight. */
  readonly unseen?: null;
  /** Relations in which the matrix decides otherwise than by the scope alone. */
  readonly except?: (scope: Scope | undefined, relation: Relation) => string | undefined;
}

let office: Office;
let contactId: string;
let pointed: number;
beforeAll(async () => {
  office = await openOffice();
  contactId = idIn(await office.run('owner', 'contacts.create', { firstName: 'Ada' }), 'contacts');
  pointed = 0;
});
afterAll(() => office.close());

const teamOf = (relation: Relation) => office.world.idOf('teams', 'name', relation === 'elsewhere' ? 'South' : 'North');
const userOf = async ({ name }: Person) => (await office.as(name)).userId;
const caseFor = async (person: Person, relation: Relation) =>
  relation === 'mine' ? office.openCase('owner', 'North', { teamId: null, assignedTo: await userOf(person) }) : office.openCase('owner', relation === 'team' ? 'North' : 'South');
const after = async (id: string, ...steps: readonly (readonly [string, object])[]) => {
  for (const [name, args] of steps) expect((await office.run('owner', name, { id, ...args })).status).toBe('accepted');
  return id;
};
const noteFor = async (person: Person, relation: Relation) => {
  const answer = await office.run('owner', 'notes.add', { subject: { caseId: await caseFor(person, relation) }, body: 'x' });
  const id = idIn(answer, 'notes');
  await office.admin.query('UPDATE notes SET created_by = $2 WHERE id = $1', [id, await userOf(person)]);
  return id;
};
const participantFor = async (person: Person, relation: Relation) => {
  const caseId = await caseFor(person, relation);
  return { caseId, id: idIn(await office.run('owner', 'participants.add', { caseId, contactId, role: 'witness' }), 'caseParticipants') };
};
const point = () => ({ kind: 'phone', value: `+25470${String(1_000_000 + pointed++)}` });
const onCase = (args: object, ...steps: readonly (readonly [string, object])[]): Trial => ({
  prepare: async (person, relation) => ({ id: await after(await caseFor(person, relation), ...steps), ...args }),
});

const trials: Readonly<Record<string, Trial>> = {
  'cases.open': { prepare: () => office.caseArgs(), unseen: null, except: (scope) => (scope ? 'accepted' : undefined) },
  'cases.update': onCase({ patch: { title: 'Other' }, base: {} }),
  'cases.assign': {
    prepare: async (person, relation) => ({ id: await caseFor(person, relation), userId: null }),
    // Whoever may assign only their own may also take a free case of the team; here it stays free.
    except: (scope, relation) => (scope === 'own' && relation === 'team' ? 'accepted' : undefined),
  },
  'cases.hold': onCase({ reason: 'x' }),
  'cases.resume': onCase({}, ['cases.hold', {}]),
  'cases.resolve': onCase({ resolution: 'x' }),
  'cases.close': onCase({}),
  'cases.reopen': onCase({ reason: 'x' }, ['cases.close', {}]),
  'cases.cancel': onCase({ reason: 'x' }),
  'notes.add': { prepare: async (person, relation) => ({ subject: { caseId: await caseFor(person, relation) }, body: 'x' }) },
  'notes.edit': { prepare: async (person, relation) => ({ id: await noteFor(person, relation), patch: { body: 'y' }, base: {} }) },
  'notes.remove': { prepare: async (person, relation) => ({ id: await noteFor(person, relation) }) },
  'participants.add': { prepare: async (person, relation) => ({ caseId: await caseFor(person, relation), contactId, role: 'witness' }) },
  'participants.update': { prepare: async (person, relation) => ({ ...(await participantFor(person, relation)), isActive: false }) },
  'participants.remove': { prepare: participantFor },
  'contacts.create': { prepare: () => ({ firstName: 'Bo', points: [point()] }), unseen: null },
  'contacts.update': { prepare: () => ({ id: contactId, patch: { jobTitle: `no. ${pointed++}` }, base: {} }), unseen: null },
  'contacts.addPoint': { prepare: () => ({ contactId, point: point() }), unseen: null },
  'contacts.removePoint': {
    prepare: async () => ({ contactId, id: idIn(await office.run('owner', 'contacts.addPoint', { contactId, point: point() }), 'contactPoints') }),
    unseen: null,
  },
  'preferences.set': { prepare: () => ({ patch: { theme: 'dark' } }), unseen: null },
  'members.update': {
    prepare: async (_, relation) => ({ userId: (await office.as(relation === 'elsewhere' ? 'southerner' : 'second')).userId, displayName: `no. ${pointed++}` }),
    unseen: null,
  },
  'teams.addMember': { prepare: async (_, relation) => ({ teamId: teamOf(relation), userId: await outsider(relation) }), unseen: null },
  'teams.removeMember': {
    prepare: async (_, relation) => {
      const args = { teamId: teamOf(relation), userId: await outsider(relation) };
      expect((await office.run('owner', 'teams.addMember', args)).status).toBe('accepted');
      return args;
    },
    unseen: null,
  },
  'devices.revoke': {
    prepare: async (person, relation) => ({ id: await spareDevice(relation === 'mine' ? await userOf(person) : (await office.as('second')).userId) }),
    except: (scope, relation) => (scope === 'own' && relation === 'team' ? 'row.missing' : undefined),
  },
};

/** A member who is in no team at that moment. */
async function outsider(relation: Relation): Promise<string> {
  const { userId } = await office.as('manager');
  await office.admin.query('UPDATE team_members SET deleted_at = now() WHERE user_id = $1 AND team_id = $2 AND deleted_at IS NULL', [userId, teamOf(relation)]);
  return userId;
}

async function spareDevice(userId: string): Promise<string> {
  const id = newId<'devices'>(Date.now());
  await office.admin.query(
    `INSERT INTO devices (id, tenant_id, user_id, name, platform, public_key, status, created_at, updated_at, version) VALUES ($1, $2, $3, 'spare', 'linux', $4, 'active', now(), now(), 1)`,
    [id, office.world.tenantId, userId, `the public key of ${id}`],
  );
  return id;
}

/** What the matrix says: out of sight is missing, out of reach is denied. */
function expected({ role }: Person, capability: Capability | 'self', { except, unseen }: Trial, relation: Relation): string {
  if (capability === 'self') return 'accepted';
  const grants = grantsOf(role);
  const scope = grants[capability];
  const special = except?.(scope, relation);
  if (special) return special;
  const sight = capability === 'devices.manage' ? scope : grants['cases.view'];
  if (unseen === undefined && relation === 'elsewhere' && sight !== 'tenant') return 'row.missing';
  const reach: Readonly<Record<Scope, readonly Relation[]>> = { tenant: relations, team: ['mine', 'team'], assigned: ['mine'], own: ['mine'] };
  return scope && reach[scope].includes(relation) ? 'accepted' : 'auth.denied';
}

test('every trial is of a command; matrix-probes tries every capability, and so what the others take', () => {
  expect(Object.keys(trials).filter((name) => !commandOf.has(name))).toEqual([]);
});

const roles = everybody.filter(({ name }) => name !== 'second' && name !== 'southerner');
describe.each(roles.map((person) => [person.role, person] as const))('as %s', (_, person) => {
  test.each(Object.keys(trials))('%s', async (name) => {
    const trial = trials[name];
    const capability = commandOf.get(name)?.capability;
    if (!trial || !capability) throw new Error(`${name} is not tried`);
    for (const relation of relations) {
      const answer = await office.run(person.name, name, await trial.prepare(person, relation));
      expect([relation, problemIn(answer)]).toEqual([relation, expected(person, capability, trial, relation)]);
    }
  });
});
