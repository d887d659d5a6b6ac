import * as z from 'zod';
import { capabilities } from './capability.ts';
import { isStorable } from './field.ts';
import { entityNames } from './names.ts';
import { isTimeZone } from './wall-clock.ts';

/** How deep a JSON value may nest, and how deep a condition. */
const deepest = 32;
const conditionsDeep = 8;

const line = z.string().max(255).refine(isStorable, 'has a character that cannot be stored');
const prose = z.string().max(100_000).refine(isStorable, 'has a character that cannot be stored');
const key = line.min(1);
const colour = z.string().regex(/^#[0-9a-fA-F]{6}$/);
const instant = z.iso.datetime({ precision: 3 });
const id = z.uuid();
const entityName = z.literal([...entityNames]);
const hour = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/);
const seconds = z.int().min(0);
const timeZone = line.refine(isTimeZone, 'is no time zone');
const scalar = z.union([line, z.number(), z.boolean(), z.null()]);
const many = <Item extends z.ZodType>(item: Item, most = 500) => z.array(item).max(most);

/** Whether Postgres can store a JSON value. */
function holds(value: unknown, depth = 0): boolean {
  if (typeof value === 'string') return isStorable(value);
  if (typeof value !== 'object' || value === null) return true;
  return depth < deepest && Object.entries(value).every(([name, inner]) => isStorable(name) && holds(inner, depth + 1));
}

const bytes = (value: unknown) => encodeURIComponent(JSON.stringify(value) ?? '').replaceAll(/%../g, '.').length;
const anything = z.unknown().refine((value) => holds(value), 'has a character that cannot be stored, or nests too deep');
const object = (kibibytes: number) =>
  z
    .record(z.string(), z.unknown())
    .refine((value) => holds(value), { error: 'has a character that cannot be stored, or nests too deep', abort: true })
    .refine((value) => bytes(value) <= kibibytes * 1024, `is larger than ${kibibytes} KiB`);

/** Any JSON object up to 64 KiB; never indexed, never shown raw. */
export const free = object(64);
/** A whole row as it stood. */
export const snapshot = object(1024);
/** Values of tenant-defined fields by their keys; unknown keys are kept. */
export const customFieldValues = object(256);

export interface Condition {
  readonly all?: readonly Condition[] | undefined;
  readonly any?: readonly Condition[] | undefined;
  readonly not?: Condition | undefined;
  readonly field?: string | undefined;
  readonly op?: 'changed' | 'contains' | 'empty' | 'eq' | 'gt' | 'in' | 'lt' | 'ne' | undefined;
  readonly value?: boolean | number | string | readonly (boolean | number | string | null)[] | null | undefined;
}
const conditionOf = (depth: number): z.ZodType<Condition> => {
  const inner = depth > 1 ? conditionOf(depth - 1) : z.never('nests too deep');
  return z.strictObject({
    all: many(inner, 100).optional(),
    any: many(inner, 100).optional(),
    not: inner.optional(),
    field: key.optional(),
    op: z.enum(['eq', 'ne', 'in', 'gt', 'lt', 'contains', 'empty', 'changed']).optional(),
    value: z.union([scalar, many(scalar)]).optional(),
  });
};
/** A test of a row: one field, or all, any or none of several tests, nested at most 8 deep. */
export const condition = conditionOf(conditionsDeep);

/** On which channels a member hears of which event, and when not at all. */
export const notificationPrefs = z.strictObject({
  events: z.record(key, many(z.enum(['email', 'sms', 'inApp', 'desktop']), 4)).optional(),
  /** Without a time zone of its own it is that of the tenant. */
  quietHours: z.strictObject({ from: hour, to: hour, timeZone: timeZone.optional() }).nullable().optional(),
});

/** Capabilities with their scopes. */
export const capabilityList = many(z.strictObject({ capability: z.literal([...capabilities]), scope: z.enum(['own', 'assigned', 'team', 'tenant']) }));
/** Capabilities of an operator above tenants. */
export const platformGrants = capabilityList;

