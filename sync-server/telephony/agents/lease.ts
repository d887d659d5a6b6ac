import type { Board } from '../board/state.ts';

/** Whether an extension's telephone is there, gone for less than the lease, or gone for good; of who is in no queue nothing is known. */
export type Presence = 'away' | 'gone' | 'there' | 'unknown';

/** Milliseconds for which a telephone may be gone before its agent is: a computer starts again, a cable is put back, within that time. */
export const leaseOf = 120_000;

/** Knows of whom the PBX has no telephone any more, and since when. */
export interface Leases {
  readonly look: (board: Pick<Board, 'members'>) => (extension: string) => Presence;
}

/** Leases that begin anew with the hub: nobody is gone because the hub was. */
export function createLeases(now: () => number): Leases {
  const since = new Map<string, number>();
  return {
    look: ({ members }) => {
      const there = new Map<string, boolean>();
      for (const { extension, device } of members.values()) there.set(extension, there.get(extension) === true || device !== 'absent');
      for (const [extension, isThere] of there)
        if (isThere) since.delete(extension);
        else if (!since.has(extension)) since.set(extension, now());
      return (extension) => {
        const isThere = there.get(extension);
        if (isThere === undefined) return 'unknown';
        if (isThere) return 'there';
        return now() - (since.get(extension) ?? now()) >= leaseOf ? 'gone' : 'away';
      };
    },
  };
}
