import { syncOf } from '#domain/kernel/entity.ts';
import type { EntityName } from '#domain/kernel/names.ts';
import { entityOf } from '#domain/registry.ts';
import { MultiSelect, Select, type MultiSelectProps, type SelectProps } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useQuery, useSteadyQuery } from '../bridge/use-query.ts';
import { t } from '../ui/text.ts';
import styles from './field.module.css';
import { Telling } from './telling.tsx';
import { useTitle } from './use-title.ts';

interface Props extends Omit<SelectProps, 'data' | 'value' | 'onChange' | 'searchValue' | 'onSearchChange'> {
  readonly target: EntityName;
  readonly value: string | null;
  readonly onChange: (id: string | null) => void;
  readonly where?: Readonly<Record<string, string | boolean | null>>;
}

interface Option {
  readonly value: string;
  readonly label: string;
}

/** Chooses a record of any entity by its name: from the list where it is short, by search where it is long. */
export function RecordPicker({ target, value, onChange, where, ...rest }: Props) {
  const [search, setSearch] = useState('');
  const title = useTitle(target, value);
  const { options, isLong, isFound, asked } = useOptions(target, search, title, value === null ? [] : [value], where);
  const chosen = value && !options.some((option) => option.value === value) ? [{ value, label: title ?? t('value.unknown') }] : [];
  return (
    <Select
      searchable
      clearable
      placeholder={isLong ? t('picker.type') : undefined}
      {...rest}
      {...(isFound ? { filter: ({ options: all }) => all } : {})}
      data={[...options, ...chosen]}
      renderOption={({ option }) => (
        <span className={styles['option']}>
          <bdi>{option.label}</bdi>
          <span className={styles['optionDetail']}>
            <Telling entity={target} id={option.value} />
          </span>
        </span>
      )}
      value={value}
      onChange={onChange}
      searchValue={search}
      onSearchChange={setSearch}
      nothingFoundMessage={isLong && asked === '' ? t('picker.type') : t('picker.nothing')}
    />
  );
}

interface ManyProps extends Omit<MultiSelectProps, 'data' | 'value' | 'onChange' | 'searchValue' | 'onSearchChange'> {
  readonly target: EntityName;
  readonly value: readonly string[];
  readonly onChange: (ids: readonly string[]) => void;
}

/** Chooses several records of an entity by their names. */
export function RecordsPicker({ target, value, onChange, ...rest }: ManyProps) {
  const [search, setSearch] = useState('');
  const [known, setKnown] = useState<Readonly<Record<string, string>>>({});
  const { options, isFound } = useOptions(target, search, null, value);
  const chosen = value.filter((id) => !options.some((option) => option.value === id)).map((id) => ({ value: id, label: known[id] ?? t('value.unknown') }));
  return (
    <MultiSelect
      searchable
      {...rest}
      {...(isFound ? { filter: ({ options: all }) => all } : {})}
      data={[...options, ...chosen]}
      value={[...value]}
      onChange={(ids) => {
        setKnown({ ...known, ...Object.fromEntries(options.map((option) => [option.value, option.label])) });
        onChange(ids);
      }}
      searchValue={search}
      onSearchChange={setSearch}
      nothingFoundMessage={t('picker.nothing')}
    />
  );
}

/** What may be chosen: the whole list where it is short, what was found where it is long. */
function useOptions(target: EntityName, search: string, title: string | null, held: readonly string[], where?: Props['where']) {
  const [asked] = useDebouncedValue(search.trim(), 80);
  const isUser = target === 'users';
  const members = useQuery('people.members', isUser ? {} : null);
  const listed = useListed(target, where, !isUser);
  const isFound = listed.isLong && asked !== '' && asked !== title;
  const hits = useQuery('records.search', isFound ? { text: asked, entities: [target], limit: 30 } : null);
  const options: readonly Option[] = isUser
    ? (members.data ?? []).filter(({ isActive, userId }) => isActive || held.includes(userId)).map(({ userId, displayName }) => ({ value: userId, label: displayName }))
    : isFound
      ? (hits.data ?? []).map((hit) => ({ value: hit.id, label: hit.title }))
      : listed.options;
  return { options, isLong: listed.isLong || isUser, isFound, asked };
}

function useListed(target: EntityName, where: Props['where'], isAsked: boolean): { readonly options: readonly Option[]; readonly isLong: boolean } {
  const page = useSteadyQuery('records.list', isAsked && syncOf(entityOf[target]) !== 'never' ? { entity: target, limit: 200, ...(where ? { where } : {}) } : null);
  const { title, fields } = entityOf[target];
  const rows = (page.data?.rows ?? []).filter((row) => !fields['isActive'] || row['isActive'] === true);
  return { options: rows.map((row) => ({ value: row.id, label: String(row[title] ?? '') })), isLong: page.data?.next != null };
}
