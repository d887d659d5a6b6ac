import { monitorModes, type MonitorMode } from '#domain/calls/supervision.ts';
import { Button } from '@mantine/core';
import { useSteadyQuery } from '../bridge/use-query.ts';
import { t } from '../ui/text.ts';
import styles from './calls.module.css';
import { useAgents } from './use-agents.ts';
import { useOnline } from './use-online.ts';

/** How a supervisor is with a call, in large type, with who hears them and the other ways to be in it. */
export function MonitorPanel({ pbx, mode, agent, linkedId }: { readonly pbx: string; readonly mode: MonitorMode; readonly agent: string; readonly linkedId: string }) {
  const call = useSteadyQuery('calls.onLine', { pbx, sipCallId: '', linkedId }).data ?? null;
  const who = useAgents().find(({ extension }) => extension === agent)?.displayName ?? agent;
  const { ask, refused } = useOnline();
  return (
    <div className={styles['panel']}>
      <p className={styles['monitor']} data-mode={mode} role="status">
        <strong>{t(`monitor.as.${mode}`)}</strong>
        <bdi>{who}</bdi>
        <span>{t(`monitor.hears.${mode}`)}</span>
      </p>
      {call && (
        <div className={styles['row']} role="group" aria-label={t('monitor.ways')}>
          {monitorModes.map((each) => (
            <Button
              key={each}
              size="compact-xs"
              variant={each === mode ? 'filled' : 'default'}
              aria-pressed={each === mode}
              onClick={() => each !== mode && void ask('calls.monitor', { id: call.id, mode: each })}
            >
              {t(`monitor.${each}`)}
            </Button>
          ))}
        </div>
      )}
      {refused !== null && (
        <span className={styles['warn']} role="alert">
          {t('supervision.refused', { why: refused })}
        </span>
      )}
    </div>
  );
}
