import type { EntityName } from '#domain/kernel/names.ts';
import { entityOf } from '#domain/registry.ts';
import { Select, type SelectProps } from '@mantine/core';
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
  const [asked] = useDebouncedValue(search.trim(), 80);
  const title = useTitle(target, value);
  const isUser = target === 'users';
  const members = useQuery('people.members', isUser ? {} : null);
  const listed = useListed(target, where, !isUser);
  const isLong = listed.isLong && asked !== '' && asked !== title;
  const hits = useQuery('records.search', isLong ? { text: asked, entities: [target], limit: 30 } : null);

  const options: readonly Option[] = isUser
    ? (members.data ?? []).filter(({ isActive, userId }) => isActive || userId === value).map(({ userId, displayName }) => ({ value: userId, label: displayName }))
    : isLong
      ? (hits.data ?? []).map((hit) => ({ value: hit.id, label: hit.title }))
      : listed.options;
  const chosen = value && !options.some((option) => option.value === value) ? [{ value, label: title ?? t('value.unknown') }] : [];
  return (
    <Select
      searchable
      clearable
      placeholder={listed.isLong || isUser ? t('picker.type') : undefined}
      {...rest}
      {...(isLong ? { filter: ({ options: all }) => all } : {})}
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
      nothingFoundMessage={listed.isLong && asked === '' ? t('picker.type') : t('picker.nothing')}
    />
  );
}

function useListed(target: EntityName, where: Props['where'], isAsked: boolean): { readonly options: readonly Option[]; readonly isLong: boolean } {
  const page = useSteadyQuery('records.list', isAsked ? { entity: target, limit: 200, ...(where ? { where } : {}) } : null);
  const { title, fields } = entityOf[target];
  const rows = (page.data?.rows ?? []).filter((row) => !fields['isActive'] || row['isActive'] === true);
  return { options: rows.map((row) => ({ value: row.id, label: String(row[title] ?? '') })), isLong: page.data?.next != null };
}
