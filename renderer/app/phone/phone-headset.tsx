import { Button } from '@mantine/core';
import { IconHeadset } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { headsetName, openHeadset, takeMediaKeys, type Hid } from '../../softphone/media/headset.ts';
import { usePhone } from '../../softphone/parts/phone-provider.tsx';
import { t } from '../../ui/text.ts';
import styles from './phone-bar.module.css';

// Not every browser has WebHID, and TypeScript knows of none that has.
const hid = (navigator as { readonly hid?: Hid }).hid;
const onFault = (error: unknown): void => console.warn('headset:', error instanceof Error ? error.name : 'a fault');
const name = 'holdfast-headset';

/** Lets the buttons of a headset, and keys for media, work the telephone; in one window only, or each press would count twice. */
export function UseHeadset() {
  const phone = usePhone();
  useEffect(() => {
    const leaving = new AbortController();
    const use = () =>
      new Promise<void>((resolve) => {
        const giveBack = takeMediaKeys(navigator.mediaSession, phone);
        const headset = hid ? openHeadset({ hid, phone, onFault }) : null;
        const allowed = new BroadcastChannel(name);
        allowed.addEventListener('message', () => headset?.look());
        leaving.signal.addEventListener('abort', () => {
          giveBack();
          headset?.stop();
          allowed.close();
          resolve();
        });
      });
    navigator.locks.request(name, { signal: leaving.signal }, use).catch((error: unknown) => {
      if (!leaving.signal.aborted) onFault(error);
    });
    return () => leaving.abort();
  }, [phone]);
  return null;
}

/** Which headset has buttons for calls, and how to allow one; where there can be none, it says what works instead. */
export function HeadsetSetting() {
  const [found, setFound] = useState<string | null>(null);
  const look = (isAsking: boolean) => {
    if (!hid) return;
    headsetName(hid, isAsking)
      .then((each) => {
        setFound(each);
        const allowed = new BroadcastChannel(name);
        allowed.postMessage('look');
        allowed.close();
      })
      .catch(onFault);
  };
  useEffect(() => look(false), []);
  return (
    <section className={styles['setting']} aria-label={t('headset.title')}>
      <h3>{t('headset.title')}</h3>
      <p>
        {found === null ? t(hid ? 'headset.none' : 'headset.cannot') : t('headset.found', { name: found })} {t('headset.keys')}
      </p>
      {hid && (
        <Button variant="default" leftSection={<IconHeadset size={14} aria-hidden />} onClick={() => look(true)}>
          {t('headset.allow')}
        </Button>
      )}
    </section>
  );
}
