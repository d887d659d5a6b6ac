import { createHash } from 'node:crypto';
import type { Session } from './sessions.ts';

const known = new WeakMap<Session, string>();

/** Names what decides the rows that a member sees: two answers of one name were made under the same rights. */
export function audienceTag(session: Session): string {
  const made = known.get(session) ?? tagOf(session);
  known.set(session, made);
  return made;
}

function tagOf({ followUpTeamIds, grants, isExternal, teamGrants, teamIds, userId }: Session): string {
  const held = (of: object) => Object.entries(of).toSorted();
  const ofTeams = teamGrants.map((each) => [each.teamId, held(each.grants)]).toSorted();
  const facts = [userId, teamIds.toSorted(), followUpTeamIds.toSorted(), isExternal, held(grants), ofTeams];
  return createHash('sha256').update(JSON.stringify(facts)).digest('base64url').slice(0, 22);
}
