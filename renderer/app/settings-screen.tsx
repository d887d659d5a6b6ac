import { SegmentedControl, useMantineColorScheme } from '@mantine/core';
import { IconDeviceLaptop, IconLogout } from '@tabler/icons-react';
import { useState } from 'react';
import { useBridge } from '../bridge/provider.tsx';
import { useSession, useStatus } from '../bridge/session.tsx';
import { OwnAccess } from '../settings/own-access.tsx';
import { OwnNotices } from '../settings/own-notices.tsx';
import { SecondFactor } from '../settings/second-factor.tsx';
import { ActionButton } from '../ui/action-button.tsx';
import { Banner } from '../ui/banner.tsx';
import { inFull } from '../ui/format.ts';
import panes from '../ui/panes.module.css';
import { t, tn } from '../ui/text.ts';
import { PhoneDevices } from './phone/phone-devices.tsx';
import styles from './settings.module.css';
import { usePreferences } from './use-appearance.ts';

/** How the desk looks, and the desk itself. */
export function SettingsScreen() {
  const bridge = useBridge();
  const session = useSession();
  const status = useStatus();
  const { held, set } = usePreferences();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [isLeaving, setLeaving] = useState(false);
  const contrast = held['contrast'] === 'more' || held['contrast'] === 'normal' ? held['contrast'] : 'auto';
  return (
    <section className={panes['list']} aria-label={t('rail.settings')}>
      <div className={panes['listHead']}>
        <div className={panes['listTitle']}>
          <h1>{t('rail.settings')}</h1>
        </div>
      </div>
      <div className={panes['scroll']} tabIndex={0} role="region" aria-label={t('settings.looks')}>
        <div className={styles['body']}>
          <h2>{t('settings.looks')}</h2>
          <Choice label={t('settings.theme')} hint={t('settings.themeHint')}>
            <SegmentedControl
              aria-label={t('settings.theme')}
              value={held.theme ?? colorScheme}
              onChange={(theme) => {
                setColorScheme(theme);
                set({ theme });
              }}
              data={[
                { value: 'auto', label: t('settings.auto') },
                { value: 'light', label: t('settings.light') },
                { value: 'dark', label: t('settings.dark') },
              ]}
            />
          </Choice>
          <Choice label={t('settings.density')} hint={t('settings.densityHint')}>
            <SegmentedControl
              aria-label={t('settings.density')}
              value={held.density ?? 'compact'}
              onChange={(density) => set({ density })}
              data={[
                { value: 'compact', label: t('settings.compact') },
                { value: 'comfortable', label: t('settings.comfortable') },
              ]}
            />
          </Choice>
          <Choice label={t('settings.contrast')} hint={t('settings.contrastHint')}>
            <SegmentedControl
              aria-label={t('settings.contrast')}
              value={contrast}
              onChange={(next) => set({ contrast: next })}
              data={[
                { value: 'auto', label: t('settings.auto') },
                { value: 'normal', label: t('settings.normal') },
                { value: 'more', label: t('settings.more') },
              ]}
            />
          </Choice>
          <h2>{t('settings.notices')}</h2>
          <OwnNotices />
          <PhoneDevices />
          <h2>{t('settings.desk')}</h2>
          <dl className={styles['facts']}>
            <dt>{t('settings.who')}</dt>
            <dd>
              {session.displayName}, {session.roleName} · {session.email}
            </dd>
            <dt>{t('settings.where')}</dt>
            <dd>{session.tenantName}</dd>
            <dt>{t('settings.hub')}</dt>
            <dd>{status.hub.url}</dd>
            <dt>{t('settings.lease')}</dt>
            <dd>{t('settings.leaseUntil', { at: inFull(session.leaseUntil) })}</dd>
            <dt>{t('settings.device')}</dt>
            <dd>
              <IconDeviceLaptop size={14} aria-hidden /> {session.deviceId}
            </dd>
          </dl>
          <h2>{t('settings.access')}</h2>
          <SecondFactor />
          <OwnAccess />
          <h2>{t('settings.signOut')}</h2>
          {status.pending > 0 && (
            <Banner tone="warn" icon={IconLogout} isLive={false}>
              {tn('settings.pendingStays', status.pending)}
            </Banner>
          )}
          <div className={styles['buttons']}>
            {isLeaving ? (
              <>
                <ActionButton color="red" variant="filled" leftSection={<IconLogout size={14} />} onClick={() => void bridge.device('session.signOut', {})}>
                  {t('settings.signOutSure')}
                </ActionButton>
                <ActionButton onClick={() => setLeaving(false)}>{t('dialog.cancel')}</ActionButton>
              </>
            ) : (
              <ActionButton leftSection={<IconLogout size={14} />} onClick={() => setLeaving(true)}>
                {t('settings.signOutButton')}
              </ActionButton>
            )}
          </div>
        </div>
      </div>
    </section>
  );
}

function Choice({ label, hint, children }: { readonly label: string; readonly hint: string; readonly children: React.ReactNode }) {
  return (
    <div className={styles['choice']}>
      <div>
        <strong>{label}</strong>
        <span>{hint}</span>
      </div>
      {children}
    </div>
  );
}
