import { Button } from '@mantine/core';
import { IconCloudOff, IconRefresh } from '@tabler/icons-react';
import type { Online } from '../bridge/use-online.ts';
import { stamp } from '../ui/format.ts';
import { StatePage } from '../ui/state-page.tsx';
import { t } from '../ui/text.ts';
import styles from './records.module.css';

type Read = Pick<Online, 'again' | 'at' | 'failure' | 'isBusy'>;

/** When what is shown was read from the hub, and the way to read it again. */
export function OnlineAge({ online: { at, isBusy, again, failure } }: { readonly online: Read }) {
  return (
    <span className={styles['age']} data-stale={failure !== null || undefined}>
      {at && t('records.readAt', { at: stamp(at) })}
      <Button variant="default" size="compact-sm" leftSection={<IconRefresh size={14} />} loading={isBusy} onClick={again}>
        {t('records.readAgain')}
      </Button>
    </span>
  );
}

/** Why the hub was not read, and that what is shown is the last that it said. */
export function OnlineFailure({ online: { failure, at } }: { readonly online: Read }) {
  if (!failure) return null;
  return (
    <StatePage icon={IconCloudOff} title={at ? t('records.oldOnHub') : t('records.onlyOnHub')}>
      {failure.message}
    </StatePage>
  );
}
