export type Tone = 'ring' | 'waiting' | 'ringback' | 'busy' | 'ended' | 'autoAnswer';

/** A stretch of sound: its frequencies and its length; no frequencies are silence. */
type Stretch = readonly [ms: number, ...hertz: readonly number[]];

interface Pattern {
  readonly stretches: readonly Stretch[];
  readonly volume: number;
  readonly isLoop: boolean;
}

const patterns: Readonly<Record<Tone, Pattern>> = {
  ring: { stretches: [[400, 440, 554], [200], [400, 440, 554], [2000]], volume: 0.5, isLoop: true },
  waiting: { stretches: [[120, 660], [120], [120, 660], [4600]], volume: 0.15, isLoop: true },
  ringback: { stretches: [[1000, 425], [4000]], volume: 0.1, isLoop: true },
  busy: { stretches: [[400, 425], [350], [400, 425], [350], [400, 425], [350]], volume: 0.15, isLoop: false },
  ended: { stretches: [[90, 480], [40], [90, 360]], volume: 0.12, isLoop: false },
  autoAnswer: { stretches: [[150, 880], [60], [220, 1175]], volume: 0.4, isLoop: false },
};

/** The sound of a tone, made here so that nothing has to be fetched; edges are softened against clicks. */
export function samplesOf(tone: Tone, rate: number): Float32Array<ArrayBuffer> {
  const { stretches, volume } = patterns[tone];
  const edge = Math.round(rate * 0.005);
  const parts = stretches.map(([ms, ...hertz]) => {
    const length = Math.round((rate * ms) / 1000);
    return Float32Array.from({ length }, (_, at) => {
      const softness = Math.min(1, at / edge, (length - at) / edge);
      return hertz.reduce((total, frequency) => total + Math.sin((2 * Math.PI * frequency * at) / rate) * (volume / hertz.length), 0) * softness;
    });
  });
  const whole = new Float32Array(parts.reduce((total, { length }) => total + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export const isLooped = (tone: Tone): boolean => patterns[tone].isLoop;
