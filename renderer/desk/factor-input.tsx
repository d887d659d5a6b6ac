import { TextInput } from '@mantine/core';
import { t } from '../ui/text.ts';

/** Whether the hub wants a second factor, or another than the one it was given. */
export const isAboutFactor = (code: string | undefined): boolean => code === 'auth.factorRequired' || code === 'auth.badProof';

/** Takes the code of an authenticator app, or a recovery code. */
export function FactorInput({ value, onChange }: { readonly value: string; readonly onChange: (value: string) => void }) {
  return (
    <TextInput
      size="sm"
      label={t('door.factor')}
      description={t('door.factorHint')}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      autoComplete="one-time-code"
      autoFocus
      spellCheck={false}
      required
      withAsterisk={false}
    />
  );
}
