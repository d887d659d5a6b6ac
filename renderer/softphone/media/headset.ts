import { isLive, type Line, type PhoneState } from '../machine/state.ts';
import type { Phone } from '../phone.ts';
import { layoutOf, lightsAs, pressedIn, type HidCollection, type Layout, type Usage } from './headset-report.ts';

/** A device of WebHID, as far as a telephone needs it. */
export interface HidDevice {
  readonly productName: string;
  readonly opened: boolean;
  readonly collections: readonly HidCollection[];
  readonly open: () => Promise<void>;
  readonly close: () => Promise<void>;
  readonly sendReport: (reportId: number, data: Uint8Array<ArrayBuffer>) => Promise<void>;
  oninputreport: ((event: { readonly reportId: number; readonly data: DataView }) => void) | null;
}

/** WebHID, where a browser has it. */
export interface Hid {
  readonly getDevices: () => Promise<readonly HidDevice[]>;
  readonly requestDevice: (options: { readonly filters: readonly { readonly usagePage: number }[] }) => Promise<readonly HidDevice[]>;
  readonly addEventListener: (kind: 'connect' | 'disconnect', listener: () => void) => void;
  readonly removeEventListener: (kind: 'connect' | 'disconnect', listener: () => void) => void;
}

/** A headset whose buttons work the telephone, and whose lights show it. */
export interface Headset {
  /** Looks again which headset there is: another one was allowed. */
  readonly look: () => void;
  readonly stop: () => void;
}

type Calls = Pick<Phone, 'answer' | 'end' | 'hold' | 'mute' | 'resume' | 'state' | 'subscribe'>;

interface Deps {
  readonly hid: Hid;
  readonly phone: Calls;
  readonly onFault: (error: unknown) => void;
}

const telephony = 0x0b;

/** Follows whichever headset the person has allowed, however often it is plugged in. */
export function openHeadset({ hid, phone, onFault }: Deps): Headset {
  let used: { readonly device: HidDevice; readonly lights: Layout } | null = null;
  let shown = '';

  const show = (state: PhoneState) => {
    if (!used) return;
    const { device, lights } = used;
    const shining = new Set([...shiningIn(state)].filter((light) => lights.has(light)));
    const next = [...shining].toSorted().join(' ');
    if (next === shown) return;
    shown = next;
    for (const { reportId, data } of lightsAs(lights, shining)) device.sendReport(reportId, data).catch(onFault);
  };
  const leave = () => {
    const last = used?.device;
    used = null;
    if (!last) return;
    last.oninputreport = null;
    if (last.opened) last.close().catch(onFault);
  };
  const look = async () => {
    const device = (await hid.getDevices()).find(isTelephone) ?? null;
    if (device && device === used?.device) return;
    leave();
    if (device) {
      if (!device.opened) await device.open();
      const buttons = layoutOf(device.collections, 'inputReports');
      let before: ReadonlyMap<Usage, boolean> = new Map();
      device.oninputreport = ({ reportId, data }) => {
        const now = pressedIn(buttons, reportId, data);
        for (const [name, isPressed] of now) if (isPressed !== (before.get(name) ?? false)) press(phone, name, isPressed);
        before = new Map([...before, ...now]);
      };
      used = { device, lights: layoutOf(device.collections, 'outputReports') };
      shown = '';
      show(phone.state());
    }
  };
  const again = () => void look().catch(onFault);
  const unsubscribe = phone.subscribe(show);
  hid.addEventListener('connect', again);
  hid.addEventListener('disconnect', again);
  again();
  return {
    look: again,
    stop: () => {
      unsubscribe();
      hid.removeEventListener('connect', again);
      hid.removeEventListener('disconnect', again);
      leave();
    },
  };
}

/** The headset that may be used now; `isAsking` asks the person for one. */
export async function headsetName(hid: Hid, isAsking: boolean): Promise<string | null> {
  if (isAsking) await hid.requestDevice({ filters: [{ usagePage: telephony }] });
  return (await hid.getDevices()).find(isTelephone)?.productName ?? null;
}

const isTelephone = ({ collections }: HidDevice): boolean => collections.some(({ usagePage }) => usagePage === telephony);
const ringing = ({ lines }: PhoneState): Line | undefined => lines.find(({ phase }) => phase === 'ringing');
/** The call that a button is about: the one in hand, else the first that is up. */
const inHand = ({ lines, focus }: PhoneState): Line | undefined => {
  const up = lines.filter((line) => isLive(line) && line.phase !== 'ringing');
  return up.find(({ id }) => id === focus) ?? up[0];
};

/** What a button does: the hook answers and ends, mute and flash are pressed and let go. */
function press(phone: Calls, name: Usage, isPressed: boolean): void {
  const state = phone.state();
  const line = inHand(state);
  const ring = ringing(state);
  if (name === 'hook' && isPressed) return ring && phone.answer(ring.id);
  if (name === 'hook') return line && phone.end(line.id);
  if (!isPressed || !line) return;
  if (name === 'mute') phone.mute(line.id, !line.isMuted);
  if (name === 'flash') (line.hold === 'none' ? phone.hold : phone.resume)(line.id);
}

function shiningIn(state: PhoneState): ReadonlySet<Usage> {
  const line = inHand(state);
  const lights: readonly (Usage | false | undefined)[] = [
    ringing(state) && 'ringLight',
    line && 'offHookLight',
    line?.isMuted && 'muteLight',
    line !== undefined && line.hold !== 'none' && 'holdLight',
  ];
  return new Set(lights.filter((each) => typeof each === 'string'));
}

type MediaKey = MediaSessionAction | 'hangup' | 'togglemicrophone';
/** Where a browser passes on the keys for media. */
export interface MediaKeys {
  setActionHandler(key: MediaKey, act: (() => void) | null): void;
}

/** The keys that a keyboard or a plain headset has for calls, where the browser passes them on; answers how to give them back. */
export function takeMediaKeys(session: MediaKeys, phone: Calls): () => void {
  const on = (act: (line: Line) => void) => () => {
    const line = inHand(phone.state());
    if (line) act(line);
  };
  const actions: Readonly<Partial<Record<MediaKey, () => void>>> = {
    hangup: on(({ id }) => phone.end(id)),
    togglemicrophone: on(({ id, isMuted }) => phone.mute(id, !isMuted)),
    play: () => {
      const ring = ringing(phone.state());
      if (ring) phone.answer(ring.id);
      else on(({ id }) => phone.resume(id))();
    },
    pause: on(({ id }) => phone.hold(id)),
  };
  const names = Object.keys(actions) as readonly MediaKey[];
  const set = (name: MediaKey, act: (() => void) | null) => {
    try {
      session.setActionHandler(name, act);
    } catch (error) {
      // A browser that does not know a key of this name has no such key.
      if (!(error instanceof TypeError)) throw error;
    }
  };
  for (const name of names) set(name, actions[name] ?? null);
  return () => {
    for (const name of names) set(name, null);
  };
}
