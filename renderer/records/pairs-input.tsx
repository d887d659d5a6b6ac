import { ActionIcon, Button, Input, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { t } from '../ui/text.ts';
import styles from './pairs-input.module.css';

/** Edits a record of named values; values that are not text or numbers are shown and left as they are. */
export function PairsInput({
  label,
  value,
  onChange,
  error,
}: {
  readonly label: string;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
  readonly error: string | null;
}) {
  const pairs = Object.entries(typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {});
  const put = (place: number, pair: readonly [string, unknown] | null) => onChange(Object.fromEntries(pairs.flatMap((old, at) => (at === place ? (pair ? [pair] : []) : [old]))));
  return (
    <Input.Wrapper label={label} labelElement="div" error={error}>
      <div className={styles['pairs']}>
        {pairs.map(([key, each], place) => (
          // The place is the identity here: the key itself is being typed.
          <div key={place} className={styles['pair']}>
            <TextInput aria-label={t('pairs.name')} value={key} onChange={(event) => put(place, [event.currentTarget.value, each])} />
            <TextInput
              aria-label={t('pairs.value', { name: key })}
              value={typeof each === 'string' || typeof each === 'number' ? String(each) : JSON.stringify(each)}
              readOnly={typeof each !== 'string' && typeof each !== 'number'}
              onChange={(event) => put(place, [key, event.currentTarget.value])}
            />
            <ActionIcon aria-label={t('pairs.remove', { name: key })} onClick={() => put(place, null)}>
              <IconX size={14} />
            </ActionIcon>
          </div>
        ))}
        <Button
          variant="subtle"
          leftSection={<IconPlus size={14} />}
          onClick={() => onChange({ ...Object.fromEntries(pairs), '': '' })}
          disabled={pairs.some(([key]) => key === '')}
        >
          {t('pairs.add')}
        </Button>
      </div>
    </Input.Wrapper>
  );
}
