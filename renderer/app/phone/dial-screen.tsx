import { IconPhoneOff } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { DialPad } from '../../softphone/parts/dial-button.tsx';
import panes from '../../ui/panes.module.css';
import { StatePage } from '../../ui/state-page.tsx';
import { t } from '../../ui/text.ts';
import { useDeskPhone } from './phone-host.tsx';
import styles from './phone-bar.module.css';

/** A number that came from a link, as it will be dialled; a person says when. */
export function DialScreen() {
  const { number } = useSearch({ from: '/dial' });
  const phone = useDeskPhone();
  const navigate = useNavigate();
  return (
    <section className={panes['list']} aria-label={t('phone.dial.title')}>
      <div className={panes['listHead']}>
        <div className={panes['listTitle']}>
          <h1>{t('phone.dial.title')}</h1>
        </div>
      </div>
      <div className={styles['dial']}>
        {phone.kind === 'set' ? (
          <DialPad key={number} number={number} onDialled={() => void navigate({ to: '/cases' })} />
        ) : (
          <StatePage icon={IconPhoneOff} title={t('phone.none')}>
            {phone.message} <bdi dir="ltr">{number}</bdi>
          </StatePage>
        )}
      </div>
    </section>
  );
}
