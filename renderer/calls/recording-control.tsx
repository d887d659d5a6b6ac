import { Button } from '@mantine/core';
import { IconCircleFilled, IconPlayerPause, IconUserCheck } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { newId } from '../bridge/command-id.ts';
import { useBridge } from '../bridge/provider.tsx';
import { useQuery } from '../bridge/use-query.ts';
import { useKeys } from '../ui/keys.tsx';
import { t } from '../ui/text.ts';
import styles from './calls.module.css';
import { useOnline } from './use-online.ts';

interface Props {
  readonly callId: string;
  readonly contactId: string | null;
  /** Whether the keys of the call in hand are its own. */
  readonly isFirst: boolean;
}

/** Says whether a call is being recorded, and pauses that, also by itself while something is typed that must not be kept. */
export function RecordingControl({ callId, contactId, isFirst }: Props) {
  const bridge = useBridge();
  const { ask, refused } = useOnline();
  const { live = 'off', needsConsent = false } = useQuery('calls.audio', { callId }).data ?? {};
  const pause = (isPaused: boolean) => void bridge.send('recordings.pause', { id: callId, isPaused }, newId());
  const isAuto = usePauseWhileProtected(live === 'on', pause);
  if (live === 'off') return null;
  const isPaused = live === 'paused';
  const agree = async () => {
    if (contactId === null) return;
    if (await ask('consents.record', { contactId, purpose: 'recording', channelKind: 'call', action: 'granted', source: 'call' })) pause(false);
  };
  return (
    <div className={styles['row']} role="status">
      <span className={styles['dim']}>
        {!isPaused && <IconCircleFilled size={9} color="var(--mantine-color-red-6)" aria-hidden />}{' '}
        {isPaused ? t(needsConsent ? 'recording.noConsent' : isAuto ? 'recording.auto' : 'recording.paused') : t('recording.on')}
      </span>
      {!needsConsent && (
        <Button size="compact-xs" variant="default" aria-pressed={isPaused} leftSection={<IconPlayerPause size={13} aria-hidden />} onClick={() => pause(!isPaused)}>
          {isPaused ? t('recording.resume') : t('recording.pause')}
        </Button>
      )}
      {needsConsent && contactId !== null && (
        <Button size="compact-xs" variant="default" title={t('recording.agreedHint')} leftSection={<IconUserCheck size={13} aria-hidden />} onClick={() => void agree()}>
          {t('recording.agreed')}
        </Button>
      )}
      {needsConsent && contactId === null && <span className={styles['dim']}>{t('recording.noContact')}</span>}
      {refused !== null && <span className={styles['warn']}>{refused}</span>}
      {isFirst && !needsConsent && <RecordingKeys onPress={() => pause(!isPaused)} />}
    </div>
  );
}

function RecordingKeys({ onPress }: { readonly onPress: () => void }) {
  useKeys(t('recording.keys'), [{ key: 'Ctrl+Shift+E', label: t('recording.keys.pause'), isAnywhere: true, run: onPress }]);
  return null;
}

/** Inputs of what must not be kept: passwords, and fields that are declared secret. */
const guarded = 'input[type="password"], [data-protected]';
const isGuarded = (target: EventTarget | null) => target instanceof Element && target.closest(guarded) !== null;

/** Pauses as long as a protected input has the focus, and takes up again only what it has paused itself. */
function usePauseWhileProtected(isOn: boolean, pause: (isPaused: boolean) => void): boolean {
  const [isAuto, setAuto] = useState(false);
  const now = useRef({ isOn, isAuto, pause });
  useEffect(() => {
    now.current = { isOn, isAuto, pause };
  });
  useEffect(() => {
    const look = (focused: EventTarget | null) => {
      const held = now.current;
      const isProtected = isGuarded(focused);
      if (isProtected ? !held.isOn || held.isAuto : !held.isAuto) return;
      now.current = { ...held, isAuto: isProtected };
      held.pause(isProtected);
      setAuto(isProtected);
    };
    const enter = ({ target }: FocusEvent) => look(target);
    const leave = ({ relatedTarget }: FocusEvent) => {
      if (!isGuarded(relatedTarget)) look(relatedTarget);
    };
    // What is recorded only from now on may have been typed into before.
    look(document.activeElement);
    document.addEventListener('focusin', enter);
    document.addEventListener('focusout', leave);
    return () => {
      document.removeEventListener('focusin', enter);
      document.removeEventListener('focusout', leave);
    };
  }, [isOn]);
  return isAuto;
}
