/** Bytes before the audio in the files that the PBX writes. */
export const waveHead = 44;

/** What the head of a file of audio says. */
export interface Wave {
  /** Bytes of audio that it promises; the PBX writes the number last. */
  readonly promised: number;
  readonly bytesPerSecond: number;
}

/** The head of a file of audio; null where it is none of the PBX's. */
export function readWave(head: Buffer): Wave | null {
  const isWave = head.length >= waveHead && head.toString('latin1', 0, 4) === 'RIFF' && head.toString('latin1', 8, 16) === 'WAVEfmt ' && head.toString('latin1', 36, 40) === 'data';
  return isWave ? { promised: head.readUInt32LE(40), bytesPerSecond: head.readUInt32LE(28) } : null;
}

/** The head of a file whose PBX died before it could say how long it is. */
export function mended(head: Buffer, size: number): Buffer {
  const whole = Buffer.from(head);
  whole.writeUInt32LE(size - 8, 4);
  whole.writeUInt32LE(size - waveHead, 40);
  return whole;
}
