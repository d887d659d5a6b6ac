import { Button, Popover } from '@mantine/core';
import { IconGridDots } from '@tabler/icons-react';
import { useState, type KeyboardEvent } from 'react';
import { t } from '../../ui/text.ts';
import type { Line } from '../machine/state.ts';
import { KeyPad } from './key-pad.tsx';
import { usePhone } from './phone-provider.tsx';
import styles from './phone.module.css';

/** Sends tones into a call, by mouse or by the keys of the keyboard. */
export function TonesButton({ line }: { readonly line: Line }) {
  const phone = usePhone();
  const [sent, setSent] = useState('');
  const send = (tone: string) => {
    phone.sendTones(line.id, tone);
    setSent((before) => (before + tone).slice(-24));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!/^[\d*#]$/.test(event.key)) return;
    event.preventDefault();
    send(event.key);
  };
  return (
    <Popover shadow="md" withinPortal trapFocus returnFocus onOpen={() => setSent('')}>
      <Popover.Target>
        <Button size="compact-xs" variant="default" leftSection={<IconGridDots size={14} aria-hidden />}>
          {t('phone.pad')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown onKeyDown={onKeyDown} aria-label={t('phone.pad')}>
        <output className={styles['preview']}>{sent}</output>
        <KeyPad onKey={send} />
      </Popover.Dropdown>
    </Popover>
  );
}
