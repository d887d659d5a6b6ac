import type { EntityName } from '#domain/kernel/names.ts';
import { entityOf } from '#domain/registry.ts';
import { ColorInput, MultiSelect, NumberInput, Select, Switch, TagsInput, Textarea, TextInput } from '@mantine/core';
import { choicesOf } from './choices-of.ts';
import type { FieldInputProps } from './field-input-props.ts';
import { MomentInput } from './moment-input.tsx';
import { AmountInput } from './amount-input.tsx';
import { JsonField } from './json-field.tsx';
import { RecordPicker, RecordsPicker } from './record-picker.tsx';
import { languageName } from '../ui/format.ts';
import { t } from '../ui/text.ts';

/** The input that fits a field, from its declaration. */
export function FieldInput({
  field,
  label,
  ariaLabel,
  description,
  value,
  onChange,
  error,
  isRequired = false,
  hasFocus = false,
  isOpen = false,
  placeholder,
  onKeyDown,
  beside,
}: FieldInputProps) {
  const shared = {
    ...(label ? { label } : {}),
    ...(ariaLabel ? { 'aria-label': ariaLabel } : {}),
    ...(description ? { description } : {}),
    ...(placeholder ? { placeholder } : {}),
    ...(onKeyDown ? { onKeyDown } : {}),
    error: error ?? null,
    withAsterisk: isRequired,
    'data-autofocus': hasFocus || undefined,
    'data-protected': field.sensitivity === 'secret' || undefined,
    autoFocus: hasFocus,
  };
  const text = typeof value === 'string' ? value : '';
  const orEmpty = (next: string | null) => onChange(next ?? (field.optional ? null : ''));
  const orNull = (next: string) => onChange(next === '' && field.optional ? null : next);
  const choices = choicesOf(field);
  if (choices && field.kind === 'tags')
    return <MultiSelect {...shared} data={Object.entries(choices).map(([key, words]) => ({ value: key, label: words }))} value={listOf(value)} onChange={onChange} />;
  if (choices) {
    const data = Object.entries(choices).map(([key, words]) => ({ value: key, label: words }));
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
  if (field.target && field.kind === 'tags') return <RecordsPicker {...shared} target={field.target} value={listOf(value)} onChange={onChange} />;
  const typed = field.typedBy ? beside?.[field.typedBy] : undefined;
  const target = field.target ?? (typeof typed === 'string' && Object.hasOwn(entityOf, typed) ? (typed as EntityName) : undefined);
  if (target)
    return (
      <RecordPicker
        key={target}
        {...shared}
        defaultDropdownOpened={isOpen}
        target={target}
        value={text || null}
        onChange={onChange}
        clearable={!isRequired}
        allowDeselect={!isRequired}
      />
    );
  switch (field.kind) {
    case 'boolean':
      return (
        <Switch
          {...(label ? { label } : {})}
          {...(ariaLabel ? { 'aria-label': ariaLabel } : {})}
          {...(description ? { description } : {})}
          error={error ?? null}
          checked={value === true}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      );
    case 'integer':
    case 'long':
    case 'number':
      if (field.currency) return <AmountInput {...shared} value={value} currency={beside?.[field.currency]} onChange={onChange} />;
      return (
        <NumberInput
          {...shared}
          allowDecimal={field.kind === 'number'}
          {...(field.unit ? { suffix: ` ${t(`unit.${field.unit}`)}` } : {})}
          value={typeof value === 'number' || typeof value === 'string' ? value : ''}
          // What is too large to be a number is kept as it was typed; the command refuses it by name.
          onChange={(next) => onChange(next === '' ? null : next)}
        />
      );
    case 'date':
    case 'instant':
      return <MomentInput {...shared} kind={field.kind} value={text} onChange={onChange} />;
    case 'tags':
      return <TagsInput {...shared} value={listOf(value)} onChange={onChange} />;
    case 'json':
      return <JsonField label={label ?? ariaLabel ?? ''} field={field} value={value} onChange={onChange} error={error ?? null} input={FieldInput} />;
    default:
      if (field.form === 'colour') return <ColorInput {...shared} format="hex" withEyeDropper={false} fixOnBlur={false} swatches={swatches} value={text} onChange={orNull} />;
      if (field.form === 'language') {
        const known = [...new Set([...languages, ...(text ? [text] : [])])];
        return (
          <Select
            {...shared}
            data={known.map((tag) => ({ value: tag, label: languageName(tag) }))}
            value={text || null}
            onChange={orEmpty}
            searchable
            clearable={field.optional}
            allowDeselect={false}
          />
        );
      }
      return field.multiline ? (
        <Textarea {...shared} value={text} onChange={(event) => orNull(event.currentTarget.value)} />
      ) : (
        <TextInput
          {...shared}
          type={field.form === 'email' ? 'email' : field.form === 'phone' ? 'tel' : 'text'}
          value={text}
          onChange={(event) => orNull(event.currentTarget.value)}
        />
      );
  }
}

const listOf = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

/** Colours that can be told apart, also by those who see fewer of them. */
const swatches = ['#1f6feb', '#0f7b6c', '#8250df', '#bf3989', '#cf222e', '#bc4c00', '#9a6700', '#57606a'];

/** Languages that callers are asked about; any other that a record names is offered beside them. */
const languages = 'en fr sw ar am bn de el es fa ha hi id it ja ko my nl om pa pl pt ro ru rw so sq sr ta ti tr uk ur vi yo zh zu'.split(' ');
