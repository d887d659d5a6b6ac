import { Contact } from '#domain/contacts/contact.ts';
import type { ClientListRow } from '#domain/contacts/view-queries.ts';
import { labelOf } from '#domain/kernel/field.ts';
import { ActionIcon, CloseButton, Select, TextInput } from '@mantine/core';
import { IconAddressBook, IconArrowDown, IconArrowLeft, IconArrowUp, IconFilterOff, IconMinus, IconSearch } from '@tabler/icons-react';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useRef } from 'react';
import { usePages } from '../bridge/use-pages.ts';
import { FieldValue } from '../records/field-value.tsx';
import { ListFailure } from '../records/list-failure.tsx';
import { ListFoot } from '../records/list-foot.tsx';
import { RecordPicker } from '../records/record-picker.tsx';
import { Waiting } from '../records/waiting.tsx';
import { number } from '../ui/format.ts';
import { useKeys } from '../ui/keys.tsx';
import panes from '../ui/panes.module.css';
import { Stamp } from '../ui/stamp.tsx';
import { StatePage } from '../ui/state-page.tsx';
import { t } from '../ui/text.ts';
import { useRowHeight } from '../ui/use-row-height.ts';
import { VirtualList } from '../ui/virtual-list.tsx';
import { clientFilter, type ClientFilter } from './client-filter.ts';
import styles from './contacts.module.css';

/** The contacts with what is open with each: the last word, opportunities, cases, scores. */
export function ClientsScreen() {
  const navigate = useNavigate();
  const filter = useSearch({ from: '/clients' });
  const { text, ownerId, groupId, isLatestFirst = false } = filter;
  const { rows, isLoading, hasMore, failure, more } = usePages('contacts.clients', {
    ...(text?.trim() ? { text: text.trim() } : {}),
    ...(ownerId ? { ownerId } : {}),
    ...(groupId ? { groupId } : {}),
    ...(isLatestFirst ? { sort: 'updatedAt', descending: true } : {}),
  });
  const rowHeight = useRowHeight(true);
  const search = useRef<HTMLInputElement>(null);
  const set = (patch: Partial<ClientFilter>) => void navigate({ to: '.', search: (before) => ({ ...before, ...patch }), replace: true });
  const isFiltered = Boolean(text ?? ownerId ?? groupId);
  useKeys(t('clients.title'), [
    { key: '/', label: t('keys.filter'), run: () => search.current?.focus() },
    { key: 'Escape', label: t('keys.back'), run: () => void navigate({ to: '/contacts' }) },
  ]);
  return (
    <section className={panes['list']} aria-label={t('clients.title')}>
      <div className={panes['listHead']}>
        <div className={panes['listTitle']}>
          <ActionIcon component={Link} to="/contacts" aria-label={t('contact.toList')}>
            <IconArrowLeft size={16} />
          </ActionIcon>
          <h1>{t('clients.title')}</h1>
        </div>
        <div className={panes['filters']}>
          <TextInput
            ref={search}
            aria-label={t('contacts.filterText')}
            placeholder={t('contacts.filterHint')}
            leftSection={<IconSearch size={14} />}
            rightSection={text ? <CloseButton size="xs" aria-label={t('cases.clearText')} onClick={() => set({ text: undefined })} /> : null}
            value={text ?? ''}
            onChange={(event) => set({ text: event.currentTarget.value || undefined })}
            style={{ flex: '1 1 150px', maxWidth: 320 }}
          />
          <RecordPicker
            target="users"
            aria-label={labelOf('ownerId', Contact.fields.ownerId)}
            placeholder={labelOf('ownerId', Contact.fields.ownerId)}
            value={ownerId ?? null}
            onChange={(id) => set({ ownerId: clientFilter.shape.ownerId.parse(id ?? undefined) })}
            w={170}
          />
          <RecordPicker
            target="contactGroups"
            aria-label={t('clients.group')}
            placeholder={t('clients.anyGroup')}
            value={groupId ?? null}
            onChange={(id) => set({ groupId: clientFilter.shape.groupId.parse(id ?? undefined) })}
            w={170}
          />
          <Select
            aria-label={t('records.order')}
            data={[
              { value: 'name', label: t('column.name') },
              { value: 'latest', label: t('clients.latest') },
            ]}
            value={isLatestFirst ? 'latest' : 'name'}
            allowDeselect={false}
            onChange={(next) => set({ isLatestFirst: next === 'latest' || undefined })}
            w={160}
          />
        </div>
      </div>
      <ListFailure failure={failure} hasRows={rows.length > 0} />
      {rows.length > 0 && (
        <>
          <div className={`${styles['client']} ${styles['head']}`}>
            {[
              t('column.name'),
              labelOf('lifecycle', Contact.fields.lifecycle),
              labelOf('ownerId', Contact.fields.ownerId),
              t('clients.lastActivity'),
              t('clients.opportunities'),
              t('column.openCases'),
              t('clients.scores'),
            ].map((label) => (
              <span key={label}>{label}</span>
            ))}
          </div>
          <VirtualList
            label={t('clients.title')}
            rows={rows}
            rowHeight={rowHeight}
            onOpen={({ id }) => void navigate({ to: '/contacts/$id', params: { id } })}
            onEnd={more}
            hasFocus
          >
            {(row) => <Line row={row} />}
          </VirtualList>
        </>
      )}
      {rows.length === 0 && isLoading && !failure && <Waiting />}
      {rows.length === 0 && !isLoading && !failure && (
        <StatePage icon={isFiltered ? IconFilterOff : IconAddressBook} title={isFiltered ? t('contacts.noneFound') : t('contacts.none')}>
          {isFiltered ? t('contacts.noneFoundBody') : t('contacts.noneBody')}
        </StatePage>
      )}
      <ListFoot count={rows.length} hasMore={hasMore} />
    </section>
  );
}

function Line({ row }: { readonly row: ClientListRow }) {
  return (
    <div className={styles['client']}>
      <span className={styles['name']}>
        <bdi className={styles['cut']}>{row.fullName}</bdi>
        <Stamp {...row} isSmall />
      </span>
      <FieldValue field={Contact.fields.lifecycle} value={row.lifecycle} />
      <span className={styles['cut']}>
        <FieldValue field={Contact.fields.ownerId} value={row.ownerId} />
      </span>
      <FieldValue field={Contact.fields.updatedAt} value={row.lastActivityAt} />
      <Count n={row.activeOpportunityCount} />
      <Count n={row.openCaseCount} />
      <span className={styles['cut']}>{row.qdSummary.length === 0 ? <Nothing /> : row.qdSummary.map((score) => <Score key={score.type} {...score} />)}</span>
    </div>
  );
}

const Nothing = () => <span className={styles['dim']}>{t('value.none')}</span>;
const Count = ({ n }: { readonly n: number }) => (n > 0 ? <span>{number(n)}</span> : <Nothing />);

function Score({ type, value, trend }: ClientListRow['qdSummary'][number]) {
  const Sign = trend === null || trend === 0 ? IconMinus : trend > 0 ? IconArrowUp : IconArrowDown;
  const words = trend === null || trend === 0 ? t('clients.steady') : trend > 0 ? t('clients.up', { by: number(trend) }) : t('clients.down', { by: number(-trend) });
  return (
    <span className={styles['score']} title={words}>
      {type} {number(value)} <Sign size={12} aria-label={words} />
    </span>
  );
}
