import { partsOf } from '#domain/kernel/arguments.ts';
import type { Field } from '#domain/kernel/field.ts';
import { JsonInput } from '@mantine/core';
import { useState, type ComponentType } from 'react';
import { t } from '../ui/text.ts';
import type { FieldInputProps } from './field-input-props.ts';
import { PairsInput } from './pairs-input.tsx';
import { PartsInput } from './parts-input.tsx';

interface Props {
  readonly field: Field;
  readonly label: string;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
  readonly error: string | null;
  /** The input of each part. */
  readonly input: ComponentType<FieldInputProps>;
}

/** Structured values: by their parts where these are declared, by name where they are a flat record of any names, else as JSON. */
export function JsonField({ field, label, value, onChange, error, input }: Props) {
  const made = partsOf(field.schema);
  const isNone = value === null || value === undefined;
  if (made && (isNone || (typeof value === 'object' && Array.isArray(value) === made.isList)))
    return <PartsInput {...made} input={input} label={label} value={value} onChange={onChange} error={error} isOptional={field.optional} />;
  const isFlat = isNone || (typeof value === 'object' && !Array.isArray(value) && Object.values(value).every((each) => typeof each !== 'object'));
  if (isFlat && field.schema.safeParse({ anything: 'text' }).success) return <PairsInput label={label} value={value} onChange={onChange} error={error} />;
  return <JsonText field={field} label={label} value={value} onChange={onChange} error={error} />;
}

function JsonText({ field, label, value, onChange, error }: Omit<Props, 'input'>) {
  // What is no JSON yet is kept as it was typed; the command refuses it by name.
  const text = typeof value === 'string' ? value : value === null || value === undefined ? '' : JSON.stringify(value, null, 2);
  const [typed, setTyped] = useState(text);
  const isUnfinished = typeof value === 'string' && !field.schema.safeParse(value).success;
  return (
    <JsonInput
      label={label}
      autosize
      minRows={1}
      maxRows={14}
      error={error ?? (isUnfinished ? t('field.json') : null)}
      value={typed}
      onChange={(next) => {
        setTyped(next);
        onChange(next.trim() === '' ? (field.optional ? null : undefined) : parse(next));
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
