import type { CommandName } from '#domain/bridge.ts';
import { baseFields, syncOf, uniqueOf, type AnyEntity, type AnyRow } from '#domain/kernel/entity.ts';
import { labelOf, type Field } from '#domain/kernel/field.ts';
import { entityNames } from '#domain/kernel/names.ts';
import { viewScope } from '#domain/kernel/permission.ts';
import type { Recorded } from '#domain/records/page.ts';
import { entityOf } from '#domain/registry.ts';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useHolds, useSession } from '../bridge/session.tsx';
import { useQuery } from '../bridge/use-query.ts';
import { Banner } from '../ui/banner.tsx';
import { IconTrash } from '@tabler/icons-react';
import { inFull } from '../ui/format.ts';
import panes from '../ui/panes.module.css';
import { Stamp } from '../ui/stamp.tsx';
import { t } from '../ui/text.ts';
import { FieldValue } from './field-value.tsx';
import { useKeptScroll } from './kept-scroll.tsx';
import { pathOf } from './path.ts';
import { makerOf } from './questions.ts';
import { RecordActions } from './record-actions.tsx';
import { RecordHeading } from './record-heading.tsx';
import { RecordPane } from './record-pane.tsx';
import { useRowActions } from './row-actions.ts';
import styles from './records.module.css';

interface Props {
  readonly entity: AnyEntity;
  readonly id: string;
  /** What a module shows of its own entity beneath the fields. */
  readonly more?: (row: AnyRow) => ReactNode;
}

/** A record of any entity, from its declaration: its fields, and the records that refer to it. */
export function RecordView({ entity, id, more }: Props) {
  const asked = useQuery('records.get', { entity: entity.name, id, deleted: true });
  return (
    <RecordPane asked={asked} missing={{ title: t('records.missing', { what: entity.singular }), body: t('case.missingBody') }}>
      {(row) => <Found entity={entity} row={row} more={more?.(row)} />}
    </RecordPane>
  );
}

/** Who wrote a record and when, which its own fields do not say. */
const recorded = ['createdAt', 'createdBy', 'updatedAt', 'updatedBy'] as const;

function Found({ entity, row, more }: { readonly entity: AnyEntity; readonly row: AnyRow & Recorded; readonly more: ReactNode }) {
  const actions = useRowActions()(entity, row);
  const box = useKeptScroll(`${entity.name}/${row.id}`);
  const deletedAt = typeof row['deletedAt'] === 'string' ? row['deletedAt'] : null;
  // The currency of an amount is told with the amount.
  const currencies = new Set(Object.values(entity.fields).flatMap(({ currency }) => currency ?? []));
  const isShown = ([name, { sensitivity }]: readonly [string, Field]) => !baseFields.has(name) && name !== entity.title && sensitivity !== 'secret' && !currencies.has(name);
  const shown = [...Object.entries(entity.fields).filter(isShown), ...recorded.flatMap((name) => (entity.fields[name] ? [[name, entity.fields[name]] as const] : []))];
  return (
    <article className={panes['main']} aria-label={entity.singular}>
      <header className={panes['head']}>
        <div className={styles['name']}>
          <RecordHeading>
            <FieldValue field={entity.fields[entity.title]} value={row[entity.title]} />
          </RecordHeading>
        </div>
        <Stamp {...row} />
        <RecordActions actions={actions} />
      </header>
      <div ref={box} className={panes['scroll']} tabIndex={0} role="region" aria-label={t('case.details')}>
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
        {more}
        <div className={styles['related']}>
          <Related entity={entity} row={row} />
        </div>
      </div>
    </article>
  );
}

/** Whether rows are found by a reference without reading all: there is an index by it, or they are few. */
function isFound({ fields, indexes = [], unique = [], visibility }: AnyEntity, by: string): boolean {
  const leading = [...indexes, ...unique.map((one) => uniqueOf(one).on)].map(([first]) => first);
  return visibility.kind === 'tenant' || leading.includes(by) || fields[by]?.onDelete === 'cascade' || (visibility.kind === 'parent' && visibility.of.includes(by));
}

/** The records that refer to one, of every entity that the desk finds by the reference. */
function Related({ entity, row }: { readonly entity: AnyEntity; readonly row: AnyRow }) {
  const { grants } = useSession();
  const key = entity.key ?? 'id';
  // Where an entity is referred to by a key of its own, the references name that key's target.
  const target = entity.key ? entity.fields[entity.key]?.target : entity.name;
  const links = entityNames
    .map((name) => entityOf[name])
    .filter((other) => syncOf(other) !== 'never' && viewScope(other, grants) !== undefined)
    .flatMap((other) =>
      Object.entries(other.fields).flatMap(([name, field]) => (field.target === target && !baseFields.has(name) && isFound(other, name) ? [{ other, name }] : [])),
    );
  const isAmongSeveral = (of: AnyEntity) => links.filter(({ other }) => other.name === of.name).length > 1;
  return links.map(({ other, name }) => <RelatedList key={`${other.name}.${name}`} entity={other} by={name} id={String(row[key])} isAmongSeveral={isAmongSeveral(other)} />);
}

interface RelatedProps {
  readonly entity: AnyEntity;
  readonly by: string;
  readonly id: string;
  /** The same entity refers to the record in several ways: then each list says in which. */
  readonly isAmongSeveral: boolean;
}

function RelatedList({ entity, by, id, isAmongSeveral }: RelatedProps) {
  const holds = useHolds();
  const rows = useQuery('records.list', { entity: entity.name, where: { [by]: id }, limit: 100 }).data?.rows ?? [];
  const maker = makerOf(entity);
  const canAdd = maker !== null && holds(maker.name as CommandName) === null;
  if (rows.length === 0) return null;
  const columns = [entity.title, ...entity.columns.filter((name) => name !== by && name !== entity.title)].filter((name) => name !== by);
  const field = entity.fields[by];
  return (
    <section aria-label={entity.plural}>
      <h2>
        {entity.plural}
        {field && isAmongSeveral && <span className={styles['dim']}> · {labelOf(by, field)}</span>}
        {canAdd && (
          <Link to="/records/$entity/new" params={{ entity: entity.name }} search={{ [by]: id }} className={styles['add']}>
            {t('records.add')}
          </Link>
        )}
      </h2>
      <table className={styles['table']}>
        <thead>
          <tr>
            {columns.map((name) => (
              <th key={name} scope="col">
                {entity.fields[name] && labelOf(name, entity.fields[name])}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              {columns.map((name, place) => {
                const value = <FieldValue field={entity.fields[name]} value={row[name]} row={row} />;
                return <td key={name}>{place === 0 ? <Link to={pathOf(entity.name, row.id)}>{value}</Link> : value}</td>;
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
