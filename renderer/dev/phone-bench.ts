import { createPhone } from '../softphone/create-phone.ts';
import { journalOf } from '../softphone/journal.ts';
import type { PhoneState } from '../softphone/machine/state.ts';
import { noPreferences } from '../softphone/media/device-choice.ts';
import type { PbxServices, Phone } from '../softphone/phone.ts';
import { openSharedPhone, type SharedPhone } from '../softphone/shared-phone.ts';
import { watchNetwork } from '../softphone/wake.ts';
import type { Credentials } from '../softphone/sip/agent.ts';

/** What is heard on a call: how loud, and which frequencies stand out, the strongest first. */
export interface Heard {
  readonly level: number;
  /** Whether this desk's own microphone went out meanwhile. */
  readonly isSpoken: boolean;
  readonly hertz: readonly number[];
}

const connections: RTCPeerConnection[] = [];
const sockets: WebSocket[] = [];
const wire = { invited: 0, answered: 0 };
const tracks: MediaStreamTrack[] = [];
let contexts = 0;
let unplugged: string | null = null;
const services: PbxServices = {
  parkingSlots: ['701', '702'],
  room: (id) => `800${Number.parseInt(id.slice(0, 4), 16) % 1000}`,
  park: (slot) => `*${slot}`,
  retrieve: (slot) => slot,
  pickUp: (extension) => `*8${extension}`,
};

/** A phone on a page of its own, with an ear on every call and a hand on its socket. */
export function createPhoneBench() {
  collect();
  let phone: Phone | null = null;
  let shared: SharedPhone | null = null;
  const history: PhoneState[] = [];
  const journal: { readonly event: string; readonly line: string; readonly connections: number }[] = [];
  const faults: string[] = [];
  const need = (): Phone => {
    if (!phone) throw new Error('The phone has not been started');
    return phone;
  };
  return {
    start: (credentials: Credentials, device: string, isShared = false) => {
      const create = () =>
        createPhone({ credentials: () => Promise.resolve(credentials), device, preferences: noPreferences, services, onFault: (error) => faults.push(String(error)) });
      shared = isShared ? openSharedPhone({ name: credentials.uri, create, services }) : null;
      phone = shared ?? create();
      phone.subscribe((state, before) => {
        history.push(state);
        for (const { event, line } of journalOf(before, state, Date.now())) journal.push({ event, line: line.id, connections: connections.length });
      });
      watchNetwork(phone);
      phone.start();
    },
    shared: () => shared,
    /** From the click to the call being up, and from the INVITE on the wire to its 200. */
    timeCall: async (number: string) => {
      const at = performance.now();
      const line = need().call(number);
      const isUp = (state: PhoneState) => state.lines.some(({ id, phase }) => id === line && phase === 'active');
      await new Promise<void>((resolve) => {
        const stop = need().subscribe((state) => {
          if (!isUp(state)) return;
          stop();
          resolve();
        });
      });
      const click = performance.now() - at;
      need().end(line);
      need().dismiss(line);
      return { click, wire: wire.answered - wire.invited };
    },
    /** From the waking to being registered again. */
    timeWake: async () => {
      const at = performance.now();
      need().wake();
      await new Promise<void>((resolve) => {
        const stop = need().subscribe(({ link }) => {
          if (link.kind !== 'ready') return;
          stop();
          resolve();
        });
      });
      return performance.now() - at;
    },
    relayMedia,
    phone: need,
    state: () => need().state(),
    history: () => history,
    /** What was written down, and how many audio paths there were by then. */
    journal: () => journal,
    faults: () => faults,
    sockets: () => sockets,
    connections: () => connections.length,
    /** How many tones the page is making now. */
    tones: () => contexts,
    /** Takes every microphone away, as a pulled plug or a withdrawn permission does. */
    unplug: (error: string) => {
      unplugged = error;
      for (const track of tracks.filter(({ readyState }) => readyState === 'live')) {
        track.stop();
        // A track that its owner stops says nothing; one that lost its device does.
        track.dispatchEvent(new Event('ended'));
      }
      navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
    },
    plugIn: () => {
      unplugged = null;
      navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
    },
    openMicrophones: () => tracks.filter(({ readyState }) => readyState === 'live').length,
    /** Listens to the calls that are up, newest first. */
    hear: async (ms: number): Promise<readonly Heard[]> =>
      Promise.all(
        connections
          .filter(({ connectionState }) => connectionState === 'connected')
          .toReversed()
          .map((connection) => listen(connection, ms)),
      ),
  };
}

export type PhoneBench = ReturnType<typeof createPhoneBench>;

