import { open, type FileHandle } from 'node:fs/promises';
import * as z from 'zod';

const text = z.string().default('');
const line = z.object({
  eventtype: z.string(),
  eventtime: z.coerce.number(),
  uniqueid: z.string().min(1),
  linkedid: z.string().min(1),
  channame: text,
  num: text,
  name: text,
  exten: text,
  appname: text,
  appdata: text,
  userfield: text,
  peer: text,
  eventextra: text,
});
/** A moment of a channel as the PBX wrote it into its history. */
export type HistoryRecord = z.output<typeof line>;

const chunk = 1024 * 1024;
/** Of a longer history only the end is read. */
const longestHistory = 64 * chunk;

/** What the PBX has written since an instant (seconds), oldest first; a line that is torn or not ours is passed over. */
export async function readHistory(file: string, since: number): Promise<readonly HistoryRecord[]> {
  let handle: FileHandle;
  try {
    handle = await open(file, 'r');
  } catch (error) {
    // Before its first call a PBX has no history.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
  try {
    const { size } = await handle.stat();
    const parts: Buffer[] = [];
    for (let from = size; from > 0 && size - from < longestHistory;) {
      const part = Buffer.alloc(Math.min(chunk, from));
      from -= part.length;
      await handle.read(part, 0, part.length, from);
      parts.unshift(part);
      const [, first] = part.toString('utf8').split('\n', 2);
      if ((recordOf(first ?? '')?.eventtime ?? since) < since) break;
    }
    return Buffer.concat(parts)
      .toString('utf8')
      .split('\n')
      .flatMap((each) => recordOf(each) ?? [])
      .filter(({ eventtime }) => eventtime >= since);
  } finally {
    await handle.close();
  }
}

function recordOf(each: string): HistoryRecord | null {
  try {
    return line.safeParse(JSON.parse(each)).data ?? null;
  } catch {
    return null;
  }
}
