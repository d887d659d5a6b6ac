import * as fs from 'node:fs';
import * as z from 'zod';

const ice = z.object({ urls: z.union([z.string(), z.array(z.string())]), username: z.string().optional(), credential: z.string().optional() });

/** How a PBX is reached: the file that `npm run pbx` writes, or one like it for a PBX of one's own. */
const pbxAccount = z.looseObject({
  /** Tells this PBX from others in the rows of calls. */
  name: z.string().min(1).max(255).default('main'),
  /** The tenant whose PBX it is. */
  subdomain: z.string().min(1).max(63).default('demo'),
  wsUrl: z.url({ protocol: /^wss?$/ }),
  /** Where its recordings are read; without it, there where the telephones connect. */
  httpUrl: z.url({ protocol: /^https?$/ }).optional(),
  domain: z.string().min(1).max(255),
  ami: z.object({ host: z.string().min(1), port: z.int().min(1).max(65_535), user: z.string().min(1), secret: z.string().min(1) }),
  /** The secrets of telephones that the PBX keeps in its own files. */
  agents: z.array(z.looseObject({ extension: z.string().min(1), secret: z.string().min(1) })).default([]),
  /** It reads telephones from this hub's database, so their secrets are drawn here. */
  database: z.boolean().default(false),
  /** Where the PBX writes the history of channels, as this computer sees the file: what happened while no hub listened is read there. */
  history: z.string().min(1).optional(),
  /** The folder of its recordings, as this computer sees it: what the hub has whole is removed there. */
  recordings: z.string().min(1).optional(),
  iceServers: z.array(ice).default([]),
});
export type PbxAccount = z.output<typeof pbxAccount>;

/** The account in a file; null where there is none. A file that cannot be read is an error that names what is wrong in it. */
export function readAccount(file: string): PbxAccount | null {
  let text: string;
  try {
    text = fs.readFileSync(file, 'utf8');
  } catch {
    return null;
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new Error(`The file ${file} is not JSON.`, { cause });
  }
  const { data, error } = pbxAccount.safeParse(value);
  const [issue] = error?.issues ?? [];
  if (data === undefined) throw new Error(`The file ${file} does not say how the PBX is reached: ${issue?.path.join('.')}: ${issue?.message}`);
  return data;
}
