import { Invitation, Inviter, SessionState, type Session } from 'sip.js';
import type { Effect } from '../machine/effect.ts';
import type { PhoneSignal } from '../machine/event.ts';
import type { LineId } from '../machine/state.ts';
import type { Agent } from './agent.ts';
import { createLeg, type Leg } from './leg.ts';
import { asksAnswer, partyOf, pbxFactsOf, reasonOf } from './read-message.ts';

interface CallsDeps {
  readonly agent: () => Agent | null;
  readonly emit: (signal: PhoneSignal) => void;
  readonly onConnection: (line: LineId, connection: RTCPeerConnection) => void;
  readonly onGone: (line: LineId) => void;
}

type CallEffect = Extract<Effect, { readonly line: LineId }>;

/** All calls on the wire, by the line that the phone knows them by. */
export function createCalls({ agent, emit, onConnection, onGone }: CallsDeps) {
  const legs = new Map<LineId, Leg>();

  const adopt = (line: LineId, session: Session): Leg => {
    const leg = createLeg(session, {
      onEstablished: () => emit({ kind: 'established', line }),
      onEnded: (status, cause) => {
        legs.delete(line);
        onGone(line);
        emit({ kind: 'ended', line, status, cause });
      },
      onHeld: (isHeld) => emit({ kind: 'held', line, isHeld }),
      onHoldFailed: () => emit({ kind: 'holdFailed', line }),
      onIdentified: (party) => emit({ kind: 'identified', line, party }),
      onMedia: (isFlowing) => emit({ kind: 'media', line, isFlowing }),
      onRestarted: (isGone) => emit({ kind: 'restarted', line, isGone }),
      onTransfer: (isDone) => emit(isDone ? { kind: 'transferred', line } : { kind: 'transferFailed', line }),
      onConnection: (connection) => onConnection(line, connection),
    });
    legs.set(line, leg);
    return leg;
  };

  const invite = (line: LineId, number: string): void => {
    const with_ = agent();
    if (!with_) {
      emit({ kind: 'ended', line, status: 503, cause: null });
      return;
    }
    const inviter = new Inviter(with_.agent, with_.target(number), { earlyMedia: true });
    const leg = adopt(line, inviter);
    emit({ kind: 'sent', line, sipCallId: inviter.request.callId });
    inviter
      .invite({
        requestDelegate: {
          onProgress: ({ message }) => emit({ kind: 'progress', line, hasMedia: message.body !== '' }),
          onReject: ({ message }) => leg.farewell(message.statusCode ?? null, reasonOf(message).cause),
        },
      })
      .catch(() => leg.over());
  };

  const hangUp = (line: LineId): void => {
    const leg = legs.get(line);
    if (!leg) return;
    const { session } = leg;
    const leave =
      session.state === SessionState.Established ? session.bye() : session instanceof Inviter ? session.cancel() : session instanceof Invitation ? session.reject() : null;
    // The line has ended here whatever the wire says; what is left of the session goes with it.
    void Promise.resolve(leave)
      .catch(() => {})
      .then(() => session.dispose())
      .catch(() => {});
    legs.delete(line);
    onGone(line);
  };

  const run: { readonly [K in CallEffect['kind']]: (effect: Extract<CallEffect, { kind: K }>) => void } = {
    invite: ({ line, number }) => invite(line, number),
    accept: ({ line }) => {
      const session = legs.get(line)?.session;
      if (session instanceof Invitation) session.accept().catch(() => legs.get(line)?.over());
    },
    refuse: ({ line, status }) => {
      const session = legs.get(line)?.session;
      legs.delete(line);
      onGone(line);
      if (session instanceof Invitation) session.reject({ statusCode: status }).catch(() => {});
    },
    hangUp: ({ line }) => hangUp(line),
    setHold: ({ line, isHeld }) => legs.get(line)?.setHeld(isHeld),
    refer: ({ line, to }) => {
      const target = agent()?.target(to);
      if (target) legs.get(line)?.refer(target);
    },
    replace: ({ line, with: other }) => {
      const session = legs.get(other)?.session;
      if (session) legs.get(line)?.refer(session);
    },
    sendTones: ({ line, tones }) => legs.get(line)?.sendTones(tones),
    restart: ({ line }) => legs.get(line)?.restart(),
  };

  return {
    legs,
    run: (effect: CallEffect) => {
      // One function for each kind of effect; TypeScript cannot follow a kind into a table of functions.
      const act = run[effect.kind] as (effect: CallEffect) => void;
      act(effect);
    },
    receive: async (invitation: Invitation): Promise<void> => {
      // What cannot even be told that it rings is no call, and makes no ring.
      try {
        await invitation.progress();
      } catch (error) {
        await invitation.reject({ statusCode: 488 }).catch(() => {});
        throw error;
      }
      const line = crypto.randomUUID();
      const { request } = invitation;
      adopt(line, invitation);
      emit({ kind: 'incoming', line, sipCallId: request.callId, party: partyOf(request), pbx: pbxFactsOf(request), asksAnswer: asksAnswer(request) });
    },
  };
}

export type Calls = ReturnType<typeof createCalls>;
