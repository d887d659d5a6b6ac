import type { HelpAsked } from '#domain/calls/supervision-queries.ts';
import { Button } from '@mantine/core';
import { IconHelpHexagon, IconLifebuoy } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { newId } from '../bridge/command-id.ts';
import { useBridge } from '../bridge/provider.tsx';
import { useQuery, useSteadyQuery } from '../bridge/use-query.ts';
import { Banner } from '../ui/banner.tsx';
import { clock } from '../ui/format.ts';
import { t } from '../ui/text.ts';
import styles from './calls.module.css';
import { useOnline } from './use-online.ts';

/** The call in which help is asked for, as the telephone names it. */
interface CallNamed {
  readonly pbx: string;
  readonly sipCallId: string | null;
  readonly linkedId: string | null;
}

/** Tells the supervisors of an agent's teams at once that they are needed, and in which call. */
export function HelpButton({ call }: { readonly call: CallNamed | null }) {
  const { ask, refused } = useOnline();
  const [asked, setAsked] = useState<string | null>(null);
  const row = useSteadyQuery('calls.onLine', call?.sipCallId ? { ...call, sipCallId: call.sipCallId } : null).data;
  const id = row?.id ?? null;
  const send = async () => {
    if (await ask('calls.askHelp', { id })) setAsked(id ?? '');
  };
  const isAsked = asked === (id ?? '');
  return (
    <span className={styles['help']}>
      <Button variant="default" leftSection={<IconLifebuoy size={14} aria-hidden />} title={t('help.hint')} disabled={isAsked && id !== null} onClick={() => void send()}>
        {t('help.ask')}
      </Button>
      {(refused ?? (isAsked ? t('help.asked') : null)) !== null && (
        <span className={styles['dim']} role="status">
          {refused ?? t('help.asked')}
        </span>
      )}
    </span>
  );
}

/** Agents who ask whoever works here for help, over every screen, until somebody takes care. */
export function HelpWanted() {
  const asked = useQuery('supervision.help', {}).data ?? [];
  return asked.map((each) => <Asked key={each.id} asked={each} />);
}

function Asked({ asked: { id, title, message, at, userId, callId } }: { readonly asked: HelpAsked }) {
  const bridge = useBridge();
  const navigate = useNavigate();
  const { ask, refused } = useOnline();
  const actions = (
    <span className={styles['row']}>
      {callId && (
        <Button size="compact-sm" variant="default" onClick={() => void ask('calls.monitor', { id: callId, mode: 'listen' })}>
          {t('monitor.listen')}
        </Button>
      )}
      <Button size="compact-sm" variant="default" onClick={() => void navigate({ to: '/supervision', search: { agent: userId } })}>
        {t('help.show')}
      </Button>
      <Button size="compact-sm" variant="filled" onClick={() => void bridge.send('notifications.markRead', { ids: [id] }, newId())}>
        {t('help.seen')}
      </Button>
    </span>
  );
  return (
    <Banner tone="bad" icon={IconHelpHexagon} action={actions}>
      <strong>
        <bdi>{title}</bdi>
      </strong>{' '}
      {clock(at)} {message} {refused}
    </Banner>
  );
}
