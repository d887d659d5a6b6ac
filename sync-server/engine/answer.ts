import type { Catalog } from './catalog.ts';
import type { ChangeLog } from './change-log.ts';
import type { Live } from './live.ts';
import type { Log } from './log.ts';
import { everyOp, type Position } from './lsn.ts';
import { newsEvents, newsJson, type Reading, upToDate } from './news.ts';
import { cacheControl, corsHeaders, failure, formatOffset, nextCursor, parseRequest, RequestError, type ShapeQuery } from './protocol.ts';
import { DefinitionError, type Shape } from './shape.ts';
import type { Shapes } from './shapes.ts';
import { type SnapshotSource, TableChanged } from './snapshot.ts';
import { answerSubset } from './subset.ts';
import type { ShapeRequest, ShapeResponse } from './types.ts';
import { FilterError } from './where/types.ts';

/** What answering needs. */
export interface AnswerOptions {
  readonly changeLog: ChangeLog;
  readonly catalog: Catalog;
  readonly live: Live;
  readonly shapes: Shapes;
  readonly source: SnapshotSource;
  readonly log: Log;
  readonly liveTimeoutMs: number;
  readonly keepAliveMs: number;
  readonly now: () => number;
  readonly lastLsn: () => number;
  readonly isStopping: () => boolean;
}

const outOfBoundsMs = 5_000;
const outOfBoundsStepMs = 50;
const mustRefetch = JSON.stringify([{ headers: { control: 'must-refetch' } }]);

