import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ShapeBody, ShapeRequest, ShapeResponse } from './types.ts';

const maxBody = 1024 * 1024;
const stalledMs = 120_000;
// Made once: a reason of its own would cost every answer a stack.
const readerGone = new Error('The reader has gone.');

/** Makes a plain `node:http` listener of a shape handler: streams bodies no faster than they are read, and gives up with the client. */
export function shapeListener(handle: (request: ShapeRequest) => Promise<ShapeResponse>): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    serve(handle, request, response).catch(() => response.destroy());
  };
}

async function serve(handle: (request: ShapeRequest) => Promise<ShapeResponse>, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) gone.abort(readerGone);
  });
  const search = new URL(request.url ?? '/', 'http://localhost').searchParams;
  const body = request.method === 'POST' ? await readBody(request) : undefined;
  if (body === null) {
    response.writeHead(413, { 'content-type': 'application/json' }).end(JSON.stringify({ message: 'The request is too large' }));
    return;
  }
  const headers = { 'if-none-match': request.headers['if-none-match'] };
  const answer = await handle({ method: request.method ?? 'GET', search, body, headers, signal: gone.signal });
  if (response.destroyed) return;
  const { body: content } = answer;
  const length = typeof content === 'string' || Buffer.isBuffer(content) ? { 'content-length': Buffer.byteLength(content) } : {};
  response.writeHead(answer.status, { ...answer.headers, ...length });
  await writeBody(response, answer.body);
}

/** Writes a body and ends the response; a reader that takes nothing for two minutes is dropped. */
export async function writeBody(response: ServerResponse, body: ShapeBody): Promise<void> {
  response.setTimeout(stalledMs, () => {
    if (response.writableNeedDrain || (response.writableEnded && !response.writableFinished)) response.destroy();
  });
  if (body === null || typeof body === 'string' || Buffer.isBuffer(body)) {
    response.end(body ?? undefined);
    return;
  }
  response.flushHeaders();
  for await (const chunk of body) {
    if (response.destroyed) return;
    if (!response.write(chunk)) await drained(response);
  }
  response.end();
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      response.off('drain', done);
      response.off('close', done);
      resolve();
    };
    response.on('drain', done);
    response.on('close', done);
  });
}

async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maxBody) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
