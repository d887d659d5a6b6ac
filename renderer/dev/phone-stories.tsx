import { MantineProvider } from '@mantine/core';
import type { ReactNode } from 'react';
import { createCommands } from '../softphone/commands.ts';
import type { PhoneEvent } from '../softphone/machine/event.ts';
import { scriptPhone } from '../softphone/machine/phone-script.ts';
import type { PhoneState } from '../softphone/machine/state.ts';
import { noPreferences, type DevicePreferences } from '../softphone/media/device-choice.ts';
import { CallBar } from '../softphone/parts/call-bar.tsx';
import { DeviceSettings } from '../softphone/parts/device-settings.tsx';
import { DialPad } from '../softphone/parts/dial-button.tsx';
import { PhoneProvider } from '../softphone/parts/phone-provider.tsx';
import { TransferPanel } from '../softphone/parts/transfer-button.tsx';
import type { AudioDevices, Phone } from '../softphone/phone.ts';
import { KeysProvider } from '../ui/keys.tsx';
import { theme } from '../ui/theme.ts';
import { stories } from './phone-story-events.ts';

/** Shows one state of the telephone without a PBX; what a person does to it happens. */
export function PhoneStory({ name }: { readonly name: string }) {
  const phone = storyPhone(stories[name] ?? []);
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" withCssVariables={false}>
      <KeysProvider>
        <PhoneProvider phone={phone} country="NO">
          <main>
            <CallBar />
            <Beside name={name} phone={phone} />
          </main>
        </PhoneProvider>
      </KeysProvider>
    </MantineProvider>
  );
}

function Beside({ name, phone }: { readonly name: string; readonly phone: Phone }): ReactNode {
  const [line] = phone.state().lines;
  if (name === 'dial') return <DialPad onDialled={() => {}} />;
  if ((name === 'transfer' || name === 'consulting') && line) return <TransferPanel line={line} onDone={() => {}} />;
  if (name !== 'devices') return null;
  const preferences: DevicePreferences = {
    ...noPreferences,
    microphone: [headset, { id: 'built-in', label: 'Built-in microphone' }],
    speaker: [{ id: 'gone', label: 'Old headset' }],
  };
  return <DeviceSettings preferences={preferences} onChange={() => {}} />;
}

const headset = { id: 'headset', label: 'Jabra Evolve 65' };
const audio: AudioDevices = {
  devices: [
    { ...headset, kind: 'microphone' },
    { id: 'built-in', label: 'Built-in microphone', kind: 'microphone' },
    { ...headset, kind: 'speaker' },
    { id: 'desk', label: 'Desk loudspeaker', kind: 'speaker' },
  ],
  microphone: 'headset',
  speaker: null,
  ringer: null,
};

function storyPhone(events: readonly PhoneEvent[]): Phone {
  const script = scriptPhone(Date.now());
  script.ready();
  script.tell({ kind: 'pong', ms: 8 }, ...events);
  const listeners = new Set<(state: PhoneState, before: PhoneState) => void>();
  const send = (event: PhoneEvent) => {
    const before = script.state();
    script.tell(event);
    for (const listener of listeners) listener(script.state(), before);
  };
  const services = { parkingSlots: ['701', '702'], room: () => '8001', park: (slot: string) => slot, retrieve: (slot: string) => slot, pickUp: (extension: string) => extension };
  return {
    ...createCommands({ send, state: script.state, services }),
    state: script.state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    devices: () => Promise.resolve(audio),
    setDevices: () => {},
    onDevices: () => () => {},
    close: () => {},
    testLoop: () => Promise.resolve({ peak: 0.4, floor: 0.01, verdict: 'good' }),
  };
}
