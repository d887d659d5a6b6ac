import { command, insert, remove, update } from '#domain/kernel/command.ts';
import { idFrom } from '#domain/kernel/context.ts';
import { Refusal } from '#domain/kernel/failure.ts';
import { idOf } from '#domain/kernel/field.ts';
import { teamKey } from '#domain/kernel/permission.ts';
import { toRead, toWrite, type Rows } from '#domain/kernel/rows.ts';
import { Membership } from '#domain/people/membership.ts';
import { Team } from '#domain/people/team.ts';
import { TeamMember } from '#domain/people/team-member.ts';
import { QueueMember } from '#domain/telephony/queue-member.ts';
import { Queue } from '#domain/telephony/queue.ts';
import * as z from 'zod';

const place = z.strictObject({ teamId: idOf('teams'), userId: idOf('users') });
const ofTeam = (id: string | undefined) => [{ visibleTo: id ? [teamKey(id)] : [], createdBy: null }];

/** The teams above a team, as far as they are loaded. */
function above(rows: Rows, id: string | null | undefined, seen: readonly string[] = []): readonly string[] {
  if (!id || seen.includes(id)) return seen;
  const [team] = rows.find(Team, { id });
  return above(rows, team?.parentTeamId, [...seen, id]);
}

/** Makes a team or changes one. */
export const saveTeam = command('teams.save', {
  title: 'Save a team',
  args: z.strictObject({
    id: idOf('teams').optional(),
    name: z.string().trim().min(1).max(255),
    kind: Team.fields.kind.schema.optional(),
    description: Team.fields.description.schema.nullable().optional(),
    parentTeamId: idOf('teams').nullable().optional(),
    defaultCalendarId: idOf('calendars').nullable().optional(),
    colour: Team.fields.colour.schema.nullable().optional(),
    isActive: z.boolean().optional(),
  }),
  mode: 'online',
  capability: 'teams.manage',
  needs: ({ id, parentTeamId }) => [...(id ? [toWrite(Team, { id })] : []), ...(parentTeamId ? [toRead(Team, { id: parentTeamId })] : [])],
  andThen: ({ args, rows }) => above(rows, args.parentTeamId).map((id) => toRead(Team, { id })),
  on: ({ args }) => ofTeam(args.id),
  run: ({ args: { id, name, ...given }, rows, context }) => {
    const patch = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
    if (given.parentTeamId) rows.get(Team, given.parentTeamId);
    if (!id) return [insert(Team, idFrom(context, 0), { name, ...patch })];
    rows.get(Team, id);
    if (above(rows, given.parentTeamId).includes(id)) throw new Refusal('team.cycle', 'parentTeamId', 'A team cannot be under itself.');
    return [update(Team, id, { name, ...patch })];
  },
});

/** Puts a member into a team. */
export const addTeamMember = command('teams.addMember', {
  title: 'Add a member to the team',
  args: place.extend({ isLead: z.boolean().optional() }),
  mode: 'online',
  capability: 'teams.manage',
  needs: ({ teamId, userId }) => [toRead(Team, { id: teamId }), toRead(Membership, { userId }), toRead(TeamMember, { userId })],
  on: ({ args }) => ofTeam(args.teamId),
  run: ({ args: { teamId, userId, isLead = false }, rows, context }) => {
    rows.get(Team, teamId);
    if (!rows.find(Membership, { userId })[0]?.isActive) throw new Refusal('member.inactive', 'userId');
    if (rows.find(TeamMember, { userId }).some((one) => one.teamId === teamId)) throw new Refusal('unique.taken', 'userId', 'The member is in this team already.');
    return [insert(TeamMember, idFrom(context, 0), { teamId, userId, isLead, joinedAt: context.at })];
  },
});

/** Takes a member out of a team, unless they still take calls for it. */
export const removeTeamMember = command('teams.removeMember', {
  title: 'Remove a member from the team',
  args: place,
  mode: 'online',
  capability: 'teams.manage',
  needs: ({ teamId, userId }) => [toWrite(TeamMember, { userId }), toRead(Queue, { teamId }), toRead(QueueMember, { userId })],
  on: ({ args }) => ofTeam(args.teamId),
  run: ({ args: { teamId, userId }, rows }) => {
    const member = rows.find(TeamMember, { userId }).find((one) => one.teamId === teamId);
    if (!member) throw new Refusal('row.missing', 'userId');
    const queues = new Set<string>(rows.find(Queue, { teamId }).map(({ id }) => id));
    const waits = rows.find(QueueMember, { userId }).some(({ queueId, state }) => state !== 'out' && queues.has(queueId));
    if (waits) throw new Refusal('team.hasOpenQueue', 'userId', 'The member still takes calls in a queue of this team.');
    return [remove(TeamMember, member.id)];
  },
});
