import { Select } from '@mantine/core';
import { IconMicrophone } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { Banner } from '../../ui/banner.tsx';
import { ofCode, t } from '../../ui/text.ts';
import { prefer, type DevicePreference, type DevicePreferences } from '../media/device-choice.ts';
import type { AudioDevice, AudioDevices } from '../phone.ts';
import { LoopTest } from './loop-test.tsx';
import { usePhone, usePhoneState } from './phone-provider.tsx';
import styles from './phone.module.css';

interface Props {
  readonly preferences: DevicePreferences;
  /** Keeps the choice with the person's other settings. */
  readonly onChange: (preferences: DevicePreferences) => void;
}

/** Chooses microphone, loudspeaker and what rings; a device that is away stays chosen and comes back by itself. */
export function DeviceSettings({ preferences, onChange }: Props) {
  const phone = usePhone();
  const microphone = usePhoneState((state) => state.microphone);
  const audio = useAudioDevices();
  const change = (use: keyof DevicePreferences) => (preferred: readonly DevicePreference[]) => {
    const next = { ...preferences, [use]: preferred };
    phone.setDevices(next);
    onChange(next);
  };
  const of = (kind: AudioDevice['kind']) => audio?.devices.filter((device) => device.kind === kind) ?? [];
  return (
    <section className={styles['settings']} aria-label={t('phone.device.title')}>
      {microphone !== null && (
        <Banner tone="warn" icon={IconMicrophone}>
          {ofCode('phone.mic', microphone, microphone)}
        </Banner>
      )}
      <DeviceSelect label={t('phone.device.microphone')} devices={of('microphone')} preferred={preferences.microphone} onChange={change('microphone')} />
      <DeviceSelect label={t('phone.device.speaker')} devices={of('speaker')} preferred={preferences.speaker} onChange={change('speaker')} />
      <DeviceSelect
        label={t('phone.device.ringer')}
        description={t('phone.device.ringerHint')}
        otherwise={t('phone.device.same')}
        devices={of('speaker')}
        preferred={preferences.ringer}
        onChange={change('ringer')}
      />
      <LoopTest />
    </section>
  );
}

function DeviceSelect({
  label,
  description,
  otherwise = t('phone.device.default'),
  devices,
  preferred,
  onChange,
}: {
  readonly label: string;
  readonly description?: string;
  readonly otherwise?: string;
  readonly devices: readonly AudioDevice[];
  readonly preferred: readonly DevicePreference[];
  readonly onChange: (preferred: readonly DevicePreference[]) => void;
}) {
  const [first, ...rest] = preferred;
  const isHere = first === undefined || devices.some(({ id }) => id === first.id);
  const options = [
    { value: '', label: otherwise },
    ...devices.map((device) => ({ value: device.id, label: device.label || device.id })),
    ...(first && !isHere ? [{ value: first.id, label: t('phone.device.gone', { label: first.label }) }] : []),
  ];
  const order = rest.length === 0 ? description : t('phone.device.order', { list: rest.map((device) => device.label).join(', ') });
  const choose = (id: string | null) => {
    const found = devices.find((device) => device.id === id);
    onChange(found ? prefer(preferred, { id: found.id, label: found.label }) : []);
  };
  return <Select label={label} description={order} data={options} value={first?.id ?? ''} onChange={choose} allowDeselect={false} />;
}

function useAudioDevices(): AudioDevices | null {
  const phone = usePhone();
  const [audio, setAudio] = useState<AudioDevices | null>(null);
  useEffect(() => {
    let isShown = true;
    const read = () => void phone.devices().then((now) => isShown && setAudio(now));
    read();
    const stop = phone.onDevices(read);
    return () => {
      isShown = false;
      stop();
    };
  }, [phone]);
  return audio;
}
