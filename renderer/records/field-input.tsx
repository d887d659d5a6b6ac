import type { Field } from '#domain/kernel/field.ts';
import { NumberInput, Select, Switch, TagsInput, Textarea, TextInput } from '@mantine/core';
import type { KeyboardEvent } from 'react';
import { MomentInput } from './moment-input.tsx';
import { PairsInput } from './pairs-input.tsx';
import { RecordPicker } from './record-picker.tsx';

interface Props {
  readonly field: Field;
  readonly label?: string;
  readonly ariaLabel?: string;
  readonly description?: string;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
  readonly error?: string | null;
  readonly isRequired?: boolean;
  readonly hasFocus?: boolean;
  /** Shows the choices at once: the person has already said that they want to choose. */
  readonly isOpen?: boolean;
  readonly placeholder?: string;
  readonly onKeyDown?: (event: KeyboardEvent) => void;
}

/** The input that fits a field, from its declaration. */
export function FieldInput({ field, label, ariaLabel, description, value, onChange, error, isRequired = false, hasFocus = false, isOpen = false, placeholder, onKeyDown }: Props) {
  const shared = {
    ...(label ? { label } : {}),
    ...(ariaLabel ? { 'aria-label': ariaLabel } : {}),
    ...(description ? { description } : {}),
    ...(placeholder ? { placeholder } : {}),
    ...(onKeyDown ? { onKeyDown } : {}),
    error: error ?? null,
    withAsterisk: isRequired,
    'data-autofocus': hasFocus || undefined,
    autoFocus: hasFocus,
  };
  const text = typeof value === 'string' ? value : '';
  const orNull = (next: string) => onChange(next === '' && field.optional ? null : next);
  if (field.choices) {
    const data = Object.entries(field.choices).map(([key, words]) => ({ value: key, label: words }));
    return (
      <Select
        defaultDropdownOpened={isOpen}
        {...shared}
        data={data}
        value={text || null}
        onChange={(next) => onChange(next)}
        clearable={field.optional}
        allowDeselect={field.optional}
        searchable={data.length > 8}
      />
    );
  }
  if (field.target)
    return (
      <RecordPicker {...shared} defaultDropdownOpened={isOpen} target={field.target} value={text || null} onChange={onChange} clearable={!isRequired} allowDeselect={!isRequired} />
    );
  switch (field.kind) {
    case 'boolean':
      return (
        <Switch
          {...(label ? { label } : {})}
          {...(ariaLabel ? { 'aria-label': ariaLabel } : {})}
          {...(description ? { description } : {})}
          checked={value === true}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      );
    case 'integer':
      return <NumberInput {...shared} allowDecimal={false} value={typeof value === 'number' ? value : ''} onChange={(next) => onChange(typeof next === 'number' ? next : null)} />;
    case 'date':
    case 'instant':
      return <MomentInput {...shared} kind={field.kind} value={text} onChange={onChange} />;
    case 'tags':
      return <TagsInput {...shared} value={Array.isArray(value) ? value.map(String) : []} onChange={onChange} />;
    case 'json':
      return <PairsInput label={label ?? ariaLabel ?? ''} value={value} onChange={onChange} />;
    default:
      return field.multiline ? (
        <Textarea {...shared} value={text} onChange={(event) => orNull(event.currentTarget.value)} />
      ) : (
        <TextInput {...shared} value={text} onChange={(event) => orNull(event.currentTarget.value)} />
      );
  }
}
