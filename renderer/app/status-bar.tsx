import type { DeskStatus } from '#domain/desk/queries.ts';
import { Popover } from '@mantine/core';
import { IconAlertTriangle, IconBuilding, IconClock, IconCloud, IconCloudCheck, IconCloudOff, IconCloudX, IconInfoCircle, IconUser } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useSession, useStatus } from '../bridge/session.tsx';
import { useConnection } from '../bridge/use-connection.ts';
import { clock, inFull, stamp } from '../ui/format.ts';
import { useKeys } from '../ui/keys.tsx';
import { ofCode, t, tn } from '../ui/text.ts';
import styles from './frame.module.css';

/** What the desk knows of itself, and nothing it only hopes. */
export function StatusBar() {
  const status = useStatus();
  const session = useSession();
  const connection = useConnection();
  const { pending, lastError } = status;
  const review = status.review + status.files.length;
  const isGone = connection.kind === 'gone';
  return (
    <footer className={styles['status']} aria-label={t('status.title')}>
      {isGone ? (
        <span className={styles['fact']} data-tone="bad">
          <IconCloudX size={14} aria-hidden /> {t('status.gone', { at: clock(connection.since) })}
        </span>
      ) : (
        <>
          <CaughtUp status={status} />
          <Link to="/pending" className={styles['fact']} data-tone={pending > 0 ? 'warn' : undefined}>
            <IconClock size={14} aria-hidden /> {tn('status.pending', pending)}
          </Link>
          <Link to="/review" className={styles['fact']} data-tone={review > 0 ? 'bad' : undefined}>
            <IconAlertTriangle size={14} aria-hidden /> {tn('status.review', review)}
          </Link>
          <Hub hub={status.hub} />
        </>
      )}
      {lastError && (
        <span className={`${styles['fact']} ${styles['error']}`} title={`${inFull(lastError.at)}: ${lastError.message}`}>
          <IconInfoCircle size={14} aria-hidden /> {t('status.lastError', { at: stamp(lastError.at), message: lastError.message })}
        </span>
      )}
      <span className={styles['grow']} />
      <span className={styles['fact']}>
        <IconBuilding size={14} aria-hidden /> {session.tenantName}
      </span>
      <span className={styles['fact']} title={session.email}>
        <IconUser size={14} aria-hidden /> {session.displayName} · {session.roleName}
      </span>
    </footer>
  );
}

function CaughtUp({ status: { caughtUpAt, firstSync, hub } }: { readonly status: DeskStatus }) {
  const Sign = hub.state === 'online' ? IconCloudCheck : IconCloud;
  if (firstSync) return <span className={styles['fact']}>{t('status.firstSync', { done: firstSync.filter(({ done }) => done).length, total: firstSync.length })}</span>;
  return (
    <span className={styles['fact']} data-tone={hub.state === 'online' ? 'good' : 'warn'} title={caughtUpAt ? inFull(caughtUpAt) : undefined}>
      <Sign size={14} aria-hidden />
      {caughtUpAt ? t('status.caughtUp', { at: stamp(caughtUpAt) }) : t('status.neverCaughtUp')}
    </span>
  );
}

function Hub({ hub }: Pick<DeskStatus, 'hub'>) {
  const [isOpen, setOpen] = useState(false);
  const isOnline = hub.state === 'online';
  const Sign = isOnline ? IconCloud : hub.state === 'offline' || hub.state === 'silent' ? IconCloudOff : IconCloudX;
  return (
    <Popover position="top" withArrow shadow="md" opened={isOpen} onChange={setOpen}>
      <Popover.Target>
        <button type="button" className={styles['fact']} data-tone={isOnline ? undefined : 'warn'} onClick={() => setOpen(!isOpen)}>
          <Sign size={14} aria-hidden /> {isOnline ? t('hub.online') : t('status.hubSince', { state: ofCode('hub', hub.state, hub.state), at: stamp(hub.since) })}
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        <HubFacts hub={hub} onClose={() => setOpen(false)} />
      </Popover.Dropdown>
    </Popover>
  );
}

function HubFacts({ hub, onClose }: Pick<DeskStatus, 'hub'> & { readonly onClose: () => void }) {
  useKeys(t('status.title'), [{ key: 'Escape', label: t('dialog.close'), run: onClose }]);
  return (
    <>
      <strong>{ofCode('hub', hub.state, hub.state)}</strong>
      <div>{hub.url}</div>
      <div>{t('status.since', { at: inFull(hub.since) })}</div>
      {hub.message && <div>{hub.message}</div>}
    </>
  );
}
