import type { CommandName } from '#domain/bridge.ts';
import { baseFields, syncOf, uniqueOf, type AnyEntity, type AnyRow } from '#domain/kernel/entity.ts';
import { labelOf } from '#domain/kernel/field.ts';
import { entityNames } from '#domain/kernel/names.ts';
import { viewScope } from '#domain/kernel/permission.ts';
import { entityOf } from '#domain/registry.ts';
import { Link } from '@tanstack/react-router';
import { useHolds, useSession } from '../bridge/session.tsx';
import { useQuery } from '../bridge/use-query.ts';
import { t } from '../ui/text.ts';
import { makerOf } from './questions.ts';
import { RecordTable } from './record-table.tsx';
import styles from './records.module.css';

/** Whether rows are found by a reference without reading all: there is an index by it, or they are few. */
function isFound({ fields, indexes = [], unique = [], visibility }: AnyEntity, by: string): boolean {
  const leading = [...indexes, ...unique.map((one) => uniqueOf(one).on)].map(([first]) => first);
  return visibility.kind === 'tenant' || leading.includes(by) || fields[by]?.onDelete === 'cascade' || (visibility.kind === 'parent' && visibility.of.includes(by));
}

/** The records that refer to one, of every entity that the desk finds by the reference. */
export function Related({ entity, row }: { readonly entity: AnyEntity; readonly row: AnyRow }) {
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
  return links.map(({ other, name }) => (
    <RelatedList key={`${other.name}.${name}`} entity={other} by={name} id={String(row[key])} own={row.id} isAmongSeveral={isAmongSeveral(other)} />
  ));
}

interface RelatedProps {
  readonly entity: AnyEntity;
  readonly by: string;
  readonly id: string;
  /** The record itself, which is not related to itself. */
  readonly own: string;
  /** The same entity refers to the record in several ways: then each list says in which. */
  readonly isAmongSeveral: boolean;
}

function RelatedList({ entity, by, id, own, isAmongSeveral }: RelatedProps) {
  const holds = useHolds();
  const rows = useQuery('records.list', { entity: entity.name, where: { [by]: id }, limit: 100 }).data?.rows?.filter((each) => each.id !== own) ?? [];
  const maker = makerOf(entity);
  const canAdd = maker !== null && holds(maker.name as CommandName) === null;
  if (rows.length === 0) return null;
  const columns = [entity.title, ...entity.columns.filter((name) => name !== entity.title)].filter((name) => name !== by);
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
      <RecordTable entity={entity} rows={rows} columns={columns} />
    </section>
  );
}
