import { syncOf, type AnyEntity } from '#domain/kernel/entity.ts';
import { labelOf, type Field } from '#domain/kernel/field.ts';
import { ActionIcon, CloseButton, Select, Switch, TextInput } from '@mantine/core';
import { IconSearch, IconSortAscending, IconSortDescending } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useKeys } from '../ui/keys.tsx';
import panes from '../ui/panes.module.css';
import { isDate } from '../ui/moment-text.ts';
import { t } from '../ui/text.ts';
import { choicesOf } from './choices-of.ts';
import { MomentInput } from './moment-input.tsx';
import { RecordPicker } from './record-picker.tsx';
import { filtersOf, isWorded, momentOf, ordersOf, type RecordsFilter } from './records-filter.ts';
import { recordsView } from './records-view.ts';
import { SavedViews } from './saved-views.tsx';

interface Props {
  readonly entity: AnyEntity;
  readonly filter: RecordsFilter;
  readonly setFilter: (patch: RecordsFilter) => void;
  readonly isWide: boolean;
}

/** What narrows a list of any records: words, the values it shows, and whether they were deleted. */
export function RecordsFilters({ entity, filter, setFilter, isWide }: Props) {
  const search = useRef<HTMLInputElement>(null);
  useKeys(t('keys.list'), [{ key: '/', label: t('keys.filter'), run: () => search.current?.focus() }]);
  const where = filter.where ?? {};
  const narrow = (key: string, next: boolean | string | null) =>
    setFilter({ where: Object.fromEntries([...Object.entries(where).filter(([name]) => name !== key), ...(next === null ? [] : [[key, next] as const])]) });
  return (
    <div className={panes['filters']}>
      {isWorded(entity) && (
        <TextInput
          ref={search}
          aria-label={t('records.filterText')}
          placeholder={t('records.filterText')}
          leftSection={<IconSearch size={14} />}
          rightSection={filter.text ? <CloseButton size="xs" aria-label={t('cases.clearText')} onClick={() => setFilter({ text: undefined })} /> : null}
          value={filter.text ?? ''}
          onChange={(event) => setFilter({ text: event.currentTarget.value || undefined })}
          style={{ flex: '1 1 140px', maxWidth: isWide ? 260 : undefined }}
        />
      )}
      {isWide &&
        filtersOf(entity)
          .slice(0, 4)
          .map(([key, field]) => <Filter key={key} name={key} field={field} value={where[key] ?? null} onChange={(next) => narrow(key, next)} />)}
      {isWide && syncOf(entity) === 'never' && <Since entity={entity} filter={filter} setFilter={setFilter} />}
      {isWide && <Order entity={entity} filter={filter} setFilter={setFilter} />}
      {isWide && !entity.appendOnly && syncOf(entity) !== 'never' && (
        <Switch size="xs" label={t('records.deleted')} checked={filter.deleted ?? false} onChange={(event) => setFilter({ deleted: event.currentTarget.checked || undefined })} />
      )}
      {isWide && <SavedViews entity={entity} form={recordsView(entity)} filter={filter} setFilter={setFilter} />}
    </div>
  );
}

interface FilterProps {
  readonly name: string;
  readonly field: Field;
  readonly value: boolean | string | null;
  readonly onChange: (next: boolean | string | null) => void;
}

function Filter({ name, field, value, onChange }: FilterProps) {
  const label = labelOf(name, field);
  const shared = { 'aria-label': label, placeholder: label, clearable: true, w: 150 } as const;
  if (field.target) return <RecordPicker {...shared} target={field.target} value={typeof value === 'string' ? value : null} onChange={onChange} />;
  if (field.kind === 'boolean') {
    const data = [
      { value: 'true', label: `${label}: ${t('value.yes')}` },
      { value: 'false', label: `${label}: ${t('value.no')}` },
    ];
    return <Select {...shared} data={data} value={value === null ? null : String(value)} onChange={(next) => onChange(next === null ? null : next === 'true')} />;
  }
  const data = Object.entries(choicesOf(field) ?? {}).map(([key, words]) => ({ value: key, label: words }));
  return <Select {...shared} data={data} value={typeof value === 'string' ? value : null} onChange={onChange} searchable={data.length > 8} limit={100} />;
}

/** Cuts a list off at a day; what is not a day yet stays where it is typed. */
function Since({ entity, filter: { since }, setFilter }: Omit<Props, 'isWide'>) {
  const [typed, setTyped] = useState(since ?? '');
  const moment = momentOf(entity);
  const field = moment ? entity.fields[moment] : undefined;
  if (!moment || !field) return null;
  const change = (value: string | null) => {
    setTyped(value ?? '');
    if (value === null || isDate(value)) setFilter({ since: value ?? undefined });
  };
  const label = t('records.since', { what: labelOf(moment, field) });
  return <MomentInput kind="date" aria-label={label} title={label} value={typed} onChange={change} w={150} />;
}

function Order({ entity, filter, setFilter }: Omit<Props, 'isWide'>) {
  const sorts = ordersOf(entity);
  const [usual = 'id'] = sorts;
  const sort = filter.sort && sorts.includes(filter.sort) ? filter.sort : usual;
  const isDown = filter.descending ?? sort === 'id';
  const words = (key: string) => (key === 'id' ? t('records.byAge') : entity.fields[key] ? labelOf(key, entity.fields[key]) : key);
  return (
    <>
      <Select
        aria-label={t('records.order')}
        data={sorts.map((key) => ({ value: key, label: words(key) }))}
        value={sort}
        allowDeselect={false}
        onChange={(next) => setFilter({ sort: next ?? undefined, descending: undefined })}
        w={130}
      />
      <ActionIcon aria-label={isDown ? t('column.descending') : t('column.ascending')} onClick={() => setFilter({ sort, descending: !isDown })}>
        {isDown ? <IconSortDescending size={16} /> : <IconSortAscending size={16} />}
      </ActionIcon>
    </>
  );
}