/** The values a field may take. */
export const options = many(z.strictObject({ value: key, label: line, colour: colour.optional(), isActive: z.boolean() }));
/** Labels by value. */
export const labels = z.record(key, line);

const span = z.strictObject({ from: hour, to: z.union([hour, z.literal('24:00')]) }).refine(({ from, to }) => from < to, 'ends before it starts');
/** Working hours by day of the week. */
export const weekHours = z.partialRecord(z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']), many(span, 12));
/** Days without working hours. */
export const holidays = many(z.strictObject({ date: z.iso.date(), label: line }));

/** What is known of a file's content. */
export const blobMeta = z.strictObject({
  width: z.int().min(0).optional(),
  height: z.int().min(0).optional(),
  durationSec: z.number().min(0).optional(),
  codec: line.optional(),
  device: line.optional(),
  extractedTextBlobId: id.optional(),
});

/** The stages of a workflow, in order. */
export const stages = many(
  z.strictObject({ key, label: line, kind: z.enum(['start', 'normal', 'end']), slaHours: z.number().min(0).optional(), requiredChecklist: line.optional() }),
  100,
);
/** The moves between stages that a workflow allows. */
export const workflowTransitions = many(z.strictObject({ from: key, to: key, capability: z.literal([...capabilities]).optional(), condition: condition.optional() }));
/** What a workflow or a rule does. */
export const actionSpecs = many(z.strictObject({ type: z.enum(['command', 'notify', 'task', 'webhook', 'assign']), params: free, delay: seconds.optional() }), 100);

/** Changes of fields; `from` lets a conflict be seen. */
export const patches = many(z.strictObject({ field: key, from: anything.optional(), to: anything }));
/** What a statement rests on. */
export const evidenceRefs = many(z.strictObject({ type: entityName, id, quote: prose.optional(), at: instant.optional() }));
/** How a command ended. */
export const commandResult = z.strictObject({ status: key, refusal: line.optional(), ids: z.record(key, id), version: z.int().optional() });

/** References that a merge moved, with the version they had then. */
export const movedRefs = many(z.strictObject({ entity: entityName, id, field: key, version: z.int() }), 100_000);
/** Which side of a merge each field was taken from, or the value given instead. */
export const fieldChoices = z.record(key, z.union([z.enum(['winner', 'loser']), z.strictObject({ value: anything })]));

/** A point on the map. */
export const geoPlace = z.strictObject({ lat: z.number().min(-90).max(90), lng: z.number().min(-180).max(180), address: line.optional(), locationId: id.optional() });

const run = z.strictObject({
  text: prose,
  marks: many(z.enum(['bold', 'italic', 'underline', 'strike', 'code']), 5).optional(),
  href: z
    .url({ protocol: /^(?:https?|mailto|tel)$/ })
    .max(2000)
    .optional(),
});
/** A document of blocks without markup of its own. */
export const richText = z.strictObject({
  blocks: many(
    z.strictObject({
      type: z.enum(['paragraph', 'heading1', 'heading2', 'heading3', 'bullet', 'numbered', 'quote', 'code', 'image', 'divider']),
      runs: many(run, 2000).optional(),
      blobId: id.optional(),
    }),
    10_000,
  ),
});

/** Lines of an invoice or a bill in minor units; an amount is its quantity times its price, rounded. */
export const invoiceLines = many(
  z
    .strictObject({ description: line, qty: z.number(), unitPrice: z.int(), amount: z.int(), tax: z.int().optional() })
    .refine(({ qty, unitPrice, amount }) => Math.round(qty * unitPrice) === amount, { error: 'is not the quantity times the price', path: ['amount'] }),
);

/** The proof of a signature. */
export const signature = z.strictObject({ provider: key, envelope: line, certificate: prose, signedAt: instant });
/** Who signs, in which order. */
export const signers = many(
  z.strictObject({ contactId: id, name: line, email: z.email().max(254), order: z.int().min(0), status: z.enum(['pending', 'sent', 'signed', 'declined']) }),
  100,
);

/** What a line of a timeline tells beside its type. */
export const activityMeta = z.looseObject({ field: key.optional(), from: anything.optional(), to: anything.optional(), text: prose.optional(), blobId: id.optional() });

const kinds = z.enum(['text', 'longText', 'int', 'dec', 'money', 'bool', 'date', 'instant', 'choice', 'phone', 'email', 'ref']);
/** What a template leaves to be filled in. */
export const variableDefs = many(z.strictObject({ key, label: line, kind: kinds, required: z.boolean(), source: line.optional() }), 200);
/** The files of a message. */
export const attachmentRefs = many(z.strictObject({ blobId: id, documentId: id.optional(), name: line, size: z.int().min(0), mimeType: line }), 100);
/** How a channel sends; its credentials are kept elsewhere. */
export const channelConfig = z.strictObject({
  sender: line.optional(),
  webhook: z
    .url({ protocol: /^https?$/ })
    .max(2000)
    .optional(),
  templateNamespace: line.optional(),
  signature: prose.optional(),
});
/** Who said what when, in seconds from the start. */
export const segments = many(
  z.strictObject({ speaker: line, from: z.number().min(0), to: z.number().min(0), text: prose, confidence: z.number().min(0).max(1).optional() }),
  20_000,
);

/** The tasks that a template makes. */
export const taskTemplates = many(z.strictObject({ title: line, offsetDays: z.int(), role: line.optional(), milestoneKey: key.optional(), dependsOn: many(line, 50).optional() }));
/** The milestones that a template makes. */
export const milestoneTemplates = many(z.strictObject({ key, name: line, offsetDays: z.int(), billable: z.boolean() }), 100);

/** What is wrong with a row of an import. */
export const rowErrors = many(z.strictObject({ field: line, code: key, message: prose }));
const count = z.int().min(0);
/** What became of the rows of an import. */
export const importCounts = z.strictObject({ rows: count, created: count, updated: count, skipped: count, invalid: count, merged: count });
/** Which column of a file fills which field. */
export const columnMap = many(z.strictObject({ column: line, field: key, transform: line.optional(), default: anything.optional() }));

/** Who is told. */
export const recipients = many(
  z
    .strictObject({ kind: z.enum(['user', 'role', 'team', 'assignee', 'participant']), id: id.optional() })
    .refine(({ kind, id: who }) => who !== undefined || kind === 'assignee' || kind === 'participant', { error: 'says not who', path: ['id'] }),
);
/** What a saved list shows. */
export const viewDef = z.strictObject({
  columns: many(key, 100),
  filter: condition.optional(),
  sort: many(z.strictObject({ field: key, direction: z.enum(['asc', 'desc']) }), 10),
  group: key.optional(),
});
/** What a report counts. */
export const reportDef = z.strictObject({
  source: entityName,
  measures: many(z.strictObject({ of: z.enum(['count', 'sum', 'average', 'min', 'max']), field: key.optional() }), 50),
  dimensions: many(key, 20),
  filter: condition.optional(),
  chart: z.enum(['table', 'bar', 'line', 'pie']).optional(),
});

/** A component of a canvas and the places in it. */
export const componentBody = z.strictObject({ type: key, props: free, slots: many(key, 100) });
/** Where components stand on a canvas, and what fills them. */
export const canvasLayout = many(
  z.strictObject({ templateId: id, x: z.number(), y: z.number(), w: z.number().min(0), h: z.number().min(0), bindings: many(z.strictObject({ prop: key, source: line }), 100) }),
);

/** The questions of a survey. */
export const questions = many(
  z.strictObject({ key, text: prose, kind: z.enum(['text', 'number', 'scale', 'boolean', 'choice', 'choices']), options: many(line, 100).optional() }),
  100,
);
/** Answers by the key of their question. */
export const answers = z.record(key, z.union([prose, z.number(), z.boolean(), z.null(), many(line, 100)]));
/** Figures by name. */
export const metrics = z.record(key, z.number());
