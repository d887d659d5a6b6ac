import type { DialPreview } from '#domain/calls/number.ts';
import { TextInput } from '@mantine/core';
import { useId, type ClipboardEvent } from 'react';
import { ofCode, t } from '../../ui/text.ts';
import { readNumber, readPasted } from '../number.ts';
import { useCountry } from './phone-provider.tsx';
import styles from './phone.module.css';

const countryNames = new Intl.DisplayNames(['en'], { type: 'region' });

/** A field for a number that says, before anything is dialled, what would be; a paste finds the number in what was pasted. */
export function NumberField({
  value,
  onChange,
  onEnter,
  label,
}: {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly onEnter: () => void;
  readonly label: string;
}) {
  const country = useCountry();
  const preview = readNumber(value, country);
  const id = useId();
  const onPaste = (event: ClipboardEvent) => {
    const read = readPasted(event.clipboardData.getData('text'), country);
    // What holds no number is pasted as it is, and the preview says what is wrong with it.
    if (read.kind !== 'number' || !read.isValid) return;
    event.preventDefault();
    onChange(read.extension === null ? read.shown : `${read.shown} ext. ${read.extension}`);
  };
  return (
    <div>
      <TextInput
        label={label}
        placeholder={t('phone.dial.placeholder')}
        value={value}
        maxLength={300}
        inputMode="tel"
        autoComplete="off"
        aria-describedby={id}
        aria-invalid={preview.kind === 'bad' || undefined}
        data-autofocus
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
        onPaste={onPaste}
        onKeyDown={({ key }) => key === 'Enter' && onEnter()}
      />
      <p id={id} className={styles['preview']} data-tone={preview.kind === 'bad' ? 'bad' : undefined} aria-live="polite">
        {previewWords(preview)}
      </p>
    </div>
  );
}

function previewWords(preview: DialPreview): string {
  if (preview.kind === 'empty') return '';
  if (preview.kind === 'bad') return ofCode('phone.dial.bad', preview.reason, preview.reason);
  if (preview.kind === 'short') return t('phone.dial.short', { number: preview.dial });
  if (!preview.isValid) return t('phone.dial.doubtful', { number: preview.shown });
  const words = t('phone.dial.willCall', { number: preview.shown, country: preview.country === null ? '' : (countryNames.of(preview.country) ?? preview.country) });
  return preview.extension === null ? words : `${words}, ${t('phone.dial.willTone', { extension: preview.extension })}`;
}
