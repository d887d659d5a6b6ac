import { Button } from '@mantine/core';
import { IconLink } from '@tabler/icons-react';
import { useState } from 'react';
import { t } from '../../ui/text.ts';
import styles from './phone-bar.module.css';

const schemes = ['tel', 'sip'] as const;

/** Lets links of telephone numbers, wherever they stand, open here; Electron has said so to the computer already. */
export function LinkSetting() {
  const [isAsked, setAsked] = useState(false);
  if (!('registerProtocolHandler' in navigator) || !window.location.protocol.startsWith('http')) return null;
  const register = () => {
    for (const scheme of schemes) navigator.registerProtocolHandler(scheme, `${window.location.origin}/#/dial?number=%s`);
    setAsked(true);
  };
  return (
    <section className={styles['setting']} aria-label={t('phone.links.title')}>
      <h3>{t('phone.links.title')}</h3>
      <p>{t(isAsked ? 'phone.links.asked' : 'phone.links.hint')}</p>
      <Button variant="default" leftSection={<IconLink size={14} aria-hidden />} onClick={register}>
        {t('phone.links.open')}
      </Button>
    </section>
  );
}
