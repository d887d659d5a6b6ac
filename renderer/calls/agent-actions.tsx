import { monitorModes } from '#domain/calls/supervision.ts';
import type { AgentAtWork } from '#domain/calls/supervision-queries.ts';
import { Button, Menu, Popover, Textarea } from '@mantine/core';
import { IconChevronDown, IconEar, IconMessage2, IconPhoneOff, IconUsers } from '@tabler/icons-react';
import { useState } from 'react';
import { t } from '../ui/text.ts';
import styles from './board.module.css';
import { useOnline } from './use-online.ts';

const signs = { listen: IconEar, whisper: IconMessage2, barge: IconUsers } as const;

/** What a supervisor does about an agent: goes into the call, ends it, or mends a state that is stuck. */
export function AgentActions({ agent }: { readonly agent: AgentAtWork }) {
  const { displayName, call } = agent;
  const { ask, refused } = useOnline();
  return (
    <div className={styles['stack']}>
      <div className={styles['buttons']}>
        {call &&
          monitorModes.map((mode) => {
            const Sign = signs[mode];
            return (
              <Button
                key={mode}
                size="compact-xs"
                variant="default"
                leftSection={<Sign size={14} aria-hidden />}
                aria-label={`${t(`monitor.${mode}`)}, ${displayName}`}
                onClick={() => void ask('calls.monitor', { id: call.id, mode })}
              >
                {t(`monitor.${mode}`)}
              </Button>
            );
          })}
        {call && <EndCall who={displayName} onEnd={(reason) => ask('calls.disconnect', { id: call.id, reason })} />}
        <StateOf agent={agent} onSet={(state) => void ask('agentStates.set', { state, userId: agent.userId })} />
      </div>
      {refused !== null && (
        <span className={styles['refused']} role="alert">
          {t('supervision.refused', { why: refused })}
        </span>
      )}
    </div>
  );
}

function EndCall({ who, onEnd }: { readonly who: string; readonly onEnd: (reason: string) => Promise<boolean> }) {
  const [isOpen, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const end = async () => {
    if (await onEnd(reason)) setReason('');
    setOpen(false);
  };
  return (
    <Popover shadow="md" withinPortal trapFocus returnFocus opened={isOpen} onChange={setOpen}>
      <Popover.Target>
        <Button
          size="compact-xs"
          variant="default"
          leftSection={<IconPhoneOff size={14} aria-hidden />}
          aria-label={t('supervision.endOf', { who })}
          onClick={() => setOpen(!isOpen)}
        >
          {t('supervision.end')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('supervision.endOf', { who })}>
        <Textarea label={t('supervision.endWhy')} maxLength={1000} data-autofocus value={reason} onChange={({ currentTarget }) => setReason(currentTarget.value)} />
        <Button mt={8} size="compact-sm" color="red" variant="filled" disabled={reason.trim() === ''} onClick={() => void end()}>
          {t('supervision.end')}
        </Button>
      </Popover.Dropdown>
    </Popover>
  );
}

function StateOf({ agent, onSet }: { readonly agent: AgentAtWork; readonly onSet: (state: 'available' | 'away' | 'offline') => void }) {
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button size="compact-xs" variant="default" rightSection={<IconChevronDown size={14} aria-hidden />} aria-label={t('supervision.setStateOf', { who: agent.displayName })}>
          {t('supervision.setState')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {(['available', 'away', 'offline'] as const).map((state) => (
          <Menu.Item key={state} onClick={() => onSet(state)}>
            {t(`state.${state}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
