import type { FastifyInstance } from 'fastify';
import type { Sessions } from '../../auth/sessions.ts';
import { bearer } from '../../http/bearer.ts';
import type { PbxLine } from './line.ts';

/** `POST /v1/telephony/credential`: the asker's own telephone and nobody else's; the answer is kept nowhere on the way. */
export function credentialRoute(server: FastifyInstance, { sessions, line }: { readonly sessions: Pick<Sessions, 'of'>; readonly line: Pick<PbxLine, 'credential'> }): void {
  server.post('/v1/telephony/credential', async (request, reply) => {
    const session = await sessions.of(bearer(request));
    return reply.header('cache-control', 'no-store').send(await line.credential(session));
  });
}
