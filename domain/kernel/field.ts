import * as z from 'zod';
import { entityNames, type EntityName, type Id } from './names.ts';

/** What both databases must be able to store. Each dialect maps every kind to one column. */
export type Kind = 'boolean' | 'date' | 'id' | 'instant' | 'integer' | 'json' | 'long' | 'number' | 'tags' | 'text';

/** Weight of a field in full-text search, `A` being the heaviest. */
export type Weight = 'A' | 'B' | 'C' | 'D';

/** What becomes of a row when the row it refers to is deleted. */
export type DeleteRule = 'cascade' | 'clear' | 'protect';

/** How a value is treated in logs; a secret never leaves Postgres. */
export type Sensitivity = 'personal' | 'secret';

export interface Field<Type = unknown, K extends Kind = Kind, Optional extends boolean = boolean> {
  readonly kind: K;
  readonly schema: z.ZodType<Type>;
  readonly optional: Optional;
  readonly label?: string;
  readonly target?: EntityName;
  readonly onDelete?: DeleteRule;
  /** The entity whose ids it holds, where it holds several. */
  readonly of?: EntityName;
  readonly choices?: Readonly<Record<string, string>>;
  readonly search?: Weight;
  readonly sensitivity?: Sensitivity;
  /** What kind of text it is, which decides how much of a personal one a log may show. */
  readonly form?: 'act' | 'colour' | 'email' | 'ip' | 'language' | 'notice' | 'phone';
  readonly multiline?: boolean;
  /** Written by the server only; the desk may show an estimate. */
  readonly computed?: boolean;
  /** The entities whose names it may hold. */
  readonly entities?: readonly EntityName[];
  /** The field beside it that names the entity of this id. */
  readonly typedBy?: string;
  /** The field beside it that holds the currency of this amount in minor units. */
  readonly currency?: string;
  /** That it tells of a field of another entity: its name, or a value that the field had whose name stands in `field`. */
  readonly tells?: { readonly of: EntityName; readonly field?: string };
  /** What a number counts, for people: `seconds`, `bytes`. */
  readonly unit?: 'bytes' | 'minutes' | 'seconds';
}
export type Fields = Readonly<Record<string, Field>>;

/** A field that a new row may leave out. */
export interface Defaulted<Type> {
  readonly fallback: Type;
}

/** The JavaScript value of a field, the same on every side of the product. */
export type ValueOf<F extends Field> = F extends Field<infer Type> ? (F['optional'] extends true ? Type | null : Type) : never;

interface Hints {
  readonly label?: string;
  readonly sensitivity?: Sensitivity;
  readonly computed?: boolean;
}
interface TextHints extends Hints {
  readonly max?: number;
  readonly min?: number;
  readonly pattern?: RegExp;
  readonly search?: Weight;
}

/** One line of text, at most 255 characters unless told. */
export function text({ max = 255, min = 0, pattern, ...hints }: TextHints = {}) {
  const plain = z.string().min(min).max(max).refine(isStorable, 'has a character that cannot be stored');
  return field('text', pattern ? plain.regex(pattern) : plain, hints);
}

/** Text of several lines, at most 100,000 characters unless told. */
export function longText({ max = 100_000, ...hints }: TextHints = {}) {
  return { ...text({ max, ...hints }), multiline: true };
}

/** One of a fixed set. The keys are stored; the labels are shown. */
export function choice<const Choices extends Readonly<Record<string, string>>>(choices: Choices, hints: Hints = {}) {
  return field('text', z.literal(Object.keys(choices) as (keyof Choices & string)[]), { ...hints, choices });
}

interface Numeric extends Hints {
  readonly min?: number;
  readonly max?: number;
  readonly unit?: NonNullable<Field['unit']>;
}
export const integer = ({ min = -2_147_483_648, max = 2_147_483_647, ...hints }: Numeric = {}) => field('integer', z.int().min(min).max(max), hints);
/** A whole number up to 2^53 − 1: bytes, money in minor units. */
export const long = ({ min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER, ...hints }: Numeric = {}) => field('long', z.int().min(min).max(max), hints);
/** A measure, double precision; money is never one. */
export const number = ({ min = -1e15, max = 1e15, ...hints }: Numeric = {}) => field('number', z.number().min(min).max(max), hints);
/** A length of time in seconds. */
export const duration = (hints: Hints = {}) => integer({ min: 0, ...hints, unit: 'seconds' });
export const boolean = (hints: Hints = {}) => field('boolean', z.boolean(), hints);
/** A moment, ISO 8601 in UTC with milliseconds. */
export const instant = (hints: Hints = {}) => field('instant', z.iso.datetime({ precision: 3 }), hints);
/** A calendar day, ISO 8601. */
export const date = (hints: Hints = {}) => field('date', z.iso.date(), hints);
export const json = <Type>(schema: z.ZodType<Type>, hints: Hints = {}) => field('json', schema, hints);
export const tags = (hints: Hints = {}) => field('tags', z.array(z.string().max(100).refine(isStorable)).max(200).readonly(), hints);
/** Any of a fixed set. The keys are stored; the labels are shown. */
export const choices = <const Choices extends Readonly<Record<string, string>>>(known: Choices, hints: Hints = {}) =>
  field(
    'tags',
    z
      .array(z.literal(Object.keys(known) as (keyof Choices & string)[]))
      .max(Object.keys(known).length)
      .readonly(),
    { ...hints, choices: known },
  );
