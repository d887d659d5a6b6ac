import { Call } from '#domain/calls/call.ts';
import { Link } from '@tanstack/react-router';
import { useQuery } from '../bridge/use-query.ts';
import { FieldValue } from '../records/field-value.tsx';
import { clock } from '../ui/format.ts';
import { t } from '../ui/text.ts';
import styles from './board.module.css';

const most = 200;

/** A number that a person wants to see the calls of. */
export interface Drilled {
  readonly figure: string;
  readonly callIds: readonly string[];
}

/** The calls from which a number was computed. */
export function Drill({ figure, callIds }: Drilled) {
  return (
    <section className={styles['drill']} aria-label={t('board.drill', { figure })}>
      <h2>{t('board.drill', { figure })}</h2>
      <ul className={styles['calls']}>
        {callIds.slice(0, most).map((id) => (
          <DrilledCall key={id} id={id} />
        ))}
      </ul>
      {callIds.length > most && <p className={styles['age']}>{t('board.more', { n: callIds.length - most })}</p>}
    </section>
  );
}

function DrilledCall({ id }: { readonly id: string }) {
  const row = useQuery('records.get', { entity: 'calls', id }).data;
  if (!row) return <li>{t('board.unseen')}</li>;
  return (
    <li>
      <Link to="/records/$entity/$id" params={{ entity: 'calls', id }}>
        <bdi dir="ltr">{String(row['callerNumber'] ?? row['callerNumberRaw'] ?? t('phone.unknown'))}</bdi> · {clock(String(row['startedAt']))} ·{' '}
        <FieldValue field={Call.fields.status} value={row['status']} />
      </Link>
    </li>
  );
}
