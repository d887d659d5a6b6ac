import * as z from 'zod';
import { parse } from '../../http/body.ts';
import type { Transaction } from '../../db/transaction.ts';
import type { Call, Operation, QueryParameter, Reply, Services } from '../operation.ts';
import { missing } from '../problem.ts';
import { reading } from '../read.ts';

/** What a read model needs to answer. */
export interface Look<Args> {
  readonly tx: Transaction;
  readonly call: Call;
  readonly args: Args;
  /** The row that the address names; empty where it names none. */
  readonly id: string;
  readonly now: number;
}

interface View<Args extends z.ZodObject> {
  readonly summary: string;
  /** What the query string may say; every value is text. */
  readonly args: Args;
  readonly read: (look: Look<z.output<Args>>) => Promise<unknown>;
}

const row = z.uuid();

/** Declares a read model at an address of its own. */
export function view<Args extends z.ZodObject>(path: string, { summary, args, read }: View<Args>): Operation {
  const query = Object.entries(args.shape).map(([name, schema]): QueryParameter => ({ name, description: (schema as z.ZodType).description ?? name, schema: { type: 'string' } }));
  const handle = async (call: Call, { serve, now }: Services): Promise<Reply> => {
    const id = call.params['id'] ?? '';
    if (path.includes('{id}') && !row.safeParse(id).success) throw missing();
    const parsed = parse(args, call.asked);
    const body = await reading(serve, call.caller, (tx) => read({ tx, call, args: parsed, id, now: now() }));
    return { status: 200, body };
  };
  return {
    method: 'GET',
    path,
    id: `view${path.replaceAll(/\W+/g, '_')}`.replace(/_$/, ''),
    tag: 'views',
    summary,
    query,
    answer: { status: 200, schema: { type: 'object' } },
    handle,
  };
}

/** How many rows, as text. */
export const limit = z
  .string()
  .regex(/^([1-9]\d?|[1-4]\d\d|500)$/, 'is not a number from 1 to 500')
  .optional()
  .describe('Rows on a page, 50 unless told.');
/** The cursor of a page, as text. */
export const after = z.string().max(2000).optional().describe('The cursor of the page before.');
/** A moment, as text. */
export const moment = (what: string) => z.iso.datetime({ offset: true }).optional().describe(what);

/** What was said of these, without what was not. */
export const said = (values: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(values).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])));
