import { Button, Popover } from '@mantine/core';
import { IconPhoneOutgoing } from '@tabler/icons-react';
import { useState } from 'react';
import { t } from '../../ui/text.ts';
import type { Line, PhoneState } from '../machine/state.ts';
import { readNumber, tonesOf } from '../number.ts';
import { NumberField } from './number-field.tsx';
import { useCountry, usePhone, usePhoneState } from './phone-provider.tsx';
import styles from './phone.module.css';
import { partyName } from './words.ts';

/** Opens what can be done to give a call away, or to ask a colleague into it. */
export function TransferButton({ line }: { readonly line: Line }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Popover shadow="md" withinPortal trapFocus returnFocus opened={isOpen} onChange={setOpen}>
      <Popover.Target>
        <Button size="compact-xs" variant="default" leftSection={<IconPhoneOutgoing size={14} aria-hidden />} onClick={() => setOpen(!isOpen)}>
          {t('phone.transfer')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('phone.transfer')}>
        <TransferPanel line={line} onDone={() => setOpen(false)} />
      </Popover.Dropdown>
    </Popover>
  );
}

/** Transfers at once, asks first, parks; and with a colleague on the line swaps, connects the two, or makes it three. */
export function TransferPanel({ line, onDone }: { readonly line: Line; readonly onDone: () => void }) {
  const phone = usePhone();
  const country = useCountry();
  const other = usePhoneState((state) => partnerOf(state, line));
  const [text, setText] = useState('');
  const preview = readNumber(text, country);
  const act = (command: () => void) => () => {
    command();
    onDone();
  };
  if (other) {
    const [speaking, waiting] = line.hold === 'none' ? [line, other] : [other, line];
    return (
      <div className={styles['panel']}>
        <p className={styles['verdict']}>{t('phone.transfer.with', { who: partyName(speaking.party, country), other: partyName(waiting.party, country) })}</p>
        <div className={styles['row']}>
          <Button variant="filled" onClick={act(() => phone.complete(line.consultOf === null ? other.id : line.id))}>
            {t('phone.transfer.complete')}
          </Button>
          <Button variant="default" onClick={act(phone.swap)}>
            {t('phone.transfer.swap')}
          </Button>
          <Button variant="default" onClick={act(() => phone.merge(line.id, other.id))}>
            {t('phone.transfer.merge')}
          </Button>
        </div>
      </div>
    );
  }
  const given = 'dial' in preview ? preview : null;
  const ask = act(() => given && phone.consult(line.id, given.dial, tonesOf(given)));
  const blind = act(() => given && phone.transfer(line.id, given.dial));
  return (
    <div className={styles['panel']}>
      <NumberField label={t('phone.transfer.to')} value={text} onChange={setText} onEnter={() => given && ask()} />
      <div className={styles['row']}>
        <Button variant="filled" disabled={!given} onClick={ask}>
          {t('phone.transfer.ask')}
        </Button>
        <Button variant="default" disabled={!given} onClick={blind}>
          {t('phone.transfer.blind')}
        </Button>
      </div>
      <div className={styles['row']}>
        {phone.parkingSlots.map((slot) => (
          <Button key={slot} size="compact-xs" variant="default" onClick={act(() => phone.park(line.id, slot))}>
            {t('phone.transfer.park', { slot })}
          </Button>
        ))}
      </div>
    </div>
  );
}

/** The other call of a consultation, once it is up. */
function partnerOf({ lines }: PhoneState, { id, consultOf }: Line): Line | undefined {
  return lines.find((other) => other.id !== id && other.phase === 'active' && (other.consultOf === id || other.id === consultOf));
}
