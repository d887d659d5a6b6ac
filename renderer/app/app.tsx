import type { Bridge } from '#domain/bridge.ts';
import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { RouterProvider } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { BridgeProvider, useDesk, type Connection } from '../bridge/provider.tsx';
import { SessionProvider } from '../bridge/session.tsx';
import { useQuery } from '../bridge/use-query.ts';
import { Door } from '../desk/door.tsx';
import { FirstSync } from '../desk/first-sync.tsx';
import { GoneBanner, Opening } from '../desk/gone.tsx';
import { DialogProvider } from '../records/dialogs.tsx';
import { KeptScrollProvider } from '../records/kept-scroll.tsx';
import { KeysProvider } from '../ui/keys.tsx';
import { theme } from '../ui/theme.ts';
import { PhoneAlone, phoneAlonePath } from './phone/phone-alone.tsx';
import { PhoneHost } from './phone/phone-host.tsx';
import { createAppRouter } from './routes.tsx';
import { useActivity } from './use-activity.ts';
import styles from './frame.module.css';

const schemes = localStorageColorSchemeManager({ key: 'holdfast-theme' });

/** The whole interface on one bridge. */
export function App({ bridge, connection }: { readonly bridge: Bridge; readonly connection: Connection }) {
  return (
    // The variables are in `tokens.css`, so that a policy without inline styles can be kept.
    <MantineProvider theme={theme} defaultColorScheme="auto" colorSchemeManager={schemes} withCssVariables={false}>
      <BridgeProvider bridge={bridge} connection={connection}>
        <KeysProvider>
          <Gate />
        </KeysProvider>
      </BridgeProvider>
    </MantineProvider>
  );
}

/** Shows the door while the vault is shut, the first sync while it fills, and the desk behind them. */
function Gate() {
  const { live } = useDesk();
  const status = useQuery('desk.status', {}).data;
  const isOpen = status?.vault === 'open' && status.session !== null;
  useEffect(() => {
    if (!isOpen) live.clear();
  }, [isOpen, live]);
  if (!status) return <Opening />;
  if (!isOpen || !status.session)
    return (
      <div className={styles['behind']}>
        <GoneBanner />
        <Door key={status.vault} status={status} />
      </div>
    );
  return (
    <SessionProvider session={status.session} status={status}>
      <Inside key={`${status.session.tenantId}/${status.session.userId}`} />
    </SessionProvider>
  );
}

function Inside() {
  const [router] = useState(createAppRouter);
  const [hasEntered, setEntered] = useState(false);
  const status = useQuery('desk.status', {}).data;
  useActivity();
  if (window.location.hash === phoneAlonePath) return <PhoneAlone />;
  if (status?.firstSync && !hasEntered) return <FirstSync status={status} steps={status.firstSync} onEnter={() => setEntered(true)} />;
  return (
    <KeptScrollProvider>
      <DialogProvider>
        <PhoneHost>
          <RouterProvider router={router} />
        </PhoneHost>
      </DialogProvider>
    </KeptScrollProvider>
  );
}
