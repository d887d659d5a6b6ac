import type { DeviceCalls, Outcome } from '#domain/bridge.ts';
import { acceptedInvitation, auditVerdict, madeTenant, platformHealth, platformTenants, platformUsage, platformUsers } from '#domain/platform/wire.ts';
import { confirmAnswer, enrolAnswer, factorsAnswer } from '#domain/sync/wire.ts';
import { hubHits } from '#domain/search/merge.ts';
import * as z from 'zod';
import type { AskHub, HubAsk } from './hub-client.ts';
import { PinError, type Pin } from './pin.ts';
import type { OpenVault } from './vaults.ts';

const names = [
  'audit.verify',
  'factors.confirm',
  'factors.enrol',
  'factors.list',
  'factors.remove',
  'invitation.accept',
  'platform.createTenant',
  'platform.health',
  'platform.tenants',
  'platform.usage',
  'platform.users',
  'search.hub',
] as const;
type Name = (typeof names)[number];
/** Answers a window what the hub alone knows and keeps: second factors, the state of the audit, the tenants of the platform. */
export type HubCalls = { readonly [Call in Name]: (args: DeviceCalls[Call]['args']) => Promise<Outcome<DeviceCalls[Call]['result']>> };

interface Deps {
  readonly ask: AskHub;
  readonly pin: () => Promise<Pin>;
  /** The vault that is open, if one is. */
  readonly open: () => OpenVault | null;
}

/** A chain of a million rows is walked in less. */
const auditPatience = 300_000;

/** Asks the hub as the person whose vault is open; who was invited has none yet. */
export function createHubCalls({ ask, pin, open }: Deps): HubCalls {
  const put = async <Schema extends z.ZodType<object>>(schema: Schema, question: HubAsk, certificate: string | null): Promise<Outcome<z.output<Schema>>> => {
    const reply = await ask(question, certificate);
    if (reply.kind === 'outage') return { ok: false, code: 'online.failed', message: reply.message };
    if (reply.kind === 'problem') {
      const { code, message, field } = reply.problem;
      return { ok: false, code, message, ...(field ? { field } : {}) };
    }
    const answer = schema.safeParse(reply.body ?? {});
    return answer.success ? { ok: true, ...answer.data } : { ok: false, code: 'hub.unreadable', message: 'The hub’s answer cannot be read.' };
  };
  const call = async <Schema extends z.ZodType<object>>(schema: Schema, question: Omit<HubAsk, 'token'>): Promise<Outcome<z.output<Schema>>> => {
    const vault = open();
    if (!vault) return { ok: false, code: 'vault.locked', message: 'The vault is locked.' };
    return put(schema, { ...question, token: vault.body.token }, vault.body.certificate);
  };
  return {
    'factors.list': () => call(factorsAnswer, { method: 'GET', path: '/v1/factors' }),
    'factors.enrol': (body) => call(enrolAnswer, { method: 'POST', path: '/v1/factors', body }),
    'factors.confirm': ({ id, code }) => call(confirmAnswer, { method: 'POST', path: `/v1/factors/${id}/confirm`, body: { code } }),
    'factors.remove': (body) => call(z.object({}), { method: 'POST', path: '/v1/factors/remove', body }),
    'audit.verify': () =>
      call(
        auditVerdict.transform((verdict) => ({ verdict })),
        { method: 'GET', path: '/api/v1/audit/verification', patience: auditPatience },
      ),
    'search.hub': ({ text }) => call(hubHits, { method: 'GET', path: `/api/v1/search?limit=20&text=${encodeURIComponent(text)}` }),
    'platform.tenants': (asked) => call(platformTenants, { method: 'GET', path: pageOf('tenants', asked) }),
    'platform.users': (asked) => call(platformUsers, { method: 'GET', path: pageOf('users', asked) }),
    'platform.usage': ({ from }) => call(platformUsage, { method: 'GET', path: `/api/platform/usage?from=${from}` }),
    'platform.health': () => call(platformHealth, { method: 'GET', path: '/api/platform/health' }),
    'platform.createTenant': (body) => call(madeTenant, { method: 'POST', path: '/api/platform/tenants', body }),
    'invitation.accept': async (body) => {
      const pinned = await pin().catch((cause: unknown) => {
        if (cause instanceof PinError) return cause;
        throw cause;
      });
      if (pinned instanceof PinError) return { ok: false, code: 'hub.unreachable', message: pinned.message };
      return put(acceptedInvitation, { method: 'POST', path: '/v1/invitations/accept', body }, pinned.certificate);
    },
  };
}

const pageOf = (list: string, { after }: DeviceCalls['platform.users']['args']): string =>
  `/api/platform/${list}?${new URLSearchParams({ limit: '100', ...(after ? { after } : {}) })}`;
