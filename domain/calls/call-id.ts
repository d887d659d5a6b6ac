import type { Id } from '#domain/kernel/names.ts';

/** What names a call at one PBX of one tenant. */
export interface CallName {
  readonly tenantId: string;
  readonly pbx: string;
  /** The Call-ID of the telephone that began it; absent where the call came from outside. */
  readonly originCallId: string | null;
  readonly linkedId: string;
}

/** The id of a call's row, the same at the desk and at the hub: of the Call-ID of whoever of us began it, else of the PBX's Linkedid. */
export const callIdOf = ({ tenantId, pbx, originCallId, linkedId }: CallName): Id<'calls'> => derivedId('calls', tenantId, pbx, originCallId ?? linkedId);

/** The id of one telephone's part in a call. */
export const callLegIdOf = (callId: string, sipCallId: string): Id<'callLegs'> => derivedId('callLegs', callId, sipCallId);

/** An id that follows from what it names; whoever names the same gets the same. */
export function derivedId<Name extends 'callEvents' | 'callLegs' | 'calls' | 'queueEntries' | 'agentStates'>(entity: Name, ...names: readonly string[]): Id<Name> {
  // Lengths keep ["ab", "c"] and ["a", "bc"] apart.
  const text = [entity, ...names].map((name) => `${name.length}:${name}`).join('');
  const [high, low] = [hash(text, 0xcbf29ce484222325n), hash(text, 0x84222325cbf29ce4n)];
  const hex = high.toString(16).padStart(16, '0');
  const end = ((low & ~(3n << 62n)) | (2n << 62n)).toString(16).padStart(16, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13)}-${end.slice(0, 4)}-${end.slice(4)}` as Id<Name>;
}

const mask = (1n << 64n) - 1n;

/** FNV-1a over UTF-16 units, finished as splitmix64 does. */
function hash(text: string, seed: bigint): bigint {
  let value = seed;
  for (let at = 0; at < text.length; at++) value = ((value ^ BigInt(text.charCodeAt(at))) * 0x100000001b3n) & mask;
  value = ((value ^ (value >> 30n)) * 0xbf58476d1ce4e5b9n) & mask;
  value = ((value ^ (value >> 27n)) * 0x94d049bb133111ebn) & mask;
  return value ^ (value >> 31n);
}
