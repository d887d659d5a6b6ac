import { IconAlertTriangle, IconArrowUpCircle, IconUserExclamation } from '@tabler/icons-react';
import { Button, Modal } from '@mantine/core';
import { Outlet, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useStatus } from '../bridge/session.tsx';
import { SignInAgain } from '../desk/sign-in-again.tsx';
import { GoneBanner } from '../desk/gone.tsx';
import { Banner } from '../ui/banner.tsx';
import { useKeys } from '../ui/keys.tsx';
import { ofCode, t } from '../ui/text.ts';
import { Announcer } from './announcer.tsx';
import styles from './frame.module.css';
import { KeySheet } from './key-sheet.tsx';
import { PhoneBar } from './phone/phone-bar.tsx';
import { Palette } from './palette.tsx';
import { places, Rail } from './rail.tsx';
import { useInterface } from './state.ts';
import { StatusBar } from './status-bar.tsx';
import { Tabs } from './tabs.tsx';
import { useAppearance } from './use-appearance.ts';
import { useDesktopNotices } from './use-desktop-notices.ts';

/** What is always there: rail, tabs, the screen, and the status bar that tells how things stand. */
export function Frame() {
  const { isPaletteOpen, isSheetOpen, set } = useInterface();
  const navigate = useNavigate();
  useAppearance();
  useDesktopNotices();
  useKeys(t('keys.everywhere'), [
    { key: 'Ctrl+K', label: t('keys.palette'), isAnywhere: true, run: () => set({ isPaletteOpen: true }) },
    { key: '?', label: t('keys.sheet'), run: () => set({ isSheetOpen: true }) },
    ...places.map(({ to, label }, place) => ({ key: String(place + 1), label: t(label), run: () => void navigate({ to }) })),
  ]);
  return (
    <div className={styles['frame']}>
      <a
        href="#main"
        className={styles['skip']}
        onClick={(event) => {
          event.preventDefault();
          document.getElementById('main')?.focus();
        }}
      >
        {t('frame.skip')}
      </a>
      <Rail />
      <div className={styles['middle']}>
        <PhoneBar />
        <Tabs />
        <Banners />
        <main id="main" className={styles['screen']} tabIndex={-1}>
          <Outlet />
        </main>
      </div>
      <StatusBar />
      {isPaletteOpen && <Palette onClose={() => set({ isPaletteOpen: false })} />}
      {isSheetOpen && <KeySheet onClose={() => set({ isSheetOpen: false })} />}
      <Announcer />
    </div>
  );
}

/** What a person must know and can do something about. */
function Banners() {
  const { hub, notice } = useStatus();
  const [isAsking, setAsking] = useState(false);
  return (
    <div className={styles['banners']}>
      <GoneBanner />
      {hub.state === 'refused' && (
        <Banner
          tone="warn"
          icon={IconUserExclamation}
          action={
            <Button size="compact-sm" onClick={() => setAsking(true)}>
              {t('again.button')}
            </Button>
          }
        >
          <strong>{t('again.title')}</strong> {hub.message ?? t('again.body')}
        </Banner>
      )}
      {(hub.state === 'upgradeDesk' || hub.state === 'upgradeHub') && (
        <Banner tone="warn" icon={IconArrowUpCircle}>
          <strong>{ofCode('hub', hub.state, hub.state)}.</strong> {hub.message ?? ofCode('door.hub', hub.state, '')}
        </Banner>
      )}
      {notice && (
        <Banner tone="warn" icon={IconAlertTriangle}>
          {notice}
        </Banner>
      )}
      {isAsking && (
        <Modal opened onClose={() => setAsking(false)} title={t('again.button')} closeButtonProps={{ 'aria-label': t('dialog.close') }}>
          <SignInAgain onDone={() => setAsking(false)} />
        </Modal>
      )}
    </div>
  );
}
