import { ActionIcon, Button } from '@mantine/core';
import { IconAlertTriangle, IconMicrophone, IconMicrophoneOff, IconPhone, IconPhoneOff, IconPlayerPause, IconPlayerPlay, IconX, type Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { ofCode, t } from '../../ui/text.ts';
import type { Line } from '../machine/state.ts';
import { shownNumber } from '../number.ts';
import { TonesButton } from './tones-button.tsx';
import { useCountry, usePhone, usePhoneState } from './phone-provider.tsx';
import styles from './phone.module.css';
import { QualityMark } from './quality-mark.tsx';
import { TransferButton } from './transfer-button.tsx';
import { useSeconds } from './use-seconds.ts';
import { lineName, lineWords, qualityWords, troubleWords } from './words.ts';

/** One call: who, for which queue, how long, what is wrong, and what can be done with it. */
export function LineCard({ line, children }: { readonly line: Line; readonly children?: ReactNode }) {
  const country = useCountry();
  const isFocused = usePhoneState(({ focus }) => focus === line.id);
  const microphone = usePhoneState((state) => state.microphone);
  const now = useSeconds();
  const who = lineName(line, country);
  const isLive = line.phase !== 'ended';
  const silent = isLive && microphone !== null ? ofCode('phone.mic', microphone, microphone) : null;
  const warnings = [...new Set([troubleWords(line), silent, isLive ? qualityWords(line.quality) : null])].filter((words) => words !== null);
  return (
    <article className={styles['card']} data-state={stateOf(line)} data-focused={isFocused || undefined} aria-label={t('phone.card', { who })}>
      <div className={styles['head']}>
        <bdi className={styles['name']} title={who}>
          {who}
        </bdi>
        <span>{lineWords(line, now)}</span>
        {line.phase === 'active' && <QualityMark line={line} />}
      </div>
      <div className={styles['facts']}>
        {!line.pbx.monitor && line.party.name !== '' && line.party.number !== '' && <bdi>{shownNumber(line.party.number, country)}</bdi>}
        {line.pbx.queue !== null && <span>{t('phone.queue', { queue: line.pbx.queue })}</span>}
        {line.isMuted && isLive && <span>{t('phone.muted')}</span>}
      </div>
      {warnings.map((words) => (
        <div key={words} className={styles['trouble']} role="status">
          <IconAlertTriangle size={14} aria-hidden />
          <span>{words}</span>
        </div>
      ))}
      {children}
      <div className={styles['actions']}>
        <Actions line={line} />
      </div>
    </article>
  );
}

function stateOf({ phase, hold }: Line): string {
  if (phase !== 'active') return phase;
  return hold === 'none' || hold === 'resuming' ? 'active' : 'held';
}

function Actions({ line }: { readonly line: Line }) {
  const phone = usePhone();
  const { id, phase, hold, isMuted } = line;
  if (phase === 'ended')
    return (
      <ActionIcon aria-label={t('phone.dismiss')} onClick={() => phone.dismiss(id)}>
        <IconX size={16} />
      </ActionIcon>
    );
  if (phase === 'ringing')
    return (
      <>
        <Action sign={IconPhone} words={t('phone.answer')} onClick={() => phone.answer(id)} isMain />
        <Action sign={IconPhoneOff} words={t('phone.reject')} onClick={() => phone.reject(id)} />
      </>
    );
  // Who listens to a call has nothing to hold, to say or to hand on.
  if (line.pbx.monitor) return <Action sign={IconPhoneOff} words={t('phone.end')} onClick={() => phone.end(id)} colour="red" />;
  const isHeld = hold === 'held' || hold === 'holding';
  return (
    <>
      {phase === 'active' && (
        <>
          <Action
            sign={isHeld ? IconPlayerPlay : IconPlayerPause}
            words={isHeld ? t('phone.resume') : t('phone.hold')}
            isPressed={isHeld}
            onClick={() => (isHeld ? phone.resume(id) : phone.hold(id))}
          />
          <Action
            sign={isMuted ? IconMicrophoneOff : IconMicrophone}
            words={isMuted ? t('phone.unmute') : t('phone.mute')}
            isPressed={isMuted}
            onClick={() => phone.mute(id, !isMuted)}
          />
          <TonesButton line={line} />
          <TransferButton line={line} />
        </>
      )}
      <Action sign={IconPhoneOff} words={t('phone.end')} onClick={() => phone.end(id)} colour="red" />
    </>
  );
}

function Action({
  sign: Sign,
  words,
  onClick,
  isMain = false,
  isPressed,
  colour,
}: {
  readonly sign: Icon;
  readonly words: string;
  readonly onClick: () => void;
  readonly isMain?: boolean;
  readonly isPressed?: boolean;
  readonly colour?: string;
}) {
  return (
    <Button
      size="compact-xs"
      variant={isMain || colour ? 'filled' : 'default'}
      {...(colour && { color: colour })}
      aria-pressed={isPressed}
      leftSection={<Sign size={14} aria-hidden />}
      onClick={onClick}
    >
      {words}
    </Button>
  );
}
