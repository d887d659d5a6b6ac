import { TrunkState } from '#domain/telephony/trunk-state.ts';
import { Tooltip } from '@mantine/core';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { useSession } from '../bridge/session.tsx';
import { useQuery } from '../bridge/use-query.ts';
import { lasting, useSeconds } from '../softphone/parts/use-seconds.ts';
import { clock } from '../ui/format.ts';
import { t } from '../ui/text.ts';
import styles from './board.module.css';
import { queuesOf } from './ours.ts';

const states = TrunkState.fields.state.choices;

/** The trunks over which no call comes or goes, read out as they go: which, why, and since when. */
export function Trunks() {
  const now = useSeconds();
  const away = queuesOf(useQuery('telephony.trunksAway', {}).data ?? [], useSession());
  return (
    <ul className={`${styles['alarms']} ${styles['trunks']}`} aria-label={t('trunks.away')} aria-live="polite">
      {away.map(({ id, name, state, fromAt, updatedAt }) => (
        <li key={id}>
          <IconPlugConnectedX size={16} aria-hidden />
          <strong>{t('trunks.trunk', { name })}</strong>
          <span>{states?.[state] ?? state}</span>
          <Tooltip multiline w={280} label={t('board.source', { at: clock(updatedAt) })}>
            <span className={styles['time']} tabIndex={0}>
              {t('trunks.since', { time: lasting(now - Date.parse(fromAt)) })}
            </span>
          </Tooltip>
        </li>
      ))}
    </ul>
  );
}
