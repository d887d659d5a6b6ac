import type { Viewer } from '#domain/kernel/permission.ts';
import type { SessionAnswer } from '#domain/sync/wire.ts';

/** Who looks, as the hub told it: the desk decides by the same facts. */
export const viewerOf = ({ followUpTeamIds = [], grants, isExternal = false, participations = {}, teamGrants = [], teamIds, userId }: SessionAnswer): Viewer =>
  // The session was parsed when it came: its ids are ids, and unknown capabilities are never asked for.
  ({ followUpTeamIds, grants, isExternal, participations, teamGrants, teamIds, userId }) as unknown as Viewer;
