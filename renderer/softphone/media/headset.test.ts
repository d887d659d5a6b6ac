import { expect, test } from 'vitest';
import { createCommands } from '../commands.ts';
import { incoming, scriptPhone } from '../machine/phone-script.ts';
import type { PhoneState } from '../machine/state.ts';
import { headsetName, openHeadset, takeMediaKeys, type Hid, type HidDevice } from './headset.ts';
import { layoutOf, type HidCollection } from './headset-report.ts';

/** As a usual headset tells of itself: buttons in report 2, after some volume keys, and lights in report 3. */
const collections: readonly HidCollection[] = [
  { usagePage: 0x0c, inputReports: [{ reportId: 1, items: [{ usages: [0x0c_00e9, 0x0c_00ea], reportSize: 1, reportCount: 2 }] }] },
  {
    usagePage: 0x0b,
    inputReports: [
      {
        reportId: 2,
        items: [
          { usages: [0x0c_00e9], reportSize: 8, reportCount: 1 },
          { usages: [0x0b_0020, 0x0b_002f], reportSize: 1, reportCount: 2 },
          { isRange: true, usageMinimum: 0x0b_0020, reportSize: 1, reportCount: 2 },
        ],
      },
    ],
    outputReports: [{ reportId: 3, items: [{ usages: [0x08_0017, 0x08_0009, 0x08_0018], reportSize: 1, reportCount: 3 }] }],
  },
];

function office() {
  const script = scriptPhone();
  script.ready();
  const listeners = new Set<(state: PhoneState, before: PhoneState) => void>();
  const tell: typeof script.tell = (...events) => {
    for (const event of events) {
      const before = script.state();
      script.tell(event);
      for (const listener of listeners) listener(script.state(), before);
    }
  };
  const services = { parkingSlots: [], room: String, retrieve: String, park: String, pickUp: String };
  const phone = {
    ...createCommands({ send: tell, state: script.state, services }),
    state: script.state,
    subscribe: (listener: (state: PhoneState, before: PhoneState) => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return { phone, tell, line: script.line };
}

async function headset() {
  const lights: number[] = [];
  const device: HidDevice = {
    productName: 'Headset 30',
    opened: false,
    collections,
    open: async () => {},
    close: async () => {},
    sendReport: async (reportId, data) => void (reportId === 3 && lights.push(data[0] ?? -1)),
    oninputreport: null,
  };
  let plugged: readonly HidDevice[] = [device];
  const heard = new Map<string, () => void>();
  const faults: unknown[] = [];
  const { phone, tell, line } = office();
  const hid: Hid = {
    getDevices: async () => plugged,
    requestDevice: async () => (plugged = [device]),
    addEventListener: (kind, listener) => heard.set(kind, listener),
    removeEventListener: (kind) => heard.delete(kind),
  };
  const opened = openHeadset({
    hid,
    phone,
    onFault: (error) => faults.push(error),
  });
  await expect.poll(() => device.oninputreport).not.toBe(null);
  const press = (...bytes: readonly number[]) => device.oninputreport?.({ reportId: 2, data: new DataView(new Uint8Array(bytes).buffer) });
  const plug = (devices: readonly HidDevice[], kind: 'connect' | 'disconnect') => {
    plugged = devices;
    heard.get(kind)?.();
  };
  return { ...opened, hid, device, lights, faults, tell, line, press, plug };
}

test('buttons are found wherever they stand in a report, a range and nested collections too', () => {
  expect(layoutOf(collections, 'inputReports')).toEqual(
    new Map([
      ['hook', { reportId: 2, bit: 8, bytes: 2 }],
      ['mute', { reportId: 2, bit: 9, bytes: 2 }],
      ['flash', { reportId: 2, bit: 11, bytes: 2 }],
    ]),
  );
  expect(layoutOf([{ children: [...collections] }], 'outputReports').get('ringLight')).toEqual({ reportId: 3, bit: 2, bytes: 1 });
});

test('the hook answers and ends, mute and flash are pressed and let go, and the lights follow', async () => {
  const { tell, line, press, lights, stop, device } = await headset();
  tell(incoming('a'));
  press(0, 0b0001);
  expect(line('a').phase).toBe('answering');
  tell({ kind: 'established', line: 'a' });
  press(0, 0b0011);
  press(0, 0b0001);
  expect(line('a').isMuted).toBe(true);
  press(0, 0b0011);
  press(0, 0b0001);
  expect(line('a').isMuted).toBe(false);
  press(0, 0b1001);
  expect(line('a').hold).toBe('holding');
  press(0, 0b0001);
  press(0, 0);
  expect(line('a').phase).toBe('ended');
  // Ring, off hook, muted, not, and dark again.
  expect(lights).toEqual([0b100, 0b001, 0b011, 0b001, 0]);
  stop();
  expect(device.oninputreport).toBe(null);
});

test('a report of no interest, or one that is cut short, does nothing', async () => {
  const { tell, line, press, device, faults } = await headset();
  tell(incoming('a'));
  press();
  press(1);
  device.oninputreport?.({ reportId: 9, data: new DataView(new ArrayBuffer(2)) });
  expect(line('a').phase).toBe('ringing');
  expect(faults).toEqual([]);
});

test('a headset that is unplugged is missed, and found again', async () => {
  const { plug, hid, device, tell, press, line } = await headset();
  plug([], 'disconnect');
  await expect.poll(() => device.oninputreport).toBe(null);
  expect(await headsetName(hid, false)).toBe(null);
  expect(await headsetName(hid, true)).toBe('Headset 30');
  plug([device], 'connect');
  await expect.poll(() => device.oninputreport).not.toBe(null);
  tell(incoming('a'));
  press(0, 1);
  expect(line('a').phase).toBe('answering');
});

test('keys for media work the call, and one that the browser does not know is left out', () => {
  const { phone, tell, line } = office();
  const held = new Map<string, (() => void) | null>();
  const giveBack = takeMediaKeys(
    {
      setActionHandler: (name, handler) => {
        if (name === 'hangup') throw new TypeError('no such action');
        held.set(name, handler);
      },
    },
    phone,
  );
  tell(incoming('a'));
  held.get('play')?.();
  tell({ kind: 'established', line: 'a' });
  held.get('togglemicrophone')?.();
  expect(line('a').isMuted).toBe(true);
  held.get('pause')?.();
  expect(line('a').hold).toBe('holding');
  tell({ kind: 'held', line: 'a', isHeld: true });
  held.get('play')?.();
  expect(line('a').hold).toBe('resuming');
  giveBack();
  expect([...held.values()]).toEqual([null, null, null]);
});
