import { everyOp, type Position } from './lsn.ts';
import type { ShapeDefinition } from './shape.ts';
import type { ShapeRequest, ShapeResponse } from './types.ts';
import { tokenize } from './where/tokens.ts';
import { FilterError } from './where/types.ts';

/** What is wrong with a request, by parameter. */
export class RequestError extends Error {
  readonly errors: Readonly<Record<string, readonly string[]>>;

  constructor(field: string, message: string) {
    super(message);
    this.errors = { [field]: [message] };
  }
}

/** Where a reader stands: before the beginning, at now, behind a chunk of the snapshot, or in the log. */
export type Offset = 'start' | 'now' | { readonly chunk: number } | { readonly position: Position };

/** A part of a shape, asked for once. */
export interface Subset {
  readonly where: string | null;
  readonly params: ReadonlyMap<number, string>;
  readonly limit: number | null;
  readonly offset: number | null;
  readonly orderBy: string | null;
}

/** A request for a shape, understood. */
export interface ShapeQuery {
  readonly definition: ShapeDefinition;
  readonly offset: Offset;
  readonly offsetText: string;
  readonly handle: string | null;
  readonly live: boolean;
  readonly sse: boolean;
  readonly cursor: string | null;
  readonly subset: Subset | null;
}

/** Reads a request; throws a RequestError that names the parameter. */
export function parseRequest({ method, search, body }: ShapeRequest): ShapeQuery {
  const definition = definitionOf(search);
  const subset = method === 'POST' ? parseBody(body) : parseSubset(search);
  const offsetText = search.get('offset') ?? '';
  const offset = parseOffset(offsetText, subset !== null);
  const live = parseBoolean(search, 'live');
  const sse = parseBoolean(search, 'live_sse') || parseBoolean(search, 'experimental_live_sse');
  const handle = search.get('handle');
  if (offset === 'start' || offset === 'now') {
    if (live) throw new RequestError('live', `can't be true when offset == ${offsetText}`);
  } else if (handle === null || handle === '') {
    throw new RequestError('handle', `can't be blank when offset != -1`);
  }
  if (sse && !live) throw new RequestError('live_sse', `can't be true unless live is also true`);
  return { definition, offset, offsetText: offsetText === '' ? '-1' : offsetText, handle, live, sse, cursor: search.get('cursor'), subset };
}

const definitionNames = /^(?:table|where|columns|replica|log|params.*)$/s;
const remembered = 1_000;
const definitions = new Map<string, ShapeDefinition>();

/** Readers ask the same few questions over and over: those are understood once. */
function definitionOf(search: URLSearchParams): ShapeDefinition {
  const text = JSON.stringify([...search].filter(([name]) => definitionNames.test(name)));
  const known = definitions.get(text);
  if (known !== undefined) return known;
  const definition = parseDefinition(search);
  if (definitions.size >= remembered) definitions.clear();
  definitions.set(text, definition);
  return definition;
}

function parseDefinition(search: URLSearchParams): ShapeDefinition {
  const { schema, table } = parseTable(search.get('table'));
  const columns = search.get('columns');
  return {
    schema,
    table,
    where: search.get('where') || null,
    params: [...parseParams(search, 'params')].toSorted(([a], [b]) => a - b),
    columns: columns === null || columns === '' ? null : [...new Set(parseNames(columns, 'columns'))].toSorted(),
    full: oneOf(search, 'replica', ['default', 'full']) === 'full',
    changesOnly: oneOf(search, 'log', ['full', 'changes_only']) === 'changes_only',
  };
}

function parseTable(text: string | null): { readonly schema: string; readonly table: string } {
  if (text === null || text === '') throw new RequestError('table', `can't be blank`);
  const match = /^(?:("(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_$]*)\.)?("(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_$]*)$/u.exec(text);
  if (match === null) throw new RequestError('table', `${JSON.stringify(text)} is not a table name`);
  const clean = (name: string) => (name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name.toLowerCase());
  return { schema: match[1] === undefined ? 'public' : clean(match[1]), table: clean(match[2] ?? '') };
}

function parseNames(text: string, field: string): readonly string[] {
  try {
    const tokens = tokenize(text);
    return tokens.flatMap((token, index) => {
      const isName = token.kind === 'name' || token.kind === 'quoted';
      const isSeparator = token.kind === 'end' || (token.kind === 'sign' && token.text === ',');
      if (index % 2 === 0 ? !isName : !isSeparator) throw new FilterError('expected a list of columns', token.at);
      return isName ? [token.text] : [];
    });
  } catch (error) {
    throw error instanceof FilterError ? new RequestError(field, error.message) : error;
  }
}

function parseParams(search: URLSearchParams, name: string): ReadonlyMap<number, string> {
  const params = new Map<number, string>();
  for (const [key, value] of search) {
    const match = /^(.+)\[(\d+)\]$/.exec(key);
    if (match?.[1] === name) params.set(Number(match[2]), value);
  }
  const whole = search.get(name);
  return whole === null ? params : paramsOf(parseJson(whole, name), name);
}

function paramsOf(value: unknown, field: string): ReadonlyMap<number, string> {
  if (value === null || value === undefined) return new Map();
  if (typeof value !== 'object') throw new RequestError(field, 'must be an object or a list');
  const entries = Array.isArray(value)
    ? value.map((item: unknown, index) => [index + 1, item] as const)
    : Object.entries(value).map(([key, item]: [string, unknown]) => [Number(key), item] as const);
  return new Map(
    entries.map(([key, item]) => {
      if (!Number.isInteger(key) || key < 1 || !['string', 'number', 'boolean'].includes(typeof item)) throw new RequestError(field, 'must map 1, 2, … to texts');
      return [key, String(item)];
    }),
  );
}

function parseJson(text: string, field: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new RequestError(field, 'is not valid JSON');
  }
}

