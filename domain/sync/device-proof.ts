import * as z from 'zod';

/** The routes that a revoked device may still speak to. */
export const seizedPaths = { wiped: '/v1/devices/wiped', quarantine: '/v1/quarantine' } as const;

/** How a device without a session proves itself: by its key, under what it says. */
export const deviceProof = z.strictObject({ tenantId: z.uuid(), publicKey: z.string().min(16).max(2000), signature: z.base64().max(200) });
export type DeviceProof = z.output<typeof deviceProof>;

interface Statement {
  /** The route that is told. */
  readonly path: string;
  readonly tenantId: string;
  /** The sealed work that is handed in. */
  readonly sealed?: string | null;
}

/** The words that a device signs; they are good for one route and one tenant. */
export const statementOf = ({ path, tenantId, sealed }: Statement): string => ['holdfast', path, tenantId, sealed ?? ''].join('\n');
