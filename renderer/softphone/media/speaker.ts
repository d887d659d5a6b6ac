import { isLooped, samplesOf, type Tone } from './tones.ts';

/** A loudspeaker that makes tones: at most one lasting tone at a time, and short ones over it. */
export function createSpeaker() {
  let context: AudioContext | null = null;
  let lasting: { readonly tone: Tone; readonly stop: () => void } | null = null;
  let sink = '';

  const open = (): AudioContext => {
    context ??= new AudioContext();
    void context.resume();
    void applySink(context);
    return context;
  };

  const applySink = async (on: AudioContext) => {
    // Where the browser cannot choose, or the device has gone, the system's own loudspeaker rings: better the wrong one than none.
    await sinkOf(on)?.(sink).catch(() => sinkOf(on)?.('').catch(() => {}));
  };

  const start = (tone: Tone) => {
    const on = open();
    const samples = samplesOf(tone, on.sampleRate);
    const buffer = on.createBuffer(1, samples.length, on.sampleRate);
    buffer.copyToChannel(samples, 0);
    const source = on.createBufferSource();
    source.buffer = buffer;
    source.loop = isLooped(tone);
    source.connect(on.destination);
    source.start();
    return () => {
      source.stop();
      source.disconnect();
    };
  };

  const quiet = () => {
    lasting?.stop();
    lasting = null;
  };

  return {
    /** Makes this the lasting tone; null is silence. The same again changes nothing. */
    sustain: (tone: Tone | null) => {
      if (lasting?.tone === tone) return;
      quiet();
      if (tone !== null) lasting = { tone, stop: start(tone) };
    },
    play: (tone: Tone) => void start(tone),
    lasting: () => lasting?.tone ?? null,
    setSink: (id: string) => {
      sink = id;
      if (context) void applySink(context);
    },
    close: () => {
      quiet();
      void context?.close();
      context = null;
    },
  };
}

export type Speaker = ReturnType<typeof createSpeaker>;

/** `setSinkId` of an audio context is in Chromium but not yet in TypeScript's DOM. */
function sinkOf(context: AudioContext): ((id: string) => Promise<void>) | null {
  const { setSinkId } = context as AudioContext & { readonly setSinkId?: (id: string) => Promise<void> };
  return setSinkId ? (id) => setSinkId.call(context, id) : null;
}
