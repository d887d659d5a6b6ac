import { SessionState, Web, type Notification, type Session, type URI } from 'sip.js';
import type { Party } from '../machine/state.ts';
import { partyOf, reasonOf, transferStatus } from './read-message.ts';

/** What a leg reports; the phone knows which line it is. */
export interface LegEvents {
  readonly onEstablished: () => void;
  readonly onEnded: (status: number | null, cause: number | null) => void;
  readonly onHeld: (isHeld: boolean) => void;
  readonly onHoldFailed: () => void;
  readonly onIdentified: (party: Party) => void;
  readonly onMedia: (isFlowing: boolean) => void;
  readonly onRestarted: (isGone: boolean) => void;
  readonly onTransfer: (isDone: boolean) => void;
  readonly onConnection: (connection: RTCPeerConnection) => void;
}

type Descriptions = Web.SessionDescriptionHandlerOptions;

/** One call on the wire: what lasts (held or not, spoken or not) is a wish that the leg goes on working at. */
export function createLeg(session: Session, events: LegEvents) {
  let farewell: { readonly status: number | null; readonly cause: number | null } = { status: null, cause: null };
  let connection: RTCPeerConnection | null = null;
  let isSpoken = false;
  let wish = { isHeld: false, restart: false };
  let actual = false;
  let isAsking = false;
  let isOver = false;

  const over = () => {
    if (isOver) return;
    isOver = true;
    events.onEnded(farewell.status, farewell.cause);
  };

  const speak = () => {
    for (const { track } of connection?.getSenders() ?? []) if (track) track.enabled = isSpoken;
  };

  const attach = () => {
    const handler = session.sessionDescriptionHandler;
    if (!(handler instanceof Web.SessionDescriptionHandler) || !handler.peerConnection || handler.peerConnection === connection) return;
    connection = handler.peerConnection;
    const own = connection;
    own.addEventListener('iceconnectionstatechange', () => {
      if (own.iceConnectionState === 'connected' || own.iceConnectionState === 'completed') events.onMedia(true);
      if (own.iceConnectionState === 'disconnected' || own.iceConnectionState === 'failed') events.onMedia(false);
    });
    own.addEventListener('track', speak);
    hurry(own, () => handler.iceGatheringComplete());
    speak();
    events.onConnection(own);
  };

  /** Sends one re-INVITE at a time until what is equals what is wished for. */
  const negotiate = (): void => {
    if (isAsking || isOver || session.state !== SessionState.Established || (wish.isHeld === actual && !wish.restart)) return;
    isAsking = true;
    const { isHeld, restart } = wish;
    wish = { isHeld, restart: false };
    const done = () => {
      isAsking = false;
      negotiate();
    };
    const fail = (status: number | null) => {
      if (status === 481 || status === 404) {
        events.onRestarted(true);
        return;
      }
      if (isHeld !== actual && wish.isHeld === isHeld) {
        wish = { ...wish, isHeld: actual };
        events.onHoldFailed();
      }
      done();
    };
    const descriptions: Descriptions = { hold: isHeld, offerOptions: { iceRestart: restart } };
    session
      .invite({
        sessionDescriptionHandlerOptions: descriptions,
        requestDelegate: {
          onAccept: () => {
            const hasChanged = actual !== isHeld;
            actual = isHeld;
            if (restart) events.onRestarted(false);
            if (hasChanged) events.onHeld(isHeld);
            done();
          },
          onReject: ({ message }) => fail(message.statusCode ?? null),
        },
      })
      .catch(() => fail(null));
  };

  const refer = (target: URI | Session): void => {
    session
      .refer(target, {
        requestDelegate: { onReject: () => events.onTransfer(false) },
        onNotify: (notification: Notification) => {
          void notification.accept();
          const status = transferStatus(notification.request.body);
          if (status !== null && status >= 200) events.onTransfer(status < 300);
        },
      })
      .catch(() => events.onTransfer(false));
  };

  session.stateChange.addListener((state) => {
    if (state === SessionState.Established) {
      attach();
      events.onEstablished();
      negotiate();
    }
    // SIP.js says that a call is over before it says what the answer was.
    if (state === SessionState.Terminated) queueMicrotask(over);
  });
  session.delegate = {
    onSessionDescriptionHandler: attach,
    onBye: (bye) => {
      farewell = reasonOf(bye.request);
      void bye.accept();
    },
    onCancel: (cancel) => {
      farewell = reasonOf(cancel.request);
    },
    onInvite: (request) => events.onIdentified(partyOf(request)),
  };

  return {
    session,
    refer,
    /** Keeps what a failed INVITE said, for the end that follows it. */
    farewell: (status: number | null, cause: number | null) => {
      farewell = { status, cause };
    },
    setHeld: (isHeld: boolean) => {
      wish = { ...wish, isHeld };
      negotiate();
    },
    setSpoken: (spoken: boolean) => {
      isSpoken = spoken;
      speak();
    },
    /** Puts another microphone in the place of this one, without the other side noticing. */
    setTrack: async (track: MediaStreamTrack) => {
      const sender = connection?.getSenders().find((each) => each.track?.kind === 'audio' || each.track === null);
      // A call that only rings has no voice yet; a copy that nobody speaks through would hold the microphone open.
      if (!sender) return track.stop();
      track.enabled = isSpoken;
      const before = sender.track;
      await sender.replaceTrack(track);
      before?.stop();
    },
    restart: () => {
      wish = { ...wish, restart: true };
      negotiate();
    },
    /** Sends tones as soon as the voice's own way is up, which may be a moment after the answer. */
    sendTones: (tones: string) => {
      const own = connection;
      const send = () => void session.sessionDescriptionHandler?.sendDtmf(tones, { duration: 120, interToneGap: 70 });
      const whenUp = () => {
        if (own?.connectionState !== 'connected') return;
        own.removeEventListener('connectionstatechange', whenUp);
        send();
      };
      if (!own || own.connectionState === 'connected') send();
      else own.addEventListener('connectionstatechange', whenUp);
    },
    audio: () => {
      const handler = session.sessionDescriptionHandler;
      return handler instanceof Web.SessionDescriptionHandler ? handler.remoteMediaStream : null;
    },
    over,
  };
}

export type Leg = ReturnType<typeof createLeg>;

/** How long after the first useful address others that come at the same time are waited for. */
const straggle = 20;

/** Ends the search for our own addresses as soon as there is one that the PBX can reach: the browser looks on for a tenth of a second, and what it may still find the PBX learns by itself. */
function hurry(connection: RTCPeerConnection, finish: () => void): void {
  const isUseful = (type: string | null) => (connection.getConfiguration().iceServers?.length ? type === 'srflx' || type === 'relay' : type === 'host');
  connection.addEventListener('icecandidate', ({ candidate }) => {
    if (candidate && isUseful(candidate.type)) setTimeout(finish, straggle);
  });
}
