import { Button, Popover } from '@mantine/core';
import { IconPhone, IconPhonePlus } from '@tabler/icons-react';
import { useState } from 'react';
import { t } from '../../ui/text.ts';
import { readNumber, shownNumber, tonesOf, typedNumber } from '../number.ts';
import { KeyPad } from './key-pad.tsx';
import { NumberField } from './number-field.tsx';
import { useCountry, usePhone, usePhoneState } from './phone-provider.tsx';
import styles from './phone.module.css';

/** Opens the dial pad. */
export function DialButton() {
  const [isOpen, setOpen] = useState(false);
  return (
    <Popover shadow="md" withinPortal trapFocus returnFocus opened={isOpen} onChange={setOpen} position="bottom-end">
      <Popover.Target>
        <Button variant="default" leftSection={<IconPhonePlus size={16} aria-hidden />} onClick={() => setOpen(!isOpen)}>
          {t('phone.dial.title')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('phone.dial.title')}>
        <DialPad onDialled={() => setOpen(false)} />
      </Popover.Dropdown>
    </Popover>
  );
}

/** Types, pastes or taps a number, shows what it means, and dials it. */
export function DialPad({ number = '', onDialled }: { readonly number?: string; readonly onDialled: () => void }) {
  const phone = usePhone();
  const country = useCountry();
  const last = usePhoneState(({ lastDialled }) => lastDialled);
  const [text, setText] = useState(() => typedNumber(number, country));
  const preview = readNumber(text, country);
  const dial = () => {
    if (!('dial' in preview)) return;
    phone.call(preview.dial, tonesOf(preview));
    onDialled();
  };
  return (
    <div className={styles['panel']}>
      <NumberField label={t('phone.dial.label')} value={text} onChange={setText} onEnter={dial} />
      <KeyPad onKey={(key) => setText(text + key)} />
      <div className={styles['row']}>
        <Button variant="filled" leftSection={<IconPhone size={16} aria-hidden />} disabled={!('dial' in preview)} onClick={dial}>
          {t('phone.call')}
        </Button>
        {last !== null && (
          <Button
            variant="default"
            onClick={() => {
              phone.redial();
              onDialled();
            }}
          >
            {t('phone.redial', { number: shownNumber(last, country) })}
          </Button>
        )}
      </div>
    </div>
  );
}
