import type { FastifyInstance, FastifyRequest } from 'fastify';
import * as z from 'zod';
import { bearer } from '../http/bearer.ts';
import { parse } from '../http/body.ts';
import type { Origin } from './audit.ts';
import type { Identity } from './identity.ts';
import { acceptRequest } from './invitation.ts';

const enrolRequest = z.strictObject({ password: z.string().max(1000), label: z.string().trim().min(1).max(255) });
const confirmRequest = z.strictObject({ code: z.string().min(6).max(10) });
const removeRequest = z.strictObject({ password: z.string().max(1000) });
const named = z.object({ id: z.uuid() });

/** Second factors and invitations: what a person does with their own identity. The API has the same routes under its own prefix. */
export function authRoutes(server: FastifyInstance, identity: Identity, attemptsPerMinute: number): void {
  const guarded = { config: { rateLimit: { max: attemptsPerMinute, timeWindow: '1 minute' } }, bodyLimit: 16 * 1024 };
  for (const prefix of ['/v1', '/api/v1/auth']) {
    server.get(`${prefix}/factors`, async (request) => ({ factors: await identity.factors.list(await identity.sessions.of(bearer(request))) }));
    server.post(`${prefix}/factors`, guarded, async (request, reply) => {
      const session = await identity.sessions.of(bearer(request));
      const { password, label } = parse(enrolRequest, request.body);
      return reply
        .code(201)
        .header('cache-control', 'no-store')
        .send(await identity.factors.enrol(session, password, label, originOf(request)));
    });
    server.post(`${prefix}/factors/:id/confirm`, guarded, async (request, reply) => {
      const session = await identity.sessions.of(bearer(request));
      const answer = await identity.factors.confirm(session, parse(named, request.params).id, parse(confirmRequest, request.body).code, originOf(request));
      return reply.header('cache-control', 'no-store').send(answer);
    });
    server.post(`${prefix}/factors/remove`, guarded, async (request, reply) => {
      const session = await identity.sessions.of(bearer(request));
      await identity.factors.remove(session, parse(removeRequest, request.body).password, originOf(request));
      return reply.code(204).send();
    });
    server.post(`${prefix}/invitations/accept`, guarded, (request) => identity.acceptInvitation(parse(acceptRequest, request.body), originOf(request)));
  }
}

const originOf = ({ ip, headers }: FastifyRequest): Origin => ({ ip, userAgent: headers['user-agent'] ?? null });
