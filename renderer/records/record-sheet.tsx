import { baseFields, type AnyEntity, type AnyRow } from '#domain/kernel/entity.ts';
import { labelOf, type Field } from '#domain/kernel/field.ts';
import { Tabs } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { Banner } from '../ui/banner.tsx';
import { inFull } from '../ui/format.ts';
import panes from '../ui/panes.module.css';
import { t } from '../ui/text.ts';
import { FieldValue } from './field-value.tsx';
import { useKeptScroll } from './kept-scroll.tsx';
import { RecordActions } from './record-actions.tsx';
import { RecordHeading } from './record-heading.tsx';
import { RecordHistory } from './record-history.tsx';
import styles from './records.module.css';
import { useRowActions } from './row-actions.ts';

interface Props {
  readonly entity: AnyEntity;
  readonly row: AnyRow;
  /** Before the name: the way back, where the list is not beside it. */
  readonly back?: ReactNode;
  /** How new what is shown is. */
  readonly age: ReactNode;
  /** Above the fields: what is wrong with what is shown. */
  readonly notice?: ReactNode;
  /** Something was done with the record. */
  readonly onDone?: () => void;
  /** Below the fields: what is shown of the record beside them. */
  readonly children?: ReactNode;
}

/** Who wrote a record and when, which its own fields do not say. */
const recorded = ['createdAt', 'createdBy', 'updatedAt', 'updatedBy'] as const;

/** One record of any entity, from its declaration: what may be done with it, its fields, and what happened to it. */
export function RecordSheet({ entity, row, back, age, notice, onDone, children }: Props) {
  const actions = useRowActions()(entity, row);
  const [view, setView] = useState<string | null>('details');
  return (
    <article className={panes['main']} aria-label={entity.singular}>
      <header className={panes['head']}>
        {back}
        <div className={styles['name']}>
          <RecordHeading>
            <FieldValue field={entity.fields[entity.title]} value={row[entity.title]} row={row} />
          </RecordHeading>
        </div>
        {age}
        <RecordActions actions={actions} {...(onDone ? { onDone } : {})} />
      </header>
      <Tabs value={view} onChange={setView} keepMounted={false} className={styles['tabs']}>
        <Tabs.List aria-label={t('record.views')}>
          <Tabs.Tab value="details">{t('case.details')}</Tabs.Tab>
          <Tabs.Tab value="history">{t('history.title')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="details" className={styles['panel']}>
          <Details entity={entity} row={row} notice={notice}>
            {children}
          </Details>
        </Tabs.Panel>
        <Tabs.Panel value="history" className={styles['panel']}>
          <RecordHistory entity={entity} row={row} />
        </Tabs.Panel>
      </Tabs>
    </article>
  );
}

function Details({ entity, row, notice, children }: Pick<Props, 'children' | 'entity' | 'notice' | 'row'>) {
  const box = useKeptScroll(`${entity.name}/${row.id}`);
  const deletedAt = typeof row['deletedAt'] === 'string' ? row['deletedAt'] : null;
  // The currency of an amount is told with the amount.
  const currencies = new Set(Object.values(entity.fields).flatMap(({ currency }) => currency ?? []));
  const isShown = ([name, { sensitivity }]: readonly [string, Field]) => !baseFields.has(name) && name !== entity.title && sensitivity !== 'secret' && !currencies.has(name);
  const shown = [...Object.entries(entity.fields).filter(isShown), ...recorded.flatMap((name) => (entity.fields[name] ? [[name, entity.fields[name]] as const] : []))];
  return (
    <div ref={box} className={panes['scroll']} tabIndex={0} role="region" aria-label={t('case.details')}>
      {notice}
      {deletedAt !== null && (
        <Banner tone="warn" icon={IconTrash} isLive={false}>
          {t('record.deletedAt', { at: inFull(deletedAt) })}
        </Banner>
      )}
      <dl className={styles['fields']}>
        {shown.map(([name, field]) => (
          <div key={name} data-wide={field.multiline || field.kind === 'json' || undefined}>
            <dt>{labelOf(name, field)}</dt>
            <dd>
              <FieldValue field={field} value={row[name]} row={row} />
            </dd>
          </div>
        ))}
      </dl>
      {children}
    </div>
  );
}
