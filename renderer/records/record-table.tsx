import type { AnyEntity, AnyRow } from '#domain/kernel/entity.ts';
import { labelOf } from '#domain/kernel/field.ts';
import { Link } from '@tanstack/react-router';
import { FieldValue } from './field-value.tsx';
import { pathOf } from './path.ts';
import styles from './records.module.css';

interface Props {
  readonly entity: AnyEntity;
  readonly rows: readonly AnyRow[];
  readonly columns?: readonly string[];
}

/** Records in a table; the first column leads to each. */
export function RecordTable({ entity, rows, columns = entity.columns }: Props) {
  return (
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
  );
}
