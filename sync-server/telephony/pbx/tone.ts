/** Frequencies sounding together as µ-law samples at 8 kHz: what callers on hold hear, and what simulated callers say. */
export function tone(hertz: readonly number[], seconds: number, loudness: number): Buffer {
  const samples = Buffer.alloc(seconds * 8000);
  for (let at = 0; at < samples.length; at++) {
    const wave = hertz.reduce((sum, each) => sum + Math.sin((2 * Math.PI * each * at) / 8000), 0) / hertz.length;
    samples[at] = muLaw(Math.round(wave * loudness * 32_000));
  }
  return samples;
}

/** ITU-T G.711: sign, three bits of exponent, four of mantissa, inverted. */
function muLaw(sample: number): number {
  const magnitude = Math.min(Math.abs(sample), 32_635) + 132;
  const exponent = Math.max(0, 24 - Math.clz32(magnitude));
  return ~((sample < 0 ? 0x80 : 0) | (exponent << 4) | ((magnitude >> (exponent + 3)) & 0x0f)) & 0xff;
}
