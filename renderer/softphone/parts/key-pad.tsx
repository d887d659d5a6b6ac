import { Button } from '@mantine/core';
import { t } from '../../ui/text.ts';
import styles from './phone.module.css';

const keys = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'] as const;

/** The twelve keys of a telephone. */
export function KeyPad({ onKey }: { readonly onKey: (key: string) => void }) {
  return (
    <div className={styles['keys']}>
      {keys.map((key) => (
        <Button key={key} variant="default" aria-label={t('phone.dial.key', { key })} onClick={() => onKey(key)}>
          {key}
        </Button>
      ))}
    </div>
  );
}
