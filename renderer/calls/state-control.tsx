import type { AgentState } from '#domain/telephony/agent-state.ts';
import { Button, Menu, VisuallyHidden } from '@mantine/core';
import { IconChevronDown, IconCircleFilled } from '@tabler/icons-react';
import { newId } from '../bridge/command-id.ts';
import { useBridge } from '../bridge/provider.tsx';
import { useQuery } from '../bridge/use-query.ts';
import { lasting, useSeconds } from '../softphone/parts/use-seconds.ts';
import { ofCode, t } from '../ui/text.ts';
import styles from './calls.module.css';

/** What I am doing, for how long, and what I may do next; the telephone's own doings show at once, the hub writes them down. */
export function StateControl({ busy, isOutcomeDue }: { readonly busy: 'onCall' | 'ringing' | null; readonly isOutcomeDue: boolean }) {
  const bridge = useBridge();
  const own = useQuery('telephony.own', {}).data;
  const now = useSeconds();
  if (!own) return null;
  const state = busy ?? own.state?.state ?? null;
  const reason = own.reasons.find(({ id }) => id === own.state?.reasonId);
  const words = state === null ? t('state.unset') : reason && busy === null ? reason.name : ofCode('state', state, state);
  const since = busy === null && own.state ? lasting(now - Date.parse(own.state.fromAt)) : null;
  const set = (next: AgentState['state'], reasonId?: string) => {
    void bridge.send('agentStates.set', { state: next, ...(reasonId ? { reasonId } : {}) } as never, newId());
  };
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          variant="default"
          leftSection={<IconCircleFilled size={10} className={styles['dot']} data-state={state} aria-hidden />}
          rightSection={<IconChevronDown size={14} aria-hidden />}
        >
          <VisuallyHidden>{t('state.title')} </VisuallyHidden>
          {words} {since !== null && <span className={styles['since']}>{since}</span>}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item disabled={isOutcomeDue} title={isOutcomeDue ? t('wrapUp.due') : undefined} onClick={() => set('available')}>
          {t('state.available')}
        </Menu.Item>
        {own.reasons.map(({ id, name }) => (
          <Menu.Item key={id} onClick={() => set('break', id)}>
            {name}
          </Menu.Item>
        ))}
        <Menu.Item onClick={() => set('away')}>{t('state.away')}</Menu.Item>
        <Menu.Item onClick={() => set('offline')}>{t('state.offline')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
