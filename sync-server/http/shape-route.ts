import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { writeBody } from '../engine/http.ts';
import type { ShapeResponse } from '../engine/types.ts';
import type { Gatekeeper } from '../shapes/gatekeeper.ts';
import { bearer } from './bearer.ts';

const deskGone = new Error('The desk has gone.');

/** `/v1/shape`: Electric's protocol behind the gatekeeper. */
export function shapeRoute(server: FastifyInstance, gatekeeper: Gatekeeper): void {
  server.route({
    method: ['GET', 'HEAD', 'POST', 'DELETE'],
    url: '/v1/shape',
    exposeHeadRoute: false,
    handler: async (request, reply) => {
      const gone = new AbortController();
      reply.raw.once('close', () => {
        if (!reply.raw.writableFinished) gone.abort(deskGone);
      });
      const search = new URL(request.raw.url ?? '/', 'http://hub').searchParams;
      const etag = request.headers['if-none-match'];
      const answer = await gatekeeper({ token: bearer(request), method: request.method, search, headers: { 'if-none-match': etag }, signal: gone.signal });
      return answerWith(request, reply, answer, gone.signal);
    },
  });
  server.options('/v1/shape', async (_request, reply) => reply.code(204).header('allow', 'GET, HEAD, OPTIONS').send());
}

async function answerWith(request: FastifyRequest, reply: FastifyReply, { status, headers, body }: ShapeResponse, signal: AbortSignal): Promise<FastifyReply> {
  const isWhole = body === null || typeof body === 'string' || Buffer.isBuffer(body);
  if (isWhole)
    return reply
      .code(status)
      .headers(headers)
      .send(body ?? undefined);
  reply.hijack();
  reply.raw.writeHead(status, { ...definedHeaders(reply), ...headers });
  try {
    await writeBody(reply.raw, body);
  } catch (error) {
    // The reader went, the hub stops, or the access changed: half an answer must not look like a whole one.
    reply.raw.destroy();
    if (!signal.aborted) request.log.info({ err: error }, 'a shape was cut off');
  }
  return reply;
}

const definedHeaders = (reply: FastifyReply) => Object.fromEntries(Object.entries(reply.getHeaders()).map(([name, value]) => [name, String(value)]));
