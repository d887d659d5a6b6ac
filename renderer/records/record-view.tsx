import { baseFields, syncOf, type AnyEntity, type AnyRow } from '#domain/kernel/entity.ts';
import { labelOf } from '#domain/kernel/field.ts';
import { entityNames } from '#domain/kernel/names.ts';
import { viewScope } from '#domain/kernel/permission.ts';
import type { Recorded } from '#domain/records/page.ts';
import { entityOf } from '#domain/registry.ts';
import { Link } from '@tanstack/react-router';
import { useSession } from '../bridge/session.tsx';
import { useQuery } from '../bridge/use-query.ts';
import { ActionButton } from '../ui/action-button.tsx';
import panes from '../ui/panes.module.css';
import { Stamp } from '../ui/stamp.tsx';
import { t } from '../ui/text.ts';
import { FieldValue } from './field-value.tsx';
import { useOpenDialog } from './dialogs.tsx';
import { useKeptScroll } from './kept-scroll.tsx';
import { pathOf } from './path.ts';
import type { RecordAction } from './record-action.ts';
import { RecordHeading } from './record-heading.tsx';
import { RecordPane } from './record-pane.tsx';
import styles from './records.module.css';

interface Props {
  readonly entity: AnyEntity;
  readonly id: string;
  /** What may be done with the record; the modules that know the entity say. */
  readonly actionsOf: (entity: AnyEntity, row: AnyRow) => readonly RecordAction[];
}

/** A record of any entity, from its declaration: its fields, and the records that refer to it. */
export function RecordView({ entity, id, actionsOf }: Props) {
  const asked = useQuery('records.get', { entity: entity.name, id });
  return (
    <RecordPane asked={asked} missing={{ title: t('records.missing', { what: entity.singular }), body: t('case.missingBody') }}>
      {(row) => <Found entity={entity} row={row} actions={actionsOf(entity, row)} />}
    </RecordPane>
  );
}

function Found({ entity, row, actions }: { readonly entity: AnyEntity; readonly row: AnyRow & Recorded; readonly actions: readonly RecordAction[] }) {
  const open = useOpenDialog();
  const box = useKeptScroll(`${entity.name}/${row.id}`);
  const shown = Object.entries(entity.fields).filter(([name]) => !baseFields.has(name) && name !== entity.title);
  return (
    <article className={panes['main']} aria-label={entity.singular}>
      <header className={panes['head']}>
        <div className={styles['name']}>
          <RecordHeading>
            <FieldValue field={entity.fields[entity.title]} value={row[entity.title]} />
          </RecordHeading>
        </div>
        <Stamp {...row} />
        {actions.map(({ command, label, icon: Sign, reason, dialog }) => (
          <ActionButton key={command} size="compact-sm" leftSection={<Sign size={14} />} reason={reason} onClick={() => open(dialog)}>
            {label}
          </ActionButton>
        ))}
      </header>
      <div ref={box} className={panes['scroll']} tabIndex={0} role="region" aria-label={t('case.details')}>
        <dl className={styles['fields']}>
          {shown.map(([name, field]) => (
            <div key={name}>
              <dt>{labelOf(name, field)}</dt>
              <dd>
                <FieldValue field={field} value={row[name]} />
              </dd>
            </div>
          ))}
        </dl>
        <div className={styles['related']}>
          <Related entity={entity} row={row} />
        </div>
      </div>
    </article>
  );
}

/** The records that refer to one, for every entity whose every row a desk may hold. */
function Related({ entity, row }: { readonly entity: AnyEntity; readonly row: AnyRow }) {
  const { grants } = useSession();
  const key = entity.key ?? 'id';
  // Where an entity is referred to by a key of its own, the references name that key's target.
  const target = entity.key ? entity.fields[entity.key]?.target : entity.name;
  const links = entityNames
    .map((name) => entityOf[name])
    .filter((other) => other.visibility.kind === 'tenant' && syncOf(other) !== 'never' && viewScope(other, grants) !== undefined && other.name !== entity.name)
    .flatMap((other) => Object.entries(other.fields).flatMap(([name, field]) => (field.target === target && !baseFields.has(name) ? [{ other, name }] : [])));
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
  const rows = useQuery('records.list', { entity: entity.name, where: { [by]: id }, limit: 100 }).data?.rows ?? [];
  if (rows.length === 0) return null;
  const columns = [entity.title, ...entity.columns.filter((name) => name !== by && name !== entity.title)].filter((name) => name !== by);
  const field = entity.fields[by];
  return (
    <section aria-label={entity.plural}>
      <h2>
        {entity.plural}
        {field && isAmongSeveral && <span className={styles['dim']}> · {labelOf(by, field)}</span>}
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
                const value = <FieldValue field={entity.fields[name]} value={row[name]} />;
                return <td key={name}>{place === 0 ? <Link to={pathOf(entity.name, row.id)}>{value}</Link> : value}</td>;
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
