import { URI, type UserAgent } from 'sip.js';
import type { LinkTrouble } from '../machine/state.ts';

/** What the registrar holds for this agent. */
export interface Bindings {
  readonly own: boolean;
  readonly others: number;
  readonly expiresMs: number;
}

type Asked = { readonly ok: true; readonly bindings: Bindings } | { readonly ok: false; readonly trouble: LinkTrouble };

const methods = 'ACK,BYE,CANCEL,INFO,INVITE,MESSAGE,NOTIFY,OPTIONS,PRACK,REFER';
const lifetime = 60;

/** REGISTER and OPTIONS without the state of SIP.js's Registerer, which keeps saying "Registered" when it is not. */
export function createRegistrar(agent: UserAgent) {
  const { uri } = agent.configuration;
  const server = new URI(uri.scheme, '', uri.host, uri.port);
  // One series for all REGISTERs of this agent: a registrar takes an older one for a replay.
  const callId = crypto.randomUUID();
  let sequence = Math.floor(Date.now() / 1000) % 1_000_000_000;

  const ask = (contact: readonly string[]): Promise<Asked> =>
    new Promise((resolve) => {
      const request = agent.userAgentCore.makeOutgoingRequestMessage('REGISTER', server, uri, uri, { callId, cseq: ++sequence }, [...contact, `Allow: ${methods}`]);
      agent.userAgentCore.register(request, {
        onAccept: ({ message }) => resolve({ ok: true, bindings: read(message.getHeaders('contact'), agent.contact.uri.user ?? '') }),
        onReject: ({ message }) => resolve({ ok: false, trouble: troubleOf(message.statusCode) }),
      });
    });

  return {
    register: () => ask([`Contact: ${agent.contact.toString()};expires=${lifetime}`, `Expires: ${lifetime}`]),
    /** A REGISTER without a contact changes nothing and lists who is there. */
    bindings: () => ask([]),
    /** Any answer at all says that the server lives. */
    ping: () =>
      new Promise<boolean>((resolve) => {
        const request = agent.userAgentCore.makeOutgoingRequestMessage('OPTIONS', server, uri, server, {});
        agent.userAgentCore.request(request, {
          onAccept: () => resolve(true),
          onReject: ({ message }) => resolve(message.statusCode !== 408 && message.statusCode !== 503),
        });
      }),
  };
}

export type Registrar = ReturnType<typeof createRegistrar>;

function read(contacts: readonly string[], ownUser: string): Bindings {
  const own = contacts.find((contact) => contact.includes(`sip:${ownUser}@`) || contact.includes(`sips:${ownUser}@`));
  const expires = Number(/expires=(\d+)/i.exec(own ?? '')?.[1] ?? lifetime);
  return { own: own !== undefined, others: contacts.length - (own === undefined ? 0 : 1), expiresMs: expires * 1000 };
}

function troubleOf(status: number | undefined): LinkTrouble {
  if (status === 401 || status === 403 || status === 404 || status === 407) return 'credentials';
  if (status === 408) return 'silent';
  return status === 503 ? 'lost' : 'serverError';
}
