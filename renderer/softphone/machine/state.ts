import type { MonitorMode } from '#domain/calls/supervision.ts';

/** The id that this desk gives a line; the PBX's own names are in `sipCallId` and `pbx`. */
export type LineId = string;

/** How a leg ended, as the journal keeps it. */
export type Outcome = 'answered' | 'missed' | 'rejected' | 'cancelled' | 'busy' | 'failed' | 'deviceFailure';

/** Why a line ended, in more detail than its outcome. */
export type EndReason =
  | 'local'
  | 'remote'
  | 'transferred'
  | 'parked'
  | 'merged'
  | 'busy'
  | 'noAnswer'
  | 'declined'
  | 'unknownNumber'
  | 'notAllowed'
  | 'noTrunk'
  | 'serverError'
  | 'callerGone'
  | 'elsewhere'
  | 'tooLong'
  | 'tooMany'
  | 'linkLost'
  | 'device';

/** What is wrong with the microphone, told apart because a person does something else about each. */
export type MicrophoneTrouble = 'none' | 'denied' | 'busy' | 'vanished';

/** A problem that a line shows while it goes on. */
export type LineTrouble = 'link.lost' | 'media.lost' | 'hold.failed' | 'transfer.failed' | 'microphone.none' | 'microphone.denied' | 'microphone.busy' | 'microphone.vanished';

export interface Party {
  readonly number: string;
  readonly name: string;
}

/** Whose call a supervisor is let into by this line, and how. */
export interface Monitor {
  readonly mode: MonitorMode;
  readonly agent: string;
  /** The PBX's name of the agent's call. */
  readonly linkedId: string;
}

/** What the PBX said of a call, to join this leg with its record. */
export interface PbxFacts {
  readonly linkedId: string | null;
  readonly uniqueId: string | null;
  readonly queue: string | null;
  /** The Call-ID of the colleague who began the call. */
  readonly originCallId?: string;
  readonly monitor?: Monitor;
}

/** What spoils a call most: on the way to this desk, on the way from it, or at either end. */
export type QualityFault = 'none' | 'lossIn' | 'lossOut' | 'delay' | 'jitter' | 'nothingHeard' | 'nothingSaid';

/** Call quality over the last seconds; `mos` is from 1 (unusable) to 4.5. */
export interface Quality {
  readonly mos: number;
  readonly fault: QualityFault;
  readonly lossInPercent: number;
  readonly lossOutPercent: number;
  readonly jitterMs: number;
  readonly roundTripMs: number;
}

export interface Transfer {
  readonly kind: 'blind' | 'attended' | 'park' | 'merge';
  readonly to: string;
  readonly with: LineId | null;
  readonly since: number;
}

export interface End {
  readonly outcome: Outcome;
  readonly reason: EndReason;
  readonly status: number | null;
  readonly cause: number | null;
  readonly at: number;
}

export interface Line {
  readonly id: LineId;
  readonly sipCallId: string | null;
  readonly direction: 'inbound' | 'outbound';
  readonly phase: 'dialling' | 'alerting' | 'ringing' | 'answering' | 'active' | 'ended';
  /** When this phase began. */
  readonly since: number;
  readonly party: Party;
  readonly pbx: PbxFacts;
  /** The other parties of a conference; empty on an ordinary call. */
  readonly others: readonly Party[];
  readonly startedAt: number;
  readonly answeredAt: number | null;
  readonly hold: 'none' | 'holding' | 'held' | 'resuming';
  readonly isMuted: boolean;
  readonly isAutoAnswered: boolean;
  /** The audio path; `early` is what the other side plays before it answers. */
  readonly media: 'none' | 'early' | 'flowing' | 'broken';
  readonly brokenSince: number | null;
  readonly transfer: Transfer | null;
  /** The line that this one was dialled to ask about. */
  readonly consultOf: LineId | null;
  /** Tones to send as soon as somebody has answered. */
  readonly tones: string | null;
  /** The line that was put on hold for this one, and gets its voice back if this one comes to nothing. */
  readonly restores: LineId | null;
  /** A try to answer failed here, so that a lost call is the device's fault and not the agent's. */
  readonly hasFailedHere: boolean;
  readonly trouble: LineTrouble | null;
  /** The record that this line is about, as the caller of the phone names it. */
  readonly subject: string | null;
  readonly quality: Quality | null;
  readonly mos: { readonly sum: number; readonly count: number };
  readonly end: End | null;
}

/** Why there is no registration just now. */
export type LinkTrouble = 'unreachable' | 'lost' | 'silent' | 'refused' | 'credentials' | 'serverError';

/** The line to the PBX. */
export interface Link {
  readonly kind: 'off' | 'connecting' | 'registering' | 'ready' | 'waiting' | 'elsewhere';
  readonly since: number;
  readonly attempt: number;
  readonly trouble: LinkTrouble | null;
  /** When the next thing is due: a retry while waiting, a ping while ready. */
  readonly nextAt: number;
  /** When an unanswered ping counts as a dead server. */
  readonly pongBy: number | null;
  readonly refreshAt: number;
  readonly lastReadyAt: number | null;
  readonly pingMs: number | null;
  /** Whether the next registration may push another device out. */
  readonly isTaking: boolean;
}

/** Which calls are answered without a hand. */
export interface AutoAnswer {
  readonly byHeader: boolean;
  readonly queues: readonly string[];
  readonly afterMs: number;
}

/** A command that could not be done, until the next one. */
export interface Notice {
  readonly code: 'link.notReady' | 'number.empty' | 'number.bad' | 'line.gone' | 'transfer.notAnswered' | 'line.notActive' | 'tooMany';
  readonly line: LineId | null;
  readonly at: number;
}

/** Everything the phone knows; plain data, so that another window can show it. */
export interface PhoneState {
  readonly link: Link;
  readonly lines: readonly Line[];
  readonly focus: LineId | null;
  readonly microphone: MicrophoneTrouble | null;
  readonly lastDialled: string | null;
  readonly autoAnswer: AutoAnswer;
  readonly notice: Notice | null;
}

/** A phone that has not been started. */
export const initialPhone: PhoneState = {
  link: {
    kind: 'off',
    since: 0,
    attempt: 0,
    trouble: null,
    nextAt: 0,
    pongBy: null,
    refreshAt: 0,
    lastReadyAt: null,
    pingMs: null,
    isTaking: false,
  },
  lines: [],
  focus: null,
  microphone: null,
  lastDialled: null,
  autoAnswer: { byHeader: true, queues: [], afterMs: 600 },
  notice: null,
};

export const isLive = (line: Line): boolean => line.phase !== 'ended';
/** Whether this line only hears the call of an agent. */
export const isListening = ({ pbx }: Pick<Line, 'pbx'>): boolean => pbx.monitor?.mode === 'listen';
export const isTalking = (line: Line): boolean => line.phase === 'active' && (line.hold === 'none' || line.hold === 'resuming');
export const lineOf = (state: PhoneState, id: LineId): Line | undefined => state.lines.find((line) => line.id === id);
/** Whether the other side is heard before it has answered. */
export const isEarly = (line: Line | undefined): boolean => line?.phase === 'alerting' && line.media !== 'none';
