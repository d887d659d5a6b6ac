import { Device } from '#domain/people/device.ts';
import type { FastifyInstance } from 'fastify';
import type pg from 'pg';
import { auditWrites } from '../audit/record.ts';
import { newId } from '../db/new-id.ts';
import { inTenant } from '../db/transaction.ts';
import { bearer, withOrigin } from '../http/bearer.ts';
import { HttpProblem } from '../http/problem.ts';
import type { Sessions } from './sessions.ts';

interface WipedDeps {
  readonly sessions: Pick<Sessions, 'ofAnyDevice'>;
  readonly serve: pg.Pool;
  readonly now: () => number;
}

/** `POST /v1/devices/wiped`: a revoked device says that it holds nothing any more; said again, it changes nothing. */
export function wipedRoute(server: FastifyInstance, { sessions, serve, now }: WipedDeps): void {
  server.post('/v1/devices/wiped', async (request, reply) => {
    const { origin, ...session } = withOrigin(await sessions.ofAnyDevice(bearer(request)), request);
    const at = new Date(now()).toISOString();
    await inTenant(serve, session.tenantId, async (tx) => {
      const { rows } = await tx.query<{ status: string }>('select status from devices where tenant_id = $1 and id = $2 and deleted_at is null for update', [
        session.tenantId,
        session.deviceId,
      ]);
      const status = rows[0]?.status;
      if (status === 'wiped') return;
      if (status !== 'revoked') throw new HttpProblem(422, 'state.forbidden', 'Only a device that was revoked is wiped.', 'status');
      await tx.query(`update devices set status = 'wiped', updated_at = $3, accepted_at = $3, version = version + 1 where tenant_id = $1 and id = $2`, [
        session.tenantId,
        session.deviceId,
        at,
      ]);
      const { deviceId: id } = session;
      const write = { entity: Device, id, before: { id, status }, after: { id, status: 'wiped' }, changed: ['status'] };
      await auditWrites(tx, 'devices.wiped', { ...session, ...origin, commandId: newId(now()), at, drawn: {} }, [write], at);
    });
    return reply.code(204).send();
  });
}
