import { Membership } from '#domain/people/membership.ts';
import { listMembers, type MemberRow } from '#domain/people/queries.ts';
import { answer } from '../records/parts/answer.ts';
import { columns, toRow } from '../records/parts/rows.ts';

export const peopleAnswers = [
  answer(listMembers, (db): readonly MemberRow[] => {
    const teams = Map.groupBy(db.all('SELECT user_id AS userId, team_id AS teamId FROM team_members WHERE deleted_at IS NULL ORDER BY joined_at, id'), ({ userId }) => userId);
    return db
      .all(
        `SELECT ${columns('m', ['id', 'userId', 'displayName', 'workEmail', 'roleId', 'isActive'])}, r.display_name AS roleName
          FROM memberships m LEFT JOIN roles r ON r.id = m.role_id WHERE m.deleted_at IS NULL ORDER BY m.display_name, m.id`,
      )
      .map((stored) => ({
        ...toRow<Omit<MemberRow, 'teamIds'>>(Membership, stored),
        teamIds: (teams.get(stored['userId'] ?? null) ?? []).map(({ teamId }) => String(teamId) as MemberRow['teamIds'][number]),
      }));
  }),
];