/** Ids of an entity, without keys in the database. */
export const several = (of: EntityName, hints: Hints = {}) => ({ ...tags(hints), of });
export const colour = (hints: Hints = {}) => ({ ...text({ ...hints, max: 7, pattern: /^#[0-9a-fA-F]{6}$/ }), form: 'colour' as const });
export const email = (hints: Hints & { readonly search?: Weight } = {}) => field('text', z.email().max(254), { sensitivity: 'personal', ...hints, form: 'email' });
/** A telephone number in E.164. */
export const phone = (hints: Hints & { readonly search?: Weight } = {}) => ({
  ...text({ sensitivity: 'personal', ...hints, max: 16, pattern: /^\+?[0-9]{2,15}$/ }),
  form: 'phone' as const,
});
/** A language by its tag, as `sw` or `pt-BR`. */
export const language = (hints: Hints = {}) => ({ ...text({ ...hints, max: 35 }), form: 'language' as const });
/** The code of something that the audit records. */
export const act = (hints: Hints = {}) => ({ ...text({ ...hints, max: 80 }), form: 'act' as const });
/** An address of the network. */
export const ip = (hints: Hints = {}) => ({ ...text({ sensitivity: 'personal', ...hints }), form: 'ip' as const });

/** The id of a row of another entity; `onDelete` says what its deletion does here. */
export function ref<const Name extends EntityName>(target: Name, onDelete: DeleteRule = 'protect', hints: Hints = {}) {
  return field('id', idOf(target), { ...hints, target, onDelete });
}

type Typed<N extends string, O extends boolean> = { readonly [K in `${N}Type`]: Field<EntityName, 'text', O> } & { readonly [K in `${N}Id`]: Field<Id, 'id', O> };
type Amount<N extends string, O extends boolean> = { readonly [K in `${N}Minor`]: Field<number, 'long', O> } & { readonly [K in `${N}Currency`]: Field<string, 'text', O> };

/** A reference to a row of any entity, or of those named: its type and its id, without a key in the database. Spread it into the fields. */
export function anyRef<const N extends string>(name: N, only: readonly EntityName[] = entityNames): Typed<N, false> {
  return {
    [`${name}Type`]: field('text', z.literal([...only]), { entities: only }),
    [`${name}Id`]: { ...looseId(), typedBy: `${name}Type` },
    // A computed key is a plain string to the compiler.
  } as unknown as Typed<N, false>;
}

/** The same where a row may do without; both of its fields are set, or neither is. */
export const optionalRef = <const N extends string>(name: N, only?: readonly EntityName[]): Typed<N, true> => allOptional(anyRef(name, only)) as unknown as Typed<N, true>;

/** An amount of money: minor units and an ISO 4217 currency. Spread it into the fields. */
export function money<const N extends string>(name: N, hints: Hints = {}): Amount<N, false> {
  return {
    [`${name}Minor`]: { ...long(hints), label: hints.label ?? labelOf(name, {}), currency: `${name}Currency` },
    [`${name}Currency`]: text({ ...hints, label: `${hints.label ?? labelOf(name, {})} currency`, max: 3, pattern: /^[A-Z]{3}$/ }),
  } as unknown as Amount<N, false>;
}

/** The same where a row may do without. */
export const optionalMoney = <const N extends string>(name: N, hints?: Hints): Amount<N, true> => allOptional(money(name, hints)) as unknown as Amount<N, true>;

const allOptional = (fields: Fields): Fields => Object.fromEntries(Object.entries(fields).map(([key, one]) => [key, { ...one, optional: true }]));

/** An id without a key in the database: it points forward in module order, or to an entity named beside it. */
export const looseId = (hints: Hints = {}) =>
  field(
    'id',
    z.uuid().transform((id) => id as Id),
    hints,
  );

export function optional<Type, K extends Kind>(inner: Field<Type, K, false>): Field<Type, K, true> {
  return { ...inner, optional: true };
}

/** A required field that a new row may leave out. */
export function fallback<Type, K extends Kind>(inner: Field<Type, K, false>, value: NoInfer<Type>): Field<Type, K, false> & Defaulted<Type> {
  return { ...inner, fallback: value };
}

/** Which entity the ids are of that a schema takes. */
export const idTargets = z.registry<{ readonly target: EntityName }>();

/** Parses an id of the named entity. */
export function idOf<const Name extends EntityName>(name: Name) {
  const schema = z.uuid().transform((id) => id as Id<Name>);
  idTargets.add(schema, { target: name });
  return schema;
}

/** Postgres text holds neither NUL nor half a surrogate pair. */
export function isStorable(value: string): boolean {
  return !value.includes('\0') && value.isWellFormed();
}

/** Words that a key alone would spell wrong. */
const spellings: Readonly<Record<string, string>> = {
  sipUser: 'SIP user',
  waId: 'WhatsApp ID',
  ipAddress: 'IP address',
  userAgent: 'Client software',
  pinHash: 'PIN',
  url: 'Web address',
  raw: 'Number as written',
  e164: 'Number with country code',
  ppTaskId: 'PracticePanther task',
  sipCallId: 'SIP Call-ID',
  mon: 'Monday',
  tue: 'Tuesday',
  wed: 'Wednesday',
  thu: 'Thursday',
  fri: 'Friday',
  sat: 'Saturday',
  sun: 'Sunday',
};

/** What a person reads above a field: its own label, else its key in words ("dueAt" → "Due"). */
export function labelOf(key: string, { label }: Pick<Field, 'label'>): string {
  const known = label ?? spellings[key];
  if (known) return known;
  const words = key.replace(/(?<=.)(At|Id|On)$/, '').replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function field<Type, const K extends Kind>(kind: K, schema: z.ZodType<Type>, rest: Partial<Field> = {}): Field<Type, K, false> {
  return { ...rest, kind, schema, optional: false };
}
