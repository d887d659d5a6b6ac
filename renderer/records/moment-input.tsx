import { ActionIcon, TextInput, type TextInputProps } from '@mantine/core';
import { IconCalendar } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { fromLocalInput, toLocalInput } from '../ui/format.ts';
import { dayPattern, dayText, isDate, isInstant, momentPattern, momentText, readDay, readMoment } from '../ui/moment-text.ts';
import { t } from '../ui/text.ts';
import styles from './field.module.css';

const kinds = {
  date: { pattern: dayPattern, show: dayText, read: readDay, isWhole: isDate, native: 'date', toNative: (value: string) => value, fromNative: (value: string) => value || null },
  instant: { pattern: momentPattern, show: momentText, read: readMoment, isWhole: isInstant, native: 'datetime-local', toNative: toLocalInput, fromNative: fromLocalInput },
} as const;

interface Props extends Omit<TextInputProps, 'onChange' | 'value' | 'type'> {
  readonly kind: keyof typeof kinds;
  readonly value: string;
  readonly onChange: (value: string | null) => void;
}

/** A day or a moment, typed as the reader's own country writes it or picked from the calendar; what is neither is kept as it was typed, and said to be wrong. */
export function MomentInput({ kind, value, onChange, error, onBlur, onFocus, ...rest }: Props) {
  const { pattern, show, read, isWhole, native, toNative, fromNative } = kinds[kind];
  const [typed, setTyped] = useState<string | null>(null);
  const calendar = useRef<HTMLInputElement>(null);
  const isWrong = value !== '' && !isWhole(value) && (typed === null || Boolean(error));
  return (
    <TextInput
      placeholder={pattern}
      {...rest}
      value={typed ?? show(value)}
      onFocus={(event) => {
        setTyped(show(value));
        onFocus?.(event);
      }}
      onBlur={(event) => {
        setTyped(null);
        onBlur?.(event);
      }}
      onChange={(event) => {
        const text = event.currentTarget.value;
        setTyped(text);
        onChange(text.trim() === '' ? null : (read(text) ?? text));
      }}
      error={isWrong ? t('field.pattern', { pattern }) : error}
      rightSection={
        <>
          <ActionIcon size={22} aria-label={t('field.calendar')} onClick={() => calendar.current?.showPicker()}>
            <IconCalendar size={14} />
          </ActionIcon>
          <input
            ref={calendar}
            type={native}
            className={styles['calendar']}
            tabIndex={-1}
            aria-hidden
            value={isWhole(value) ? toNative(value) : ''}
            onChange={(event) => {
              const picked = fromNative(event.currentTarget.value);
              setTyped(null);
              onChange(picked);
            }}
          />
        </>
      }
    />
  );
}
