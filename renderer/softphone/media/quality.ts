import type { Quality, QualityFault } from '../machine/state.ts';

/** The counters of one moment of a call, summed over its streams. */
export interface Counters {
  readonly at: number;
  readonly received: number;
  readonly lost: number;
  readonly sent: number;
  readonly lostOut: number;
  readonly jitterMs: number;
  readonly roundTripMs: number;
  readonly bufferMs: number;
  /** Energy heard and spoken so far, as the browser sums it. */
  readonly heard: number;
  readonly spoken: number;
}

type Stat = Readonly<Record<string, unknown>>;

/** Reads the counters out of a statistics report. */
export function countersOf(report: Iterable<Stat>, at: number): Counters {
  const stats = [...report];
  const audio = (type: string) => stats.filter((stat) => stat['type'] === type && (stat['kind'] ?? 'audio') === 'audio');
  const inbound = audio('inbound-rtp');
  const remote = audio('remote-inbound-rtp');
  const pair = stats.find((stat) => stat['type'] === 'candidate-pair' && stat['nominated'] === true);
  const emitted = sum(inbound, 'jitterBufferEmittedCount');
  return {
    at,
    received: sum(inbound, 'packetsReceived'),
    lost: sum(inbound, 'packetsLost'),
    sent: sum(audio('outbound-rtp'), 'packetsSent'),
    lostOut: sum(remote, 'packetsLost'),
    jitterMs: Math.max(0, ...inbound.map((stat) => read(stat, 'jitter') * 1000)),
    roundTripMs: 1000 * (read(remote[0], 'roundTripTime') || read(pair, 'currentRoundTripTime')),
    bufferMs: emitted === 0 ? 0 : (1000 * sum(inbound, 'jitterBufferDelay')) / emitted,
    heard: sum(inbound, 'totalAudioEnergy'),
    spoken: sum(audio('media-source'), 'totalAudioEnergy'),
  };
}

/** The quality between two moments. */
export function qualityBetween(before: Counters, after: Counters, isSpeaking: boolean): Quality {
  const lossInPercent = share(after.lost - before.lost, after.received - before.received + after.lost - before.lost);
  const lossOutPercent = share(after.lostOut - before.lostOut, after.sent - before.sent);
  const { jitterMs, roundTripMs } = after;
  const mos = mosOf({ lossPercent: Math.max(lossInPercent, lossOutPercent), delayMs: roundTripMs / 2 + after.bufferMs, jitterMs });
  const isDeaf = after.received === before.received;
  const isDumb = isSpeaking && after.spoken - before.spoken === 0;
  return { mos: isDeaf ? 1 : mos, fault: faultOf({ lossInPercent, lossOutPercent, jitterMs, roundTripMs }, isDeaf, isDumb), lossInPercent, lossOutPercent, jitterMs, roundTripMs };
}

/** Mean opinion score by the E-model of ITU-T G.107, with the loss that Opus and G.711 with concealment bear. */
export function mosOf({ lossPercent, delayMs, jitterMs }: { readonly lossPercent: number; readonly delayMs: number; readonly jitterMs: number }): number {
  const delay = delayMs + 2 * jitterMs + 20;
  const delayImpairment = 0.024 * delay + (delay > 177.3 ? 0.11 * (delay - 177.3) : 0);
  const lossImpairment = (95 * lossPercent) / (lossPercent + 19);
  const rating = Math.min(100, Math.max(0, 93.2 - delayImpairment - lossImpairment));
  const mos = 1 + 0.035 * rating + rating * (rating - 60) * (100 - rating) * 7e-6;
  return Math.min(4.5, Math.max(1, Math.round(mos * 100) / 100));
}

/** Below this a person should be told. */
export const poorMos = 3.6;

function faultOf(
  {
    lossInPercent,
    lossOutPercent,
    jitterMs,
    roundTripMs,
  }: { readonly lossInPercent: number; readonly lossOutPercent: number; readonly jitterMs: number; readonly roundTripMs: number },
  isDeaf: boolean,
  isDumb: boolean,
): QualityFault {
  if (isDeaf) return 'nothingHeard';
  if (isDumb) return 'nothingSaid';
  if (lossInPercent >= 3 && lossInPercent >= lossOutPercent) return 'lossIn';
  if (lossOutPercent >= 3) return 'lossOut';
  if (jitterMs >= 60) return 'jitter';
  return roundTripMs >= 400 ? 'delay' : 'none';
}

const read = (stat: Stat | undefined, name: string): number => (typeof stat?.[name] === 'number' ? stat[name] : 0);
const sum = (stats: readonly Stat[], name: string): number => stats.reduce((total, stat) => total + read(stat, name), 0);
const share = (part: number, whole: number): number => (whole <= 0 || part <= 0 ? 0 : Math.round((1000 * part) / whole) / 10);