/** Makes the function that answers shape requests. */
export function createAnswers(options: AnswerOptions): (request: ShapeRequest) => Promise<ShapeResponse> {
  const { changeLog, live, shapes, source, log, liveTimeoutMs, keepAliveMs, now, lastLsn, isStopping } = options;

  const handle = async (request: ShapeRequest): Promise<ShapeResponse> => {
    switch (request.method) {
      case 'OPTIONS':
        return { status: 204, headers: { ...corsHeaders, 'access-control-allow-headers': '*', 'access-control-max-age': '86400', 'cache-control': cacheControl.none }, body: null };
      case 'DELETE':
        return failure(405, { message: 'DELETE not allowed' }, { allow: 'GET, HEAD, POST, OPTIONS' });
      case 'GET':
      case 'HEAD':
      case 'POST':
        return head(request, conditional(request, await answer(request).catch(explain)));
      default:
        return failure(405, { message: `${request.method} not allowed` }, { allow: 'GET, HEAD, POST, OPTIONS' });
    }
  };

  const explain = (error: unknown): ShapeResponse => {
    const invalid = (errors: object) => failure(400, { message: 'Invalid request', errors });
    if (error instanceof RequestError) return invalid(error.errors);
    if (error instanceof DefinitionError) return invalid({ [error.field]: [error.message] });
    if (error instanceof FilterError) return invalid({ where: [error.message] });
    if (error instanceof TableChanged || isStopping() || isOutage(error)) {
      return failure(503, { message: 'The database is not reachable at the moment' }, { 'retry-after': '1', 'electric-internal-known-error': 'true' });
    }
    log.error({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }, 'a shape request failed');
    return failure(500, { message: 'Internal error' });
  };

  const answer = async (request: ShapeRequest): Promise<ShapeResponse> => {
    const query = parseRequest(request);
    const { definition, offset, subset } = query;
    if (isStopping()) throw new Error('stopping');
    if (subset !== null) return answerPart(query);
    if (offset === 'start') return answerRows(query, await shapes.current(definition, true), 0);
    if (offset === 'now') return answerNow(query, await shapes.current(definition, false));
    const shape = await shapes.byHandle(query.handle ?? '', definition);
    if (shape === null) return refetch(query);
    if ('chunk' in offset) {
      if (!definition.changesOnly && shape.rows === null) return refetch(query);
      if (offset.chunk < everyOp && shape.rows !== null && (await shape.rows.chunk(offset.chunk + 1)) !== null) return answerRows(query, shape, offset.chunk + 1);
      if (shape.start < changeLog.trimmedLsn()) return refetch(query);
      return answerLog(request, query, shape, { lsn: shape.start, op: everyOp });
    }
    if (offset.position.lsn < changeLog.trimmedLsn()) return refetch(query);
    if (!(await isInBounds(offset.position, request.signal))) throw new RequestError('offset', 'out of bounds for this shape');
    return answerLog(request, query, shape, offset.position);
  };

  const isInBounds = async (position: Position, signal: AbortSignal) => {
    for (const until = now() + outOfBoundsMs; position.lsn > lastLsn() && now() < until && !signal.aborted && !isStopping();)
      await new Promise((resolve) => setTimeout(resolve, outOfBoundsStepMs));
    return position.lsn <= lastLsn();
  };

  /** The shape behind a handle has ended: says so, with the handle of what replaces it. */
  const refetch = async ({ definition }: ShapeQuery): Promise<ShapeResponse> => {
    if (isStopping()) throw new Error('stopping');
    const next = await shapes.current(definition, true).catch((error: unknown) => {
      if (error instanceof DefinitionError || error instanceof FilterError || error instanceof TableChanged) return null;
      throw error;
    });
    const headers = { ...corsHeaders, 'content-type': 'application/json; charset=utf-8', 'electric-offset': '-1' };
    if (next === null) return { status: 409, headers: { ...headers, 'cache-control': cacheControl.refetchBlind }, body: mustRefetch };
    return { status: 409, headers: { ...headers, 'cache-control': cacheControl.refetch, 'electric-handle': next.handle }, body: mustRefetch };
  };

  const headersOf = (query: ShapeQuery, shape: Shape, end: string, cache: string): Record<string, string> => ({
    ...corsHeaders,
    'content-type': 'application/json; charset=utf-8',
    'cache-control': cache,
    'electric-handle': shape.handle,
    'electric-offset': end,
    ...(query.live ? { 'electric-cursor': nextCursor(now(), query.cursor) } : { 'electric-schema': shape.schema }),
    etag: `"${shape.handle}:${query.offsetText}:${end}"`,
  });

  const answerRows = async (query: ShapeQuery, shape: Shape, index: number): Promise<ShapeResponse> => {
    const { xmin, xmax, xip } = shape.bounds;
    const headers = headersOf(query, shape, `0_${index}`, index === 0 ? cacheControl.start : cacheControl.catchUp);
    if (shape.rows === null) {
      return { status: 200, headers: { ...headers, 'electric-has-data': 'false' }, body: JSON.stringify([{ headers: { control: 'snapshot-end', xmin, xmax, xip_list: xip } }]) };
    }
    const { rows } = shape;
    const chunk = await rows.chunk(index);
    if (chunk === null) return refetch(query);
    return { status: 200, headers: { ...headers, 'electric-has-data': 'true', 'content-length': String(chunk.bytes) }, body: rows.read(index) };
  };

  const answerNow = (query: ShapeQuery, shape: Shape): ShapeResponse => {
    const headers = headersOf(query, shape, `${lastLsn()}_0`, cacheControl.catchUp);
    return { status: 200, headers: { ...headers, 'electric-up-to-date': '', 'electric-has-data': 'false' }, body: `[${upToDate(lastLsn())}]` };
  };

  const answerLog = async (request: ShapeRequest, query: ShapeQuery, shape: Shape, after: Position): Promise<ShapeResponse> => {
    if (query.sse) return answerEvents(request, query, shape, after);
    const news: Reading = query.live ? await live.wait(shape, after, liveTimeoutMs, request.signal) : await live.read(shape, after);
    if (news === 'gone') return refetch(query);
    const end = formatOffset(news.end);
    const headers = headersOf(query, shape, end, query.live ? cacheControl.live : cacheControl.catchUp);
    if (news.messages.length === 0) headers['etag'] = `"${shape.handle}:${query.offsetText}:${end}:${now()}"`;
    if (news.upToDate) headers['electric-up-to-date'] = '';
    headers['electric-has-data'] = String(news.messages.length > 0);
    return { status: 200, headers, body: newsJson(news) };
  };

  /** A stream that is only read on when its reader has taken what came before; who falls behind is served from the log. */
  const answerEvents = (request: ShapeRequest, query: ShapeQuery, shape: Shape, after: Position): ShapeResponse => {
    const until = now() + sseMs;
    async function* events() {
      let at = after;
      let told = 0;
      while (!request.signal.aborted && now() < until) {
        const news = await live.wait(shape, at, keepAliveMs, request.signal);
        // The next request hears 409 and begins again; in the middle of a stream there is no way to say so.
        if (news === 'gone' || isStopping()) return;
        if (news.messages.length > 0 || news.end.lsn > told) yield newsEvents(news);
        else yield ': keep-alive\n\n';
        told = news.end.lsn;
        at = { lsn: news.end.lsn, op: news.end.op === 0 ? everyOp : news.end.op };
      }
    }
    const headers = { ...headersOf(query, shape, query.offsetText, cacheControl.sse), 'content-type': 'text/event-stream', connection: 'keep-alive', 'x-accel-buffering': 'no' };
    return { status: 200, headers, body: events() };
  };

  const answerPart = async (query: ShapeQuery): Promise<ShapeResponse> => {
    const { definition, handle: known, subset, offset } = query;
    if (subset === null) throw new Error('no subset');
    const shape = known !== null && known !== '' && offset !== 'start' ? await shapes.byHandle(known, definition) : await shapes.current(definition, false);
    if (shape === null) return refetch(query);
    const end = `${lastLsn()}_0`;
    const { body, hasData } = await answerSubset(shape, subset, source, shapes);
    const { etag: _etag, ...headers } = headersOf({ ...query, live: false }, shape, end, cacheControl.none);
    return { status: 200, headers: { ...headers, 'electric-snapshot': 'true', 'electric-has-data': String(hasData) }, body };
  };

  return handle;
}

const sseMs = 3_600_000;

function conditional({ headers, method }: ShapeRequest, response: ShapeResponse): ShapeResponse {
  const { etag } = response.headers;
  const wanted = headers['if-none-match'];
  if (method === 'POST' || response.status !== 200 || etag === undefined || wanted === undefined || !wanted.split(/\s*,\s*/).includes(etag)) return response;
  const { 'content-length': _length, 'content-type': _type, ...rest } = response.headers;
  return { status: 304, headers: rest, body: null };
}

const head = ({ method }: ShapeRequest, response: ShapeResponse): ShapeResponse => (method === 'HEAD' ? { ...response, body: null } : response);

const isOutage = (error: unknown): boolean =>
  error instanceof Error &&
  (('code' in error && typeof error.code === 'string' && /^(08|53|57|ECONN|EPIPE|ETIMEDOUT|40|55P03)/.test(error.code)) ||
    /^(Connection terminated|timeout|Cannot use a pool)/i.test(error.message));
