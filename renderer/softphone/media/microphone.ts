import type { MicrophoneTrouble } from '../machine/state.ts';
import { pick, type DevicePreference } from './device-choice.ts';

interface MicrophoneDeps {
  readonly media: MediaDevices;
  readonly preferred: () => readonly DevicePreference[];
  /** The microphone went away by itself while it was open. */
  readonly onVanished: () => void;
}

export type Opened = { readonly ok: true; readonly track: MediaStreamTrack } | { readonly ok: false; readonly trouble: MicrophoneTrouble };

/** The one open microphone: every call speaks through a copy of its track. */
export function createMicrophone({ media, preferred, onVanished }: MicrophoneDeps) {
  let track: MediaStreamTrack | null = null;
  let opening: Promise<Opened> | null = null;

  const close = () => {
    track?.stop();
    track = null;
  };

  const open = async (): Promise<Opened> => {
    try {
      const wanted = pick(await media.enumerateDevices(), 'audioinput', preferred());
      const stream = await media.getUserMedia({
        audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true, ...(wanted === null ? {} : { deviceId: { exact: wanted } }) },
      });
      const [fresh] = stream.getAudioTracks();
      if (!fresh) return { ok: false, trouble: 'none' };
      fresh.addEventListener('ended', () => {
        if (track !== fresh) return;
        track = null;
        onVanished();
      });
      close();
      track = fresh;
      return { ok: true, track: fresh };
    } catch (error) {
      return { ok: false, trouble: troubleOf(error) };
    }
  };

  return {
    /** The open microphone, opened if it has to be; asked twice at once it is opened once. */
    open: (): Promise<Opened> => {
      if (track?.readyState === 'live') return Promise.resolve({ ok: true, track });
      opening ??= open().finally(() => {
        opening = null;
      });
      return opening;
    },
    /** Opens the microphone that is now preferred, and lets the old one go only when that worked. */
    reopen: open,
    current: () => track,
    close,
  };
}

export type Microphone = ReturnType<typeof createMicrophone>;

function troubleOf(error: unknown): MicrophoneTrouble {
  const name = error instanceof Error ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied';
  if (name === 'NotFoundError' || name === 'OverconstrainedError' || name === 'TypeError') return 'none';
  return 'busy';
}
