import { VisuallyHidden } from '@mantine/core';
import type { ReactNode } from 'react';
import { useKeys } from '../../ui/keys.tsx';
import { ofCode, t } from '../../ui/text.ts';
import type { Line, PhoneState } from '../machine/state.ts';
import { DialButton } from './dial-button.tsx';
import { LineCard } from './line-card.tsx';
import { LinkState } from './link-state.tsx';
import { useCountry, usePhone, usePhoneState } from './phone-provider.tsx';
import styles from './phone.module.css';
import { partyName } from './words.ts';

/** The bar over the screens: a card for each call, the dial pad, and how the line to the PBX is. */
export function CallBar({
  about,
  children,
}: {
  /** What is known of the party of a line: matches, their cases. */
  readonly about?: (line: Line) => ReactNode;
  /** What stands beside the calls. */
  readonly children?: ReactNode;
}) {
  const lines = usePhoneState((state) => state.lines);
  usePhoneKeys();
  return (
    <section className={styles['bar']} aria-label={t('phone.bar')}>
      <div className={styles['cards']}>
        {lines.map((line) => (
          <LineCard key={line.id} line={line}>
            {about?.(line)}
          </LineCard>
        ))}
      </div>
      {children}
      <div className={styles['tools']}>
        <LinkState />
        <DialButton />
      </div>
      <RingAnnouncer />
    </section>
  );
}

/** Reads out a ring, and a command that could not be done: nobody may miss either. */
function RingAnnouncer() {
  const country = useCountry();
  const words = usePhoneState((state) => announced(state, country));
  return (
    <VisuallyHidden>
      <div role="alert">{words}</div>
    </VisuallyHidden>
  );
}

function announced({ lines, notice }: PhoneState, country: string): string {
  const ringing = lines.find(({ phase }) => phase === 'ringing');
  if (!ringing) return notice ? ofCode('phone.notice', notice.code, notice.code) : '';
  const who = partyName(ringing.party, country);
  return ringing.pbx.queue === null ? t('phone.announce.ring', { who }) : t('phone.announce.ringQueue', { who, queue: ringing.pbx.queue });
}

/** The keys of the telephone work from anywhere, also while something is typed. */
function usePhoneKeys(): void {
  const phone = usePhone();
  const inHand = (): Line | undefined => {
    const { lines, focus } = phone.state();
    return lines.find(({ id, phase }) => id === focus && phase !== 'ended');
  };
  const ringing = (): Line | undefined => phone.state().lines.find(({ phase }) => phase === 'ringing');
  const on = (line: Line | undefined, act: (line: Line) => void) => {
    if (line) act(line);
  };
  useKeys(t('phone.keys'), [
    { key: 'Ctrl+Shift+A', label: t('phone.keys.answer'), run: () => on(ringing(), ({ id }) => phone.answer(id)) },
    { key: 'Ctrl+Shift+X', label: t('phone.keys.end'), run: () => on(ringing() ?? inHand(), ({ id }) => phone.end(id)) },
    { key: 'Ctrl+Shift+H', label: t('phone.keys.hold'), run: () => on(inHand(), ({ id, hold }) => (hold === 'none' ? phone.hold(id) : phone.resume(id))) },
    { key: 'Ctrl+Shift+U', label: t('phone.keys.mute'), run: () => on(inHand(), ({ id, isMuted }) => phone.mute(id, !isMuted)) },
  ]);
}
