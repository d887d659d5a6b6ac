import type { DeviceCalls, Outcome } from '#domain/bridge.ts';
import { confirmAnswer, enrolAnswer, factorsAnswer } from '#domain/sync/wire.ts';
import * as z from 'zod';
import type { AskHub, HubAsk } from './hub-client.ts';
import type { OpenVault } from './vaults.ts';

type Names = 'factors.confirm' | 'factors.enrol' | 'factors.list' | 'factors.remove';
/** Answers a window about the second factors of whoever works here; the hub alone keeps them. */
export type FactorCalls = { readonly [Name in Names]: (args: DeviceCalls[Name]['args']) => Promise<Outcome<DeviceCalls[Name]['result']>> };

interface Deps {
  readonly ask: AskHub;
  /** The vault that is open, if one is. */
  readonly open: () => OpenVault | null;
}

/** Asks the hub as the person whose vault is open. */
export function createFactorCalls({ ask, open }: Deps): FactorCalls {
  const call = async <Schema extends z.ZodType<object>>(schema: Schema, question: Omit<HubAsk, 'token'>): Promise<Outcome<z.output<Schema>>> => {
    const vault = open();
    if (!vault) return { ok: false, code: 'vault.locked', message: 'The vault is locked.' };
    const { token, certificate } = vault.body;
    const reply = await ask({ ...question, token }, certificate);
    if (reply.kind === 'outage') return { ok: false, code: 'online.failed', message: reply.message };
    if (reply.kind === 'problem') {
      const { code, message, field } = reply.problem;
      return { ok: false, code, message, ...(field ? { field } : {}) };
    }
    const answer = schema.safeParse(reply.body ?? {});
    return answer.success ? { ok: true, ...answer.data } : { ok: false, code: 'hub.unreadable', message: 'The hub’s answer cannot be read.' };
  };
  return {
    'factors.list': () => call(factorsAnswer, { method: 'GET', path: '/v1/factors' }),
    'factors.enrol': (body) => call(enrolAnswer, { method: 'POST', path: '/v1/factors', body }),
    'factors.confirm': ({ id, code }) => call(confirmAnswer, { method: 'POST', path: `/v1/factors/${id}/confirm`, body: { code } }),
    'factors.remove': (body) => call(z.object({}), { method: 'POST', path: '/v1/factors/remove', body }),
  };
}
