import { SIPExtension, URI, UserAgent, Web, type Invitation } from 'sip.js';
import { createRegistrar } from './registrar.ts';
import { SocketTransport } from './socket-transport.ts';

/** What a phone needs to reach its PBX; asked for each time, kept nowhere. */
export interface Credentials {
  /** The address of record, such as `sip:101@pbx.example`. */
  readonly uri: string;
  readonly user: string;
  readonly secret: string;
  readonly wsUrl: string;
  readonly iceServers: readonly RTCIceServer[];
}

interface AgentDeps {
  readonly credentials: Credentials;
  /** Names this device in its contact, so that its own older registration is told from another device's. */
  readonly device: string;
  readonly track: () => MediaStreamTrack;
  readonly onClose: () => void;
  readonly onGarbage: (error: unknown) => void;
  readonly onInvite: (invitation: Invitation) => Promise<void>;
}

/** A SIP user agent whose link is driven from outside: it neither reconnects, nor registers, nor logs by itself. */
export function createAgent({ credentials, device, track, onClose, onGarbage, onInvite }: AgentDeps) {
  const uri = UserAgent.makeURI(credentials.uri);
  if (!uri) throw new Error('The phone was given an address that is none');
  let current = credentials;
  const agent = new UserAgent({
    uri,
    authorizationUsername: credentials.user,
    authorizationPassword: credentials.secret,
    contactName: contactName(device),
    contactParams: { transport: 'ws' },
    delegate: { onInvite: (invitation) => void onInvite(invitation).catch(onGarbage) },
    gracefulShutdown: false,
    logBuiltinEnabled: false,
    logConfiguration: false,
    reconnectionAttempts: 0,
    // Sent by us: SIP.js lets an offer that it cannot read throw where nobody catches it.
    sendInitialProvisionalResponse: false,
    sipExtensionReplaces: SIPExtension.Supported,
    userAgentString: 'Holdfast',
    transportConstructor: SocketTransport,
    transportOptions: { url: () => current.wsUrl, onClose, onGarbage },
    sessionDescriptionHandlerFactory: Web.defaultSessionDescriptionHandlerFactory(() => Promise.resolve(new MediaStream([track()]))),
    sessionDescriptionHandlerFactoryOptions: { iceGatheringTimeout: 500, peerConnectionConfiguration: { iceServers: [...credentials.iceServers], bundlePolicy: 'max-bundle' } },
  });
  return {
    agent,
    registrar: createRegistrar(agent),
    uri: credentials.uri,
    /** Opens a new socket, whatever became of the last one. */
    connect: async (fresh: Credentials) => {
      current = fresh;
      // A secret that was rotated is used from the next challenge on; SIP.js reads its options then.
      Object.assign(agent.configuration, { authorizationUsername: fresh.user, authorizationPassword: fresh.secret });
      failPending(agent);
      if (agent.state === 'Started') await agent.transport.connect();
      else await agent.start();
    },
    drop: () => {
      void agent.transport.disconnect();
      failPending(agent);
    },
    target: (number: string): URI => new URI('sip', number.replaceAll('%', '%25'), uri.host, uri.port),
  };
}

export type Agent = ReturnType<typeof createAgent>;

/** What waits for an answer on a socket that is gone fails now, not after SIP's 32 seconds. */
function failPending({ userAgentCore }: UserAgent): void {
  for (const client of userAgentCore.userAgentClients.values()) {
    // SIP.js declares this protected; without it a second REGISTER or re-INVITE is refused as "in progress" until the first times out.
    const transaction = client['transaction'] as unknown as { onTransportError: (error: Error) => void };
    transaction.onTransportError(new Error('The socket is gone'));
  }
}

const contactName = (device: string): string => `hf${device.replaceAll(/[^a-zA-Z0-9]/g, '').slice(0, 40)}`;