function parseSubset(search: URLSearchParams): Subset | null {
  if (![...search.keys()].some((key) => key.startsWith('subset__'))) return null;
  return subsetOf({
    where: search.get('subset__where') ?? undefined,
    params: parseParams(search, 'subset__params'),
    limit: search.get('subset__limit') ?? undefined,
    offset: search.get('subset__offset') ?? undefined,
    orderBy: search.get('subset__order_by') ?? undefined,
    prefix: 'subset__',
  });
}

function parseBody(body: unknown): Subset {
  const value = typeof body === 'string' || Buffer.isBuffer(body) ? parseJson(String(body), 'body') : (body ?? {});
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new RequestError('body', 'must be an object');
  const { where, params, limit, offset, order_by: orderBy } = value as Readonly<Record<string, unknown>>;
  return subsetOf({ where, params: paramsOf(params, 'params'), limit, offset, orderBy, prefix: '' });
}

function subsetOf({
  where,
  params,
  limit,
  offset,
  orderBy,
  prefix,
}: Record<'where' | 'limit' | 'offset' | 'orderBy', unknown> & { readonly params: ReadonlyMap<number, string>; readonly prefix: string }): Subset {
  const text = (value: unknown, field: string) => {
    if (value === undefined || value === null || value === '') return null;
    if (typeof value !== 'string') throw new RequestError(prefix + field, 'must be a text');
    return value;
  };
  const count = (value: unknown, field: string) => {
    if (value === undefined || value === null) return null;
    if (!/^\d{1,9}$/.test(String(value))) throw new RequestError(prefix + field, 'must be a whole number, 0 or more');
    return Number(value);
  };
  const subset = { where: text(where, 'where'), params, limit: count(limit, 'limit'), offset: count(offset, 'offset'), orderBy: text(orderBy, 'order_by') };
  if ((subset.limit !== null || subset.offset !== null) && subset.orderBy === null) throw new RequestError(`${prefix}order_by`, 'is required when limit or offset is given');
  return subset;
}

function parseOffset(text: string, optional: boolean): Offset {
  if (text === '-1') return 'start';
  if (text === 'now') return 'now';
  if (text === '' && optional) return 'start';
  if (text === '') throw new RequestError('offset', `can't be blank`);
  const match = /^(\d{1,19})_(\d{1,10}|inf)$/.exec(text);
  if (match === null) throw new RequestError('offset', 'has invalid format');
  const lsn = Number(match[1]);
  const op = match[2] === 'inf' ? everyOp : Number(match[2]);
  if (lsn === 0) return { chunk: op };
  // Up-to-date readers in SSE mode hold "<lsn>_0" for a whole transaction, so no answer ever ends inside one at operation 0.
  return { position: { lsn, op: op === 0 ? everyOp : op } };
}

function parseBoolean(search: URLSearchParams, name: string): boolean {
  return oneOf(search, name, ['false', 'true']) === 'true';
}

function oneOf(search: URLSearchParams, name: string, values: readonly string[]): string | undefined {
  const value = search.get(name);
  if (value === null || value === '') return values[0];
  if (!values.includes(value)) throw new RequestError(name, `must be one of ${values.join(', ')}`);
  return value;
}

/** Prints a position as an offset. */
export const formatOffset = ({ lsn, op }: Position): string => `${lsn}_${op >= everyOp ? 0 : op}`;

const exposed =
  'electric-cursor,electric-handle,electric-has-data,electric-internal-known-error,electric-offset,electric-schema,electric-snapshot,electric-up-to-date,etag,retry-after';

/** Headers that every answer carries. */
export const corsHeaders: Readonly<Record<string, string>> = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': exposed,
  'access-control-allow-methods': 'GET, POST, HEAD, DELETE, OPTIONS',
};

/** How long each kind of answer may be kept. */
export const cacheControl = {
  start: 'public, max-age=604800, s-maxage=3600, stale-while-revalidate=2629746',
  catchUp: 'public, max-age=60, stale-while-revalidate=300',
  live: 'public, max-age=5, stale-while-revalidate=5',
  sse: 'public, max-age=59',
  refetch: 'public, max-age=60, must-revalidate',
  refetchBlind: 'public, max-age=1, must-revalidate',
  none: 'no-cache',
} as const;

/** An answer that nobody may keep. */
export const failure = (status: number, body: object, headers: Readonly<Record<string, string>> = {}): ShapeResponse => ({
  status,
  headers: { ...corsHeaders, 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', 'surrogate-control': 'no-store', ...headers },
  body: JSON.stringify(body),
});

const cursorEpochMs = Date.UTC(2024, 9, 9);

/** A cursor changes with time so that caches do not answer a live request with an older one; it never repeats the request's. */
export function nextCursor(now: number, previous: string | null): string {
  const cursor = Math.ceil((now - cursorEpochMs) / 20_000) * 20;
  return String(previous !== null && Number(previous) >= cursor ? Number(previous) + 1 + Math.floor(Math.random() * 3_600) : cursor);
}
