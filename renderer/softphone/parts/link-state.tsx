import { Button } from '@mantine/core';
import { IconDeviceLandlinePhone, IconPhoneOff } from '@tabler/icons-react';
import { clock } from '../../ui/format.ts';
import { t } from '../../ui/text.ts';
import { usePhone, usePhoneState } from './phone-provider.tsx';
import styles from './phone.module.css';
import { useSeconds } from './use-seconds.ts';
import { linkWords } from './words.ts';

/** How the line to the PBX is, why, and what happens next; a phone that rings elsewhere can be moved here. */
export function LinkState() {
  const link = usePhoneState((state) => state.link);
  const phone = usePhone();
  const now = useSeconds();
  const isReady = link.kind === 'ready';
  const tone = isReady ? 'good' : link.kind === 'waiting' ? 'bad' : 'warn';
  const Sign = isReady ? IconDeviceLandlinePhone : IconPhoneOff;
  const since = link.lastReadyAt === null ? undefined : t('phone.link.lastReady', { at: clock(new Date(link.lastReadyAt).toISOString()) });
  return (
    <>
      <span className={styles['link']} data-tone={tone} title={since}>
        <Sign size={14} aria-hidden /> {linkWords(link, now)}
      </span>
      {link.kind === 'elsewhere' && (
        <Button size="compact-xs" variant="filled" onClick={phone.takeOver}>
          {t('phone.link.move')}
        </Button>
      )}
    </>
  );
}
