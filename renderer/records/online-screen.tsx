import { baseFields, type AnyEntity, type AnyRow } from '#domain/kernel/entity.ts';
import { labelOf } from '#domain/kernel/field.ts';
import { Button } from '@mantine/core';
import { IconArrowLeft, IconCloudOff, IconDatabase, IconRefresh } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useOnline, type Online } from '../bridge/use-online.ts';
import { stamp } from '../ui/format.ts';
import { useKeys } from '../ui/keys.tsx';
import panes from '../ui/panes.module.css';
import { StatePage } from '../ui/state-page.tsx';
import { t, tn } from '../ui/text.ts';
import { FieldValue } from './field-value.tsx';
import { NewButton } from './new-button.tsx';
import { RecordActions } from './record-actions.tsx';
import { RecordHeading } from './record-heading.tsx';
import styles from './records.module.css';
import { useRowActions } from './row-actions.ts';

/** The records of an entity that only the hub keeps: read there, with their age. */
export function OnlineScreen({ entity }: { readonly entity: AnyEntity }) {
  const navigate = useNavigate();
  const online = useOnline({ entity: entity.name, search: { limit: '100' } });
  const { rows, hasMore, more } = online;
  useKeys(entity.plural, [{ key: 'Escape', label: t('keys.back'), run: () => void navigate({ to: '/records' }) }]);
  return (
    <section className={panes['list']} aria-label={entity.plural}>
      <div className={panes['listHead']}>
        <div className={panes['listTitle']}>
          <Link to="/records" aria-label={t('records.title')} className={styles['back']}>
            <IconArrowLeft size={16} aria-hidden />
          </Link>
          <h1>{entity.plural}</h1>
          <NewButton entity={entity} />
          <Age online={online} />
        </div>
      </div>
      <div className={panes['scroll']} tabIndex={0} role="region" aria-label={entity.plural}>
        <Failed online={online} />
        {rows?.length === 0 && (
          <StatePage icon={IconDatabase} title={t('records.none', { what: entity.plural.toLowerCase() })}>
            {t('records.noneOnHub')}
          </StatePage>
        )}
        {rows && rows.length > 0 && (
          <table className={styles['table']}>
            <thead>
              <tr>
                {entity.columns.map((name) => (
                  <th key={name} scope="col">
                    {entity.fields[name] && labelOf(name, entity.fields[name])}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.id}>
                  {entity.columns.map((name, place) => {
                    const value = <FieldValue field={entity.fields[name]} value={row[name]} row={row} />;
                    return (
                      <td key={name}>
                        {place === 0 ? (
                          <Link to="/records/$entity/$id" params={{ entity: entity.name, id: row.id }}>
                            {value}
                          </Link>
                        ) : (
                          value
                        )}
                      </td>
                    );
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        )}
        {hasMore && (
          <div className={styles['moreRows']}>
            <Button variant="default" onClick={more}>
              {t('records.moreRows')}
            </Button>
          </div>
        )}
      </div>
      <div className={panes['foot']}>{rows && tn('list.count', rows.length)}</div>
    </section>
  );
}

/** One record that only the hub keeps. */
export function OnlineRecord({ entity, id }: { readonly entity: AnyEntity; readonly id: string }) {
  const online = useOnline({ entity: entity.name, id });
  const [row] = online.rows ?? [];
  return (
    <article className={panes['main']} aria-label={entity.singular}>
      {row ? <Found entity={entity} row={row} online={online} /> : <Failed online={online} />}
    </article>
  );
}

function Found({ entity, row, online }: { readonly entity: AnyEntity; readonly row: AnyRow; readonly online: Online }) {
  const navigate = useNavigate();
  const actions = useRowActions()(entity, row);
  useKeys(entity.singular, [{ key: 'Escape', label: t('keys.back'), run: () => void navigate({ to: '/records/$entity', params: { entity: entity.name } }) }]);
  const shown = Object.entries(entity.fields).filter(([name, { sensitivity }]) => !baseFields.has(name) && name !== entity.title && sensitivity !== 'secret');
  return (
    <>
      <header className={panes['head']}>
        <Link to="/records/$entity" params={{ entity: entity.name }} aria-label={entity.plural} className={styles['back']}>
          <IconArrowLeft size={16} aria-hidden />
        </Link>
        <div className={styles['name']}>
          <RecordHeading>
            <FieldValue field={entity.fields[entity.title]} value={row[entity.title]} row={row} />
          </RecordHeading>
        </div>
        <Age online={online} />
        <RecordActions actions={actions} />
      </header>
      <div className={panes['scroll']} tabIndex={0} role="region" aria-label={t('case.details')}>
        <Failed online={online} />
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
      </div>
    </>
  );
}

function Age({ online: { at, isBusy, again, failure } }: { readonly online: Online }) {
  return (
    <span className={styles['age']} data-stale={failure !== null || undefined}>
      {at && t('records.readAt', { at: stamp(at) })}
      <Button variant="default" size="compact-sm" leftSection={<IconRefresh size={14} />} loading={isBusy} onClick={again}>
        {t('records.readAgain')}
      </Button>
    </span>
  );
}

function Failed({ online: { failure, rows } }: { readonly online: Online }) {
  if (!failure) return null;
  return (
    <StatePage icon={IconCloudOff} title={rows ? t('records.oldOnHub') : t('records.onlyOnHub')}>
      {failure.message}
    </StatePage>
  );
}
