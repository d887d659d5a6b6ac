/** How loud audio is in so many stretches, each from 0 to 1 of the loudest. */
export function peaksOf(samples: Float32Array, stretches: number): readonly number[] {
  const length = Math.max(1, Math.ceil(samples.length / stretches));
  const peaks = Array.from({ length: stretches }, (_, place) => {
    let peak = 0;
    for (let at = place * length; at < Math.min(samples.length, (place + 1) * length); at++) peak = Math.max(peak, Math.abs(samples[at] ?? 0));
    return peak;
  });
  const loudest = Math.max(...peaks, 0.01);
  return peaks.map((peak) => peak / loudest);
}

/** The outline of a waveform in a box of 1 by 1, mirrored at its middle. */
export function outlineOf(peaks: readonly number[]): string {
  const step = 1 / peaks.length;
  const bar = (peak: number, place: number) => {
    const half = Math.max(0.02, peak / 2);
    const [x, width] = [place * step, step * 0.7];
    return `M${round(x)} ${round(0.5 - half)}h${round(width)}v${round(2 * half)}h-${round(width)}z`;
  };
  return peaks.map(bar).join('');
}

const round = (value: number): number => Math.round(value * 10_000) / 10_000;
