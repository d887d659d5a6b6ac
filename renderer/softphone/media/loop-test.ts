/** What a test of microphone and loudspeaker found. */
export interface LoopResult {
  /** The loudest moment, from 0 to 1. */
  readonly peak: number;
  /** The level between words, from 0 to 1. */
  readonly floor: number;
  readonly verdict: 'good' | 'silent' | 'quiet' | 'clipped' | 'noisy';
}

/** Records what the microphone hears, plays it back on the loudspeaker, and says how it was. */
export async function testLoop({
  track,
  sink,
  seconds,
  onLevel,
}: {
  readonly track: MediaStreamTrack;
  readonly sink: string;
  readonly seconds: number;
  readonly onLevel: (level: number) => void;
}): Promise<LoopResult> {
  const copy = track.clone();
  copy.enabled = true;
  const stream = new MediaStream([copy]);
  const context = new AudioContext();
  try {
    const analyser = context.createAnalyser();
    context.createMediaStreamSource(stream).connect(analyser);
    const recorder = new MediaRecorder(stream);
    const chunks: Blob[] = [];
    recorder.addEventListener('dataavailable', ({ data }) => chunks.push(data));
    recorder.start();
    const levels = await listen(analyser, seconds * 1000, onLevel);
    await new Promise((resolve) => {
      recorder.addEventListener('stop', resolve, { once: true });
      recorder.stop();
    });
    await playBack(new Blob(chunks, { type: recorder.mimeType }), sink);
    return judge(levels);
  } finally {
    copy.stop();
    await context.close();
  }
}

/** What a run of levels says about a microphone. */
export function judge(levels: readonly number[]): LoopResult {
  const sorted = levels.toSorted((a, b) => a - b);
  const peak = sorted.at(-1) ?? 0;
  const floor = sorted[Math.floor(sorted.length * 0.1)] ?? 0;
  const clipped = levels.filter((level) => level >= 0.99).length / Math.max(1, levels.length);
  return { peak, floor, verdict: verdictOf(peak, floor, clipped) };
}

function verdictOf(peak: number, floor: number, clipped: number): LoopResult['verdict'] {
  if (peak < 0.003) return 'silent';
  if (peak < 0.03) return 'quiet';
  if (clipped > 0.3) return 'clipped';
  return floor > 0.1 ? 'noisy' : 'good';
}

async function listen(analyser: AnalyserNode, ms: number, onLevel: (level: number) => void): Promise<readonly number[]> {
  const samples = new Float32Array(analyser.fftSize);
  const levels: number[] = [];
  const end = performance.now() + ms;
  while (performance.now() < end) {
    analyser.getFloatTimeDomainData(samples);
    const level = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
    levels.push(level);
    onLevel(level);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return levels;
}

async function playBack(recording: Blob, sink: string): Promise<void> {
  const url = URL.createObjectURL(recording);
  const audio = new Audio(url);
  try {
    await audio.setSinkId(sink).catch(() => {});
    await audio.play();
    await new Promise((resolve) => {
      audio.addEventListener('ended', resolve, { once: true });
      audio.addEventListener('error', resolve, { once: true });
    });
  } finally {
    URL.revokeObjectURL(url);
  }
}
