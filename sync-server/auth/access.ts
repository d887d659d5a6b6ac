import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Log } from '../engine/log.ts';

/** Whose access changed; null means every tenant, or every member of the tenant. */
export interface AccessChange {
  readonly tenantId: string | null;
  readonly userId: string | null;
}

/** The news of committed changes of membership, role, grants, teams, devices and sessions. */
export interface AccessNews {
  readonly on: (listener: (change: AccessChange) => void) => () => void;
  /** For who hears of a change by another way, perhaps sooner. */
  readonly tell: (change: AccessChange) => void;
  /** Whether news arrive right now; without them nothing about access may be remembered. */
  readonly isListening: () => boolean;
  readonly stop: () => Promise<void>;
}

/** Whether a change of access concerns a member. */
export const concerns = ({ tenantId, userId }: AccessChange, member: { readonly tenantId: string; readonly userId: string }): boolean =>
  (tenantId === null || tenantId === member.tenantId) && (userId === null || userId === member.userId);

/** Listens on a connection of its own; a gap in listening is told as a change of everybody's access. */
export async function createAccessNews({ databaseUrl, log }: { readonly databaseUrl: string; readonly log: Log }): Promise<AccessNews> {
  const listeners = new Set<(change: AccessChange) => void>();
  const stopping = new AbortController();
  let client: pg.Client | null = null;
  let reconnecting: Promise<void> = Promise.resolve();

  const tell = (change: AccessChange) => {
    for (const listener of listeners) listener(change);
  };

  const connect = async () => {
    const next = new pg.Client({ connectionString: databaseUrl, application_name: 'holdfast access', keepAlive: true });
    next.on('notification', ({ payload = '' }) => {
      const [tenant = '*', user = '*'] = payload.split('/');
      tell({ tenantId: tenant === '*' ? null : tenant, userId: user === '*' ? null : user });
    });
    const lost = (reason: unknown) => {
      if (client !== next) return;
      client = null;
      log.warn({ err: reason }, 'lost the connection that tells of access changes');
      tell({ tenantId: null, userId: null });
      if (!stopping.signal.aborted) reconnecting = reconnect();
    };
    next.on('error', lost);
    next.on('end', () => lost(new Error('The connection ended.')));
    await next.connect();
    await next.query('listen holdfast_access');
    client = next;
    tell({ tenantId: null, userId: null });
  };

  const reconnect = async () => {
    for (let wait = 100; !stopping.signal.aborted && client === null; wait = Math.min(wait * 2, 5000)) {
      await sleep(wait, undefined, { signal: stopping.signal }).catch(() => {});
      if (!stopping.signal.aborted) await connect().catch((error: unknown) => log.warn({ err: error }, 'cannot listen for access changes yet'));
    }
  };

  await connect();
  return {
    on: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    tell,
    isListening: () => client !== null,
    stop: async () => {
      stopping.abort();
      const last = client;
      client = null;
      await last?.end();
      await reconnecting;
    },
  };
}
