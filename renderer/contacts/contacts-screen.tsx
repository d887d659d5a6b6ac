import type { ContactListRow } from '#domain/contacts/queries.ts';
import { Contact } from '#domain/contacts/contact.ts';
import { Button, CloseButton, Select, TextInput } from '@mantine/core';
import { IconAddressBook, IconFilterOff, IconPlus, IconSearch, IconUserStar } from '@tabler/icons-react';
import { Outlet, useLocation, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useRef } from 'react';
import { useHolds } from '../bridge/session.tsx';
import { usePages } from '../bridge/use-pages.ts';
import { FieldValue } from '../records/field-value.tsx';
import { ListFoot } from '../records/list-foot.tsx';
import { SavedViews } from '../records/saved-views.tsx';
import { Waiting } from '../records/waiting.tsx';
import { ListFailure } from '../records/list-failure.tsx';
import { ActionButton } from '../ui/action-button.tsx';
import { Initials } from '../ui/avatar.tsx';
import { number } from '../ui/format.ts';
import { useKeys } from '../ui/keys.tsx';
import panes from '../ui/panes.module.css';
import { Stamp } from '../ui/stamp.tsx';
import { StatePage } from '../ui/state-page.tsx';
import { t, tn } from '../ui/text.ts';
import { useRowHeight } from '../ui/use-row-height.ts';
import { VirtualList } from '../ui/virtual-list.tsx';
import { contactView } from './contact-filter.ts';
import styles from './contacts.module.css';

/** Contacts: the list, and beside it the one that is open. */
export function ContactsScreen() {
  const navigate = useNavigate();
  const filter = useSearch({ from: '/contacts' });
  const { id } = useParams({ strict: false });
  const hasRecord = useLocation({ select: ({ pathname }) => pathname.replace(/\/$/, '') !== '/contacts' });
  const { rows, isLoading, hasMore, failure, more } = usePages('contacts.list', {
    ...(filter.kind ? { kind: filter.kind } : {}),
    ...(filter.text?.trim() ? { text: filter.text.trim() } : {}),
  });
  const rowHeight = useRowHeight(!hasRecord);
  const search = useRef<HTMLInputElement>(null);
  const holds = useHolds();
  const set = (patch: Partial<typeof filter>) => void navigate({ to: '.', search: { ...filter, ...patch }, replace: true });
  const create = () => void navigate({ to: '/contacts/new', search: filter });
  const isFiltered = Boolean(filter.kind ?? filter.text);
  useKeys(t('keys.contacts'), [
    { key: '/', label: t('keys.filter'), run: () => search.current?.focus() },
    { key: 'n', label: t('keys.newContact'), run: create },
    ...(hasRecord ? [{ key: 'Escape', label: t('keys.backToList'), run: () => void navigate({ to: '/contacts', search: filter }) }] : []),
  ]);
  return (
    <div className={panes['panes']} data-record={hasRecord || undefined}>
      <section className={panes['list']} aria-label={Contact.plural}>
        <div className={panes['listHead']}>
          <div className={panes['listTitle']}>
            <h1>{Contact.plural}</h1>
            {!hasRecord && (
              <Button variant="default" leftSection={<IconUserStar size={14} />} onClick={() => void navigate({ to: '/clients' })}>
                {t('clients.title')}
              </Button>
            )}
            <ActionButton variant="filled" leftSection={<IconPlus size={14} />} reason={holds('contacts.create')?.message ?? null} shortcut="N" onClick={create}>
              {t('contacts.new')}
            </ActionButton>
          </div>
          <div className={panes['filters']}>
            <TextInput
              ref={search}
              aria-label={t('contacts.filterText')}
              placeholder={t('contacts.filterHint')}
              leftSection={<IconSearch size={14} />}
              rightSection={filter.text ? <CloseButton size="xs" aria-label={t('cases.clearText')} onClick={() => set({ text: undefined })} /> : null}
              value={filter.text ?? ''}
              onChange={(event) => set({ text: event.currentTarget.value || undefined })}
              style={{ flex: '1 1 150px', maxWidth: hasRecord ? undefined : 320 }}
            />
            <Select
              aria-label={t('contacts.filterKind')}
              placeholder={t('contacts.anyKind')}
              data={Object.entries(Contact.fields.kind.choices ?? {}).map(([value, label]) => ({ value, label }))}
              value={filter.kind ?? null}
              onChange={(kind) => set({ kind: kind ?? undefined })}
              clearable
              w={120}
            />
            {!hasRecord && <SavedViews entity={Contact} form={contactView} filter={filter} setFilter={set} />}
          </div>
        </div>
        <ListFailure failure={failure} hasRows={rows.length > 0} />
        {!hasRecord && rows.length > 0 && (
          <div className={`${styles['line']} ${styles['head']}`}>
            {[t('column.name'), t('column.kind'), t('column.phone'), t('column.email'), t('column.openCases')].map((label) => (
              <span key={label}>{label}</span>
            ))}
          </div>
        )}
        {rows.length > 0 && (
          <VirtualList
            label={Contact.plural}
            rows={rows}
            rowHeight={rowHeight}
            openId={id ?? null}
            onOpen={(row) => void navigate({ to: '/contacts/$id', params: { id: row.id }, search: filter })}
            onEnd={more}
            hasFocus={!hasRecord}
          >
            {(row) => (hasRecord ? <Card row={row} /> : <Line row={row} />)}
          </VirtualList>
        )}
        {rows.length === 0 && isLoading && !failure && <Waiting />}
        {rows.length === 0 && !isLoading && !failure && (
          <StatePage
            icon={isFiltered ? IconFilterOff : IconAddressBook}
            title={isFiltered ? t('contacts.noneFound') : t('contacts.none')}
            action={
              isFiltered ? (
                <Button variant="default" onClick={() => set({ text: undefined, kind: undefined })}>
                  {t('cases.clearFilter')}
                </Button>
              ) : null
            }
          >
            {isFiltered ? t('contacts.noneFoundBody') : t('contacts.noneBody')}
          </StatePage>
        )}
        <ListFoot count={rows.length} hasMore={hasMore} />
      </section>
      {hasRecord && <Outlet />}
    </div>
  );
}

function Line({ row }: { readonly row: ContactListRow }) {
  return (
    <div className={styles['line']}>
      <span className={styles['name']}>
        <Initials name={row.fullName} size={22} />
        <bdi className={styles['cut']}>{row.fullName}</bdi>
        <Stamp {...row} isSmall />
      </span>
      <FieldValue field={Contact.fields.kind} value={row.kind} />
      <FieldValue field={Contact.fields.primaryPhone} value={row.primaryPhone} />
      <span className={styles['cut']}>
        <FieldValue field={Contact.fields.primaryEmail} value={row.primaryEmail} />
      </span>
      <span>{row.openCases > 0 ? number(row.openCases) : <span className={styles['dim']}>{t('value.none')}</span>}</span>
    </div>
  );
}

function Card({ row }: { readonly row: ContactListRow }) {
  return (
    <div className={styles['card']}>
      <Initials name={row.fullName} size={30} />
      <div className={styles['cardText']}>
        <span className={styles['name']}>
          <bdi className={styles['cut']}>{row.fullName}</bdi>
          <Stamp {...row} isSmall />
        </span>
        <span className={`${styles['cut']} ${styles['dim']}`}>{row.primaryPhone ?? row.primaryEmail ?? <FieldValue field={Contact.fields.kind} value={row.kind} />}</span>
      </div>
      {row.openCases > 0 && <span className={styles['dim']}>{tn('contact.openCases', row.openCases)}</span>}
    </div>
  );
}
