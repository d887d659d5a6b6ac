import { normalizeName } from '#domain/contacts/rules.ts';
import type { AnyEntity } from '#domain/kernel/entity.ts';
import type { EntityName } from '#domain/kernel/names.ts';

/** What the place of a hit depends on beside its words (`domain.md` 6.9). */
export interface Ranked {
  readonly entity: EntityName;
  readonly title: string;
  /** How well the words match, as the index says. */
  readonly words: number;
  readonly at: string;
  /** A number or address is what was asked for, to the letter. */
  readonly isExact: boolean;
  readonly isMine: boolean;
  readonly isFavourite: boolean;
  readonly wasOpened: boolean;
  readonly isOver: boolean;
}

/** How much the words of a kind of record count beside those of a title. */
const weight: Readonly<Partial<Record<EntityName, number>>> = { contactPoints: 0.8, notes: 0.4, messages: 0.4, emailDetails: 0.4, transcripts: 0.2, documents: 0.2 };
const day = 86_400_000;

/** How high a hit stands: identifiers first, then titles and words, what is new, one's own, known and open. */
export function rankOf(text: string, hit: Ranked, now: number): number {
  const [wanted, own] = [normalizeName(text), normalizeName(hit.title)];
  const titled = own === wanted ? 40 : own.startsWith(wanted) ? 20 : 0;
  const recency = Math.max(0.3, 1 / (1 + Math.max(0, now - Date.parse(hit.at)) / day / 90));
  const added = (hit.isExact ? 100 : 0) + (hit.isMine ? 10 : 0) + (hit.isFavourite ? 8 : 0) + (hit.wasOpened ? 5 : 0);
  return (titled + hit.words * (weight[hit.entity] ?? 1) * recency + added) * (hit.isOver ? 0.6 : 1);
}

/** States in which a row is over, whatever it is. */
export const over: readonly string[] = ['archived', 'cancelled', 'closed', 'completed', 'converted', 'disqualified', 'done', 'lost', 'resolved', 'won'];

/** The field by which a row is somebody's. */
export const ownerOf = ({ fields }: AnyEntity): string | null => ['assignedTo', 'ownerId'].find((key) => fields[key]) ?? null;

/** The field that says in which state a row is. */
export const stateOf = ({ fields, transitions = {} }: AnyEntity): string | null => ['status', 'stage'].find((key) => key in transitions && fields[key]) ?? null;

/** The numbers and addresses of a row by which one asks for it and no other. */
export const identifiersOf = ({ fields }: AnyEntity): readonly string[] =>
  Object.entries(fields).flatMap(([key, { search, form }]) => (search && (form === 'email' || form === 'phone' || /number$/i.test(key)) ? [key] : []));
