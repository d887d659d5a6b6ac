import type { Part } from '#domain/kernel/arguments.ts';
import { ActionIcon, Button, Input } from '@mantine/core';
import { IconArrowUp, IconPlus, IconX } from '@tabler/icons-react';
import type { ComponentType } from 'react';
import { t } from '../ui/text.ts';
import { entitiesIn } from './beside.ts';
import type { FieldInputProps } from './field-input-props.ts';
import styles from './parts-input.module.css';

type Values = Readonly<Record<string, unknown>>;

interface Props {
  readonly label: string;
  readonly isList: boolean;
  readonly parts: readonly Part[];
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
  readonly error: string | null;
  readonly isOptional: boolean;
  /** The input of each part. */
  readonly input: ComponentType<FieldInputProps>;
}

/** Edits a value of declared parts, or a list of such in their order. */
export function PartsInput({ label, isList, parts, value, onChange, error, isOptional, input }: Props) {
  if (isList)
    return (
      <List
        input={input}
        label={label}
        parts={parts}
        items={Array.isArray(value) ? value : []}
        error={error}
        onChange={(items) => onChange(items.length > 0 ? items : isOptional ? null : [])}
      />
    );
  const isThere = !isOptional || valuesOf(value) !== null;
  return (
    <Input.Wrapper label={label} labelElement="div" error={error} role="group" aria-label={label}>
      {isThere ? (
        <div className={styles['item']}>
          <Group input={input} parts={parts} values={valuesOf(value) ?? {}} onChange={onChange} />
          {isOptional && <Remove label={label} onClick={() => onChange(null)} />}
        </div>
      ) : (
        <Add label={label} onClick={() => onChange(fresh(parts))} />
      )}
    </Input.Wrapper>
  );
}

interface ListProps extends Pick<Props, 'label' | 'parts' | 'error' | 'input'> {
  readonly items: readonly unknown[];
  readonly onChange: (items: readonly unknown[]) => void;
}

function List({ label, parts, items, onChange, error, input }: ListProps) {
  return (
    <Input.Wrapper label={label} labelElement="div" error={error} role="group" aria-label={label}>
      <div className={styles['list']}>
        {items.map((item, place) => (
          // The place is the identity here: the parts themselves are being typed.
          <div key={place} role="group" aria-label={t('parts.place', { label, n: String(place + 1) })} className={styles['item']}>
            <Group input={input} parts={parts} values={valuesOf(item) ?? {}} onChange={(next) => onChange(items.with(place, next))} />
            <div className={styles['deeds']}>
              {place > 0 && (
                <ActionIcon aria-label={t('parts.up', { label, n: String(place + 1) })} onClick={() => onChange(items.with(place - 1, item).with(place, items[place - 1]))}>
                  <IconArrowUp size={14} />
                </ActionIcon>
              )}
              <Remove label={t('parts.place', { label, n: String(place + 1) })} onClick={() => onChange(items.toSpliced(place, 1))} />
            </div>
          </div>
        ))}
        <Add label={label} onClick={() => onChange([...items, fresh(parts)])} />
      </div>
    </Input.Wrapper>
  );
}

function Group({ parts, values, onChange, input: FieldInput }: Pick<Props, 'input' | 'parts'> & { readonly values: Values; readonly onChange: (values: Values) => void }) {
  const put = (key: string, next: unknown, isRequired: boolean) => {
    const { [key]: _, ...others } = values;
    onChange(next === undefined || (!isRequired && (next === null || next === '')) ? others : { ...others, [key]: next });
  };
  return (
    <div className={styles['parts']}>
      {parts.map(({ key, field, label, isRequired }) => (
        <div key={key} data-wide={field.multiline || field.kind === 'json' || undefined}>
          <FieldInput
            field={field}
            label={label}
            isRequired={isRequired && field.kind !== 'boolean'}
            value={values[key] ?? null}
            beside={entitiesIn(values)}
            onChange={(next) => put(key, next, isRequired)}
          />
        </div>
      ))}
    </div>
  );
}

const Add = ({ label, onClick }: { readonly label: string; readonly onClick: () => void }) => (
  <Button variant="subtle" leftSection={<IconPlus size={14} />} aria-label={t('parts.add', { label })} onClick={onClick}>
    {t('parts.more')}
  </Button>
);

const Remove = ({ label, onClick }: { readonly label: string; readonly onClick: () => void }) => (
  <ActionIcon aria-label={t('pairs.remove', { name: label })} onClick={onClick}>
    <IconX size={14} />
  </ActionIcon>
);

const valuesOf = (value: unknown): Values | null => (typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null);

/** A switch is off until it is on; what is active begins so. */
const fresh = (parts: readonly Part[]): Values =>
  Object.fromEntries(parts.flatMap(({ key, field, isRequired }) => (isRequired && field.kind === 'boolean' ? [[key, key === 'isActive']] : [])));