/** Sends all further calls' sound through a relay of the test: the PBX is told ports where nobody is, and we are told the relay's instead of its own. */
function relayMedia(): void {
  const { relayFor } = window as Window & { readonly relayFor?: (address: string, port: number) => Promise<number> };
  if (!relayFor) throw new Error('The test has no relay');
  const { setRemoteDescription } = RTCPeerConnection.prototype;
  const local = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(window.RTCPeerConnection.prototype), 'localDescription');
  window.RTCPeerConnection.prototype.setRemoteDescription = async function (this: RTCPeerConnection, description: RTCSessionDescriptionInit): Promise<void> {
    const lines = (description.sdp ?? '').split('\r\n');
    const [, address = '', port = ''] = /^a=candidate:\S+ 1 udp \d+ (\d+\.\S+) (\d+) typ host/i.exec(lines.find((line) => line.startsWith('a=candidate:')) ?? '') ?? [];
    const relayed = port === '' ? port : String(await relayFor(address, Number(port)));
    const sdp = lines
      .filter((line) => !line.startsWith('a=candidate:') || line.includes(` ${address} `))
      .map((line) => (line.startsWith('a=candidate:') ? line.replace(` ${port} `, ` ${relayed} `) : line))
      .join('\r\n');
    await Reflect.apply(setRemoteDescription, this, [{ ...description, sdp }]);
  };
  Object.defineProperty(window.RTCPeerConnection.prototype, 'localDescription', {
    get(this: RTCPeerConnection) {
      const own: RTCSessionDescription | null = local?.get?.call(this);
      return own && { type: own.type, sdp: own.sdp.replaceAll(/(a=candidate:\S+ \d udp \d+ \S+) \d+ /gi, '$1 9 ') };
    },
  });
}

/** Keeps hold of what the phone makes, so that a test can look at it from outside. */
function collect(): void {
  const { RTCPeerConnection: Connection, WebSocket: Socket } = window;
  window.RTCPeerConnection = class extends Connection {
    constructor(...args: ConstructorParameters<typeof Connection>) {
      super(...args);
      connections.push(this);
    }
  };
  window.WebSocket = class extends Socket {
    constructor(...args: ConstructorParameters<typeof Socket>) {
      super(...args);
      sockets.push(this);
      this.addEventListener('message', ({ data }) => {
        if (/^SIP\/2\.0 200[^]*CSeq: \d+ INVITE/.test(String(data))) wire.answered = performance.now();
      });
    }
    override send(data: Parameters<WebSocket['send']>[0]): void {
      if (String(data).startsWith('INVITE')) wire.invited = performance.now();
      super.send(data);
    }
  };
  const { mediaDevices } = navigator;
  const getUserMedia = mediaDevices.getUserMedia.bind(mediaDevices);
  const enumerateDevices = mediaDevices.enumerateDevices.bind(mediaDevices);
  mediaDevices.getUserMedia = async (constraints) => {
    if (unplugged !== null) throw new DOMException('There is no microphone', unplugged);
    const stream = await getUserMedia(constraints);
    tracks.push(...stream.getTracks());
    return stream;
  };
  mediaDevices.enumerateDevices = async () => (await enumerateDevices()).filter(({ kind }) => unplugged !== 'NotFoundError' || kind !== 'audioinput');
  const { clone } = MediaStreamTrack.prototype;
  MediaStreamTrack.prototype.clone = function (this: MediaStreamTrack) {
    const copy = clone.call(this);
    tracks.push(copy);
    return copy;
  };
  const { start } = AudioBufferSourceNode.prototype;
  AudioBufferSourceNode.prototype.start = function (this: AudioBufferSourceNode, ...args: Parameters<typeof start>) {
    contexts++;
    this.addEventListener('ended', () => contexts--);
    start.apply(this, args);
  };
}

async function listen(connection: RTCPeerConnection, ms: number): Promise<Heard> {
  const track = connection.getReceivers()[0]?.track;
  if (!track) return { level: 0, isSpoken: false, hertz: [] };
  const before = await spokenOn(connection);
  const context = new AudioContext();
  const analyser = new AnalyserNode(context, { fftSize: 4096, smoothingTimeConstant: 0 });
  context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
  const wave = new Float32Array(analyser.fftSize);
  const spectrum = new Float32Array(analyser.frequencyBinCount);
  const levels: number[] = [];
  const most = new Float32Array(analyser.frequencyBinCount).fill(-Infinity);
  const end = performance.now() + ms;
  while (performance.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, 40));
    analyser.getFloatTimeDomainData(wave);
    analyser.getFloatFrequencyData(spectrum);
    levels.push(Math.hypot(...wave) / Math.sqrt(wave.length));
    spectrum.forEach((decibels, bin) => {
      most[bin] = Math.max(most[bin] ?? -Infinity, decibels);
    });
  }
  await context.close();
  return { level: Math.max(0, ...levels), isSpoken: (await spokenOn(connection)) > before, hertz: peaksOf(most, context.sampleRate / analyser.fftSize) };
}

/** The frequencies that stand out of what was heard; what is far below the strongest is not a voice. */
function peaksOf(decibels: Float32Array, hertzPerBin: number): readonly number[] {
  const floor = Math.max(...decibels) - 25;
  return [...decibels.keys()]
    .filter((bin) => (decibels[bin] ?? 0) > floor && (decibels[bin] ?? 0) >= Math.max(...decibels.slice(Math.max(0, bin - 4), bin + 5)))
    .toSorted((a, b) => (decibels[b] ?? 0) - (decibels[a] ?? 0))
    .map((bin) => Math.round(bin * hertzPerBin));
}

async function spokenOn(connection: RTCPeerConnection): Promise<number> {
  const source = [...(await connection.getStats()).values()].find(({ type }) => type === 'media-source');
  return source?.totalAudioEnergy ?? 0;
}
