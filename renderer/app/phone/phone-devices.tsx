import { useEffect, useMemo } from 'react';
import * as z from 'zod';
import { useSession } from '../../bridge/session.tsx';
import type { DevicePreferences } from '../../softphone/media/device-choice.ts';
import { DeviceSettings } from '../../softphone/parts/device-settings.tsx';
import { usePhone } from '../../softphone/parts/phone-provider.tsx';
import { usePreferences } from '../use-appearance.ts';
import { HeadsetSetting } from './phone-headset.tsx';
import { useDeskPhone } from './phone-host.tsx';
import { LinkSetting } from './phone-links.tsx';

const devices = z.array(z.object({ id: z.string().max(255), label: z.string().max(255) })).max(8);
const kept = z.object({ microphone: devices, speaker: devices, ringer: devices });

/** The sound devices that a person likes at this computer; another computer has others. */
function useDevicePreferences() {
  const { held, set } = usePreferences();
  const { deviceId } = useSession();
  const text = JSON.stringify(held.audioDevices?.[deviceId] ?? null);
  const preferences = useMemo(() => kept.catch({ microphone: [], speaker: [], ringer: [] }).parse(JSON.parse(text)), [text]);
  return { preferences, keep: (next: DevicePreferences) => set({ audioDevices: { ...held.audioDevices, [deviceId]: next } }) };
}

/** Hands the telephone the devices that were chosen, also those chosen in another window. */
export function UseDevices() {
  const phone = usePhone();
  const { preferences } = useDevicePreferences();
  useEffect(() => phone.setDevices(preferences), [phone, preferences]);
  return null;
}

/** The sound devices in the settings, where there is a telephone. */
export function PhoneDevices() {
  if (useDeskPhone().kind !== 'set') return null;
  return (
    <>
      <Devices />
      <HeadsetSetting />
      <LinkSetting />
    </>
  );
}

function Devices() {
  const { preferences, keep } = useDevicePreferences();
  return <DeviceSettings preferences={preferences} onChange={keep} />;
}
