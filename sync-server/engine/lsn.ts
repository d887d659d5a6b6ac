/** A place in the log: a commit's LSN and the operation within it. */
export interface Position {
  readonly lsn: number;
  readonly op: number;
}

/** Compares two places in the log. */
export const comparePositions = (a: Position, b: Position): number => a.lsn - b.lsn || a.op - b.op;

/** Widens a 32-bit transaction id to the 64-bit one nearest to a reference. */
export function widenXid(xid: number, reference: bigint): bigint {
  return reference + BigInt.asIntN(32, BigInt(xid) - reference);
}

/** What a snapshot sees: transactions below `xmin`, and those below `xmax` that were not in progress. */
export interface SnapshotBounds {
  readonly xmin: string;
  readonly xmax: string;
  readonly xip: readonly string[];
}

/** Parses the text of `pg_current_snapshot()`. */
export function parseSnapshot(text: string): SnapshotBounds {
  const [xmin = '', xmax = '', list = ''] = text.split(':');
  return { xmin, xmax, xip: list === '' ? [] : list.split(',') };
}

/** Makes a test whether a snapshot sees a transaction. */
export function visibilityOf(bounds: SnapshotBounds): (xid: number) => boolean {
  const xmax = BigInt(bounds.xmax);
  const xmin = BigInt(bounds.xmin);
  const inProgress = new Set(bounds.xip.map(BigInt));
  return (xid) => {
    const wide = widenXid(xid, xmax);
    return wide < xmin || (wide < xmax && !inProgress.has(wide));
  };
}

/** As an operation number: after all of a transaction. */
export const everyOp = 0xffff_ffff;
