import { createPublicKey, verify } from 'node:crypto';
import type { ActCode } from '#domain/acts.ts';
import type { Id } from '#domain/kernel/names.ts';
import { Device } from '#domain/people/device.ts';
import { deviceProof, seizedPaths, statementOf, type DeviceProof } from '#domain/sync/device-proof.ts';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type pg from 'pg';
import * as z from 'zod';
import { auditWrites } from '../audit/record.ts';
import { newId } from '../db/new-id.ts';
import { inTenant } from '../db/transaction.ts';
import { bearer } from '../http/bearer.ts';
import { parse } from '../http/body.ts';
import { HttpProblem } from '../http/problem.ts';
import type { Identity, Seized } from './identity.ts';

interface SeizedDeps {
  readonly identity: Pick<Identity, 'quarantine' | 'sessions'>;
  readonly serve: pg.Pool;
  readonly now: () => number;
}

const wipedRequest = z.strictObject({ device: deviceProof.optional() });
const quarantineRequest = z.strictObject({ sealed: z.base64().min(1), device: deviceProof.optional() });

/** What a revoked device may still say: its unsent work, sealed, and that it holds nothing any more. Who has signed out, or is no member any more, proves the device by its key. */
export function seizedRoutes(server: FastifyInstance, { identity, serve, now }: SeizedDeps): void {
  const speakerOf = async (request: FastifyRequest, proof: DeviceProof | undefined, statement: Omit<Parameters<typeof statementOf>[0], 'tenantId'>): Promise<Seized> => {
    if (!proof) return identity.sessions.ofAnyDevice(bearer(request));
    const { tenantId, publicKey, signature } = proof;
    const { rows } = await inTenant(serve, tenantId, (tx) =>
      tx.query<{ id: Id<'devices'>; user_id: Id<'users'>; status: string }>(
        'select id, user_id, status from devices where tenant_id = $1 and public_key = $2 and deleted_at is null',
        [tenantId, publicKey],
      ),
    );
    const [device] = rows;
    // One answer for a device that is not there and a key that is not its own.
    if (!device || !isSigned(publicKey, statementOf({ ...statement, tenantId }), signature))
      throw new HttpProblem(401, 'auth.badProof', 'This device cannot be proved by its key.', 'device.signature');
    return { tenantId: tenantId as Id<'tenants'>, userId: device.user_id, deviceId: device.id };
  };

  server.post(seizedPaths.quarantine, async (request, reply) => {
    const { sealed, device } = parse(quarantineRequest, request.body);
    await identity.quarantine(await speakerOf(request, device, { path: seizedPaths.quarantine, sealed }), sealed);
    return reply.code(204).send();
  });

  /** Said again, it changes nothing. */
  server.post(seizedPaths.wiped, async (request, reply) => {
    const { device } = parse(wipedRequest, request.body ?? {});
    const { tenantId, userId, deviceId } = await speakerOf(request, device, { path: seizedPaths.wiped });
    const at = new Date(now()).toISOString();
    await inTenant(serve, tenantId, async (tx) => {
      const { rows } = await tx.query<{ status: string }>('select status from devices where tenant_id = $1 and id = $2 and deleted_at is null for update', [tenantId, deviceId]);
      const status = rows[0]?.status;
      if (status === 'wiped') return;
      if (status !== 'revoked') throw new HttpProblem(422, 'state.forbidden', 'Only a device that was revoked is wiped.', 'status');
      await tx.query(`update devices set status = 'wiped', updated_at = $3, accepted_at = $3, version = version + 1 where tenant_id = $1 and id = $2`, [tenantId, deviceId, at]);
      const write = { entity: Device, id: deviceId, before: { id: deviceId, status }, after: { id: deviceId, status: 'wiped' }, changed: ['status'] };
      const act = {
        tenantId,
        userId,
        deviceId,
        commandId: newId(now()),
        teamIds: [],
        grants: {},
        drawn: {},
        at,
        ipAddress: request.ip,
        userAgent: request.headers['user-agent'] ?? null,
      };
      await auditWrites(tx, 'devices.wiped' satisfies ActCode, act, [write], at);
    });
    return reply.code(204).send();
  });
}

function isSigned(publicKey: string, statement: string, signature: string): boolean {
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
    return key.asymmetricKeyType === 'ed25519' && verify(null, Buffer.from(statement), key, Buffer.from(signature, 'base64'));
  } catch {
    return false;
  }
}
