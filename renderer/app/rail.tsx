import { Tooltip } from '@mantine/core';
import {
  IconAddressBook,
  IconAnchor,
  IconBriefcase,
  IconBuildingSkyscraper,
  IconDatabase,
  IconInbox,
  IconLock,
  IconUsersGroup,
  IconSettings,
  IconArrowsSplit2,
  IconUserShield,
  type Icon,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useBridge } from '../bridge/provider.tsx';
import { mayAdminister } from '../admin/parts/may-administer.ts';
import { useSession, useStatus } from '../bridge/session.tsx';
import { useInbox } from '../inbox/parts/use-inbox.ts';
import { t, tn } from '../ui/text.ts';
import styles from './frame.module.css';

/** The parts of the product that everybody has, in their order; their place is also their key. */
export const places = [
  { to: '/inbox', label: 'rail.inbox', icon: IconInbox },
  { to: '/cases', label: 'rail.cases', icon: IconBriefcase },
  { to: '/contacts', label: 'rail.contacts', icon: IconAddressBook },
  { to: '/queues', label: 'rail.queues', icon: IconUsersGroup },
  { to: '/review', label: 'rail.review', icon: IconArrowsSplit2 },
  { to: '/records', label: 'rail.records', icon: IconDatabase },
] as const;

/** The ways from one part of the product to another. */
export function Rail() {
  const bridge = useBridge();
  const { review, files } = useStatus();
  const { grants, platformRoles } = useSession();
  const waiting = useInbox().data?.length ?? 0;
  const counts: Readonly<Record<string, number>> = { '/inbox': waiting, '/review': review + files.length };
  return (
    <nav className={styles['rail']} aria-label={t('rail.title')}>
      <span className={styles['mark']}>
        <IconAnchor size={24} stroke={1.9} aria-label={t('app.name')} />
      </span>
      {places.map(({ to, label, icon }) => (
        <Place key={to} to={to} label={t(label)} icon={icon} count={counts[to] ?? 0} />
      ))}
      <span className={styles['grow']} />
      {platformRoles.length > 0 && <Place to="/platform" label={t('rail.platform')} icon={IconBuildingSkyscraper} count={0} />}
      {mayAdminister(grants) && <Place to="/admin" label={t('rail.admin')} icon={IconUserShield} count={0} />}
      <Place to="/settings" label={t('rail.settings')} icon={IconSettings} count={0} />
      <Tooltip label={t('rail.lockHint')} position="right">
        <button type="button" className={styles['place']} onClick={() => void bridge.device('session.lock', {})}>
          <IconLock size={20} stroke={1.6} aria-hidden />
          {t('rail.lock')}
        </button>
      </Tooltip>
    </nav>
  );
}

function Place({
  to,
  label,
  icon: Sign,
  count,
}: {
  readonly to: '/admin' | '/cases' | '/contacts' | '/inbox' | '/platform' | '/queues' | '/records' | '/review' | '/settings';
  readonly label: string;
  readonly icon: Icon;
  readonly count: number;
}) {
  return (
    <Link to={to} className={styles['place']} activeOptions={{ includeSearch: false }}>
      <Sign size={20} stroke={1.6} aria-hidden />
      {label}
      {count > 0 && (
        <span className={styles['badge']} aria-label={tn(to === '/inbox' ? 'inbox.waiting' : 'status.review', count)}>
          {count > 99 ? '99+' : count}
        </span>
      )}
    </Link>
  );
}
