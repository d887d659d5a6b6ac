import type { Field } from '#domain/kernel/field.ts';
import { JsonInput } from '@mantine/core';
import { useState } from 'react';
import { t } from '../ui/text.ts';
import { PairsInput } from './pairs-input.tsx';

interface Props {
  readonly field: Field;
  readonly label: string;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
  readonly error: string | null;
}

/** Structured values: by name where they are a flat record of any names, else as JSON. */
export function JsonField({ field, label, value, onChange, error }: Props) {
  const isFlat = value === null || value === undefined || (typeof value === 'object' && !Array.isArray(value) && Object.values(value).every((each) => typeof each !== 'object'));
  if (isFlat && field.schema.safeParse({ anything: 'text' }).success) return <PairsInput label={label} value={value} onChange={onChange} error={error} />;
  return <JsonText label={label} value={value} onChange={onChange} error={error} isOptional={field.optional} />;
}

function JsonText({ label, value, onChange, error, isOptional }: Omit<Props, 'field'> & { readonly isOptional: boolean }) {
  // What is no JSON yet is kept as it was typed; the command refuses it by name.
  const text = typeof value === 'string' ? value : value === null || value === undefined ? '' : JSON.stringify(value, null, 2);
  const [typed, setTyped] = useState(text);
  return (
    <JsonInput
      label={label}
      autosize
      minRows={3}
      maxRows={14}
      error={error ?? (typeof value === 'string' ? t('field.json') : null)}
      value={typed}
      onChange={(next) => {
        setTyped(next);
        onChange(next.trim() === '' ? (isOptional ? null : undefined) : parse(next));
      }}
    />
  );
}

/** What a text says, or the text itself where it is no JSON. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
