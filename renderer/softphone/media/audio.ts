import type { PhoneSignal } from '../machine/event.ts';
import type { LineId } from '../machine/state.ts';
import type { AudioDevices } from '../phone.ts';
import type { Leg } from '../sip/leg.ts';
import { pick, type DevicePreferences } from './device-choice.ts';
import { testLoop } from './loop-test.ts';
import { createMicrophone } from './microphone.ts';
import { createOutputs } from './outputs.ts';
import { createQualityMonitor } from './quality-monitor.ts';
import { createSpeaker } from './speaker.ts';
import type { Tone } from './tones.ts';

interface AudioDeps {
  readonly preferences: DevicePreferences;
  readonly emit: (signal: PhoneSignal) => void;
  readonly isSpeaking: (line: LineId) => boolean;
  readonly legs: () => ReadonlyMap<LineId, Leg>;
}

/** Everything that is heard and said: the microphone, the loudspeaker, the ringer, and what they are plugged into. */
export function createAudio({ preferences, emit, isSpeaking, legs }: AudioDeps) {
  const media = navigator.mediaDevices;
  let preferred = preferences;
  let isInUse = false;
  const listeners = new Set<() => void>();
  const ringer = createSpeaker();
  const headset = createSpeaker();
  const outputs = createOutputs();
  const monitor = createQualityMonitor({ everyMs: 2000, isSpeaking, onQuality: (line, quality) => emit({ kind: 'quality', line, quality }) });
  const microphone = createMicrophone({
    media,
    preferred: () => preferred.microphone,
    onVanished: () => void change(),
  });

  /** Puts the best microphone that is left into every call. */
  const change = async (): Promise<void> => {
    if (!isInUse) return;
    const opened = await microphone.reopen();
    emit({ kind: 'microphone', trouble: opened.ok ? null : opened.trouble === 'none' ? 'vanished' : opened.trouble });
    // One call whose way is just closing keeps no other from its voice.
    if (opened.ok) await Promise.allSettled([...legs().values()].map((leg) => leg.setTrack(opened.track.clone())));
  };

  /** Aims sound at the best devices that are there now. */
  const aim = async (): Promise<readonly MediaDeviceInfo[]> => {
    const devices = await media.enumerateDevices();
    const speaker = pick(devices, 'audiooutput', preferred.speaker) ?? '';
    outputs.setSink(speaker);
    headset.setSink(speaker);
    ringer.setSink(pick(devices, 'audiooutput', preferred.ringer) ?? speaker);
    return devices;
  };

  const onPlugged = async (): Promise<void> => {
    const devices = await aim();
    const best = pick(devices, 'audioinput', preferred.microphone);
    const current = microphone.current();
    const isOpen = current?.readyState === 'live';
    // A better microphone came, or the one in use went: either way the call goes on with the best there is.
    if (isInUse && (!isOpen || (best !== null && current.getSettings().deviceId !== best))) await change();
    // Who has none is told before a call is lost for it.
    if (!isInUse) emit({ kind: 'plugged', hasMicrophone: devices.some(({ kind }) => kind === 'audioinput') });
    for (const listener of listeners) listener();
  };
  const plugged = () => void onPlugged();
  media.addEventListener('devicechange', plugged);
  void aim();

  return {
    open: async () => {
      isInUse = true;
      const opened = await microphone.open();
      if (opened.ok) emit({ kind: 'microphone', trouble: null });
      return opened;
    },
    /** A copy of the open microphone's track, closed until the line may speak. */
    track: (): MediaStreamTrack => {
      const copy = microphone.current()?.clone();
      if (!copy) throw new Error('A call was started without a microphone');
      copy.enabled = false;
      return copy;
    },
    watch: (line: LineId, connection: RTCPeerConnection) => {
      monitor.watch(line, connection);
      const stream = legs().get(line)?.audio();
      if (stream) outputs.play(line, stream);
    },
    forget: (line: LineId) => {
      monitor.forget(line);
      outputs.drop(line);
    },
    setLine: (line: LineId, { isSpoken, isHeard }: { readonly isSpoken: boolean; readonly isHeard: boolean }) => {
      legs().get(line)?.setSpoken(isSpoken);
      outputs.setHeard(line, isHeard);
    },
    ring: (tone: 'ring' | 'waiting' | null) => {
      ringer.sustain(tone === 'ring' ? tone : null);
      headset.sustain(tone === 'waiting' ? tone : null);
    },
    ringBack: (isRinging: boolean) => {
      if (isRinging) headset.sustain('ringback');
      else if (headset.lasting() === 'ringback') headset.sustain(null);
    },
    play: (tone: Tone) => headset.play(tone),
    /** Nobody is on the phone: the microphone's light goes out. */
    rest: () => {
      isInUse = false;
      microphone.close();
    },
    devices: async (): Promise<AudioDevices> => {
      const devices = await media.enumerateDevices();
      const speaker = pick(devices, 'audiooutput', preferred.speaker);
      return {
        devices: devices
          .filter(({ kind, deviceId }) => kind !== 'videoinput' && deviceId !== '')
          .map(({ kind, deviceId, label }) => ({ id: deviceId, label, kind: kind === 'audioinput' ? 'microphone' : 'speaker' })),
        microphone: pick(devices, 'audioinput', preferred.microphone),
        speaker,
        ringer: pick(devices, 'audiooutput', preferred.ringer) ?? speaker,
      };
    },
    setDevices: (next: DevicePreferences) => {
      preferred = next;
      void onPlugged();
    },
    onDevices: (listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    testLoop: async (seconds: number, onLevel: (level: number) => void) => {
      const opened = await microphone.open();
      if (!opened.ok) return { verdict: 'microphone' as const, trouble: opened.trouble };
      try {
        const sink = pick(await media.enumerateDevices(), 'audiooutput', preferred.speaker) ?? '';
        return await testLoop({ track: opened.track, sink, seconds, onLevel });
      } finally {
        if (!isInUse) microphone.close();
      }
    },
    close: () => {
      media.removeEventListener('devicechange', plugged);
      monitor.stop();
      microphone.close();
      ringer.close();
      headset.close();
      outputs.close();
    },
  };
}

export type Audio = ReturnType<typeof createAudio>;
