import { Case } from '#domain/cases/case.ts';
import { Button, CloseButton, Menu, Select, TextInput } from '@mantine/core';
import { IconChevronDown, IconSearch } from '@tabler/icons-react';
import { useRef } from 'react';
import { useQuery } from '../bridge/use-query.ts';
import { RecordPicker } from '../records/record-picker.tsx';
import { SavedViews } from '../records/saved-views.tsx';
import { number } from '../ui/format.ts';
import { useKeys } from '../ui/keys.tsx';
import panes from '../ui/panes.module.css';
import { t } from '../ui/text.ts';
import { active, caseFilter, caseView, type CaseFilter } from './case-filter.ts';

interface Props {
  readonly filter: CaseFilter;
  readonly setFilter: (patch: Partial<CaseFilter>) => void;
  readonly isWide: boolean;
}

/** What narrows the list: words, state, person, team. */
export function CaseFilters({ filter, setFilter, isWide }: Props) {
  const search = useRef<HTMLInputElement>(null);
  useKeys(t('keys.list'), [{ key: '/', label: t('keys.filter'), run: () => search.current?.focus() }]);
  return (
    <div className={panes['filters']}>
      <TextInput
        ref={search}
        aria-label={t('cases.filterText')}
        placeholder={t('cases.filterText')}
        leftSection={<IconSearch size={14} />}
        rightSection={filter.text ? <CloseButton size="xs" aria-label={t('cases.clearText')} onClick={() => setFilter({ text: undefined })} /> : null}
        value={filter.text ?? ''}
        onChange={(event) => setFilter({ text: event.currentTarget.value || undefined })}
        style={{ flex: '1 1 180px', maxWidth: isWide ? 320 : undefined }}
      />
      <StatusFilter filter={filter} setFilter={setFilter} />
      <WhoFilter filter={filter} setFilter={setFilter} />
      {isWide && (
        <RecordPicker
          target="teams"
          aria-label={t('cases.filterTeam')}
          placeholder={t('cases.anyTeam')}
          value={filter.teamId ?? null}
          onChange={(id) => setFilter({ teamId: caseFilter.shape.teamId.parse(id ?? undefined) })}
          w={170}
        />
      )}
      {isWide && <SavedViews entity={Case} form={caseView} filter={filter} setFilter={setFilter} />}
    </div>
  );
}

function WhoFilter({ filter, setFilter }: Pick<Props, 'filter' | 'setFilter'>) {
  const members = useQuery('people.members', {}).data ?? [];
  const chosen: string = filter.who ?? filter.userId ?? 'anybody';
  return (
    <Select
      aria-label={t('cases.filterWho')}
      data={[
        {
          group: '',
          items: [
            { value: 'anybody', label: t('cases.anybody') },
            { value: 'mine', label: t('cases.mine') },
            { value: 'nobody', label: t('cases.unassigned') },
          ],
        },
        { group: t('cases.onePerson'), items: members.map(({ userId, displayName }) => ({ value: userId, label: displayName })) },
      ]}
      value={chosen}
      allowDeselect={false}
      onChange={(next) => setFilter({ who: next === 'mine' || next === 'nobody' ? next : undefined, userId: members.find(({ userId }) => userId === next)?.userId })}
      w={128}
    />
  );
}

const choices = Case.fields.status.choices ?? {};
const statuses = Object.keys(choices).flatMap((key) => {
  const status = Case.fields.status.schema.safeParse(key);
  return status.success ? [status.data] : [];
});

function StatusFilter({ filter, setFilter }: Pick<Props, 'filter' | 'setFilter'>) {
  const counts = useQuery('cases.count', {}).data;
  const chosen = filter.status ?? active;
  const isActive = chosen.length === active.length && active.every((status) => chosen.includes(status));
  const [only] = chosen;
  const words = isActive
    ? t('cases.active')
    : chosen.length === 0
      ? t('cases.allStates')
      : chosen.length === 1 && only
        ? (choices[only] ?? only)
        : t('cases.nStates', { n: chosen.length });
  const toggle = (status: Case['status']) => setFilter({ status: chosen.includes(status) ? chosen.filter((other) => other !== status) : [...chosen, status] });
  return (
    <Menu closeOnItemClick={false} position="bottom-start">
      <Menu.Target>
        <Button variant="default" rightSection={<IconChevronDown size={14} />} aria-label={t('cases.filterStatus', { now: words })}>
          {words}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item closeMenuOnClick onClick={() => setFilter({ status: undefined })}>
          {t('cases.active')}
        </Menu.Item>
        <Menu.Item closeMenuOnClick onClick={() => setFilter({ status: [] })}>
          {t('cases.allStates')}
        </Menu.Item>
        <Menu.Divider />
        {statuses.map((status) => (
          <Menu.CheckboxItem
            key={status}
            checked={chosen.includes(status)}
            onChange={() => toggle(status)}
            rightSection={counts ? <span className={panes['count']}>{number(counts[status] ?? 0)}</span> : null}
          >
            {choices[status]}
          </Menu.CheckboxItem>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
