import { wordsOfAct } from '#domain/acts.ts';
import type { AnyEntity, AnyRow } from '#domain/kernel/entity.ts';
import { labelOf } from '#domain/kernel/field.ts';
import type { Id } from '#domain/kernel/names.ts';
import { ledger } from '#domain/registry.ts';
import { IconHistory } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useSession } from '../bridge/session.tsx';
import { useOnline } from '../bridge/use-online.ts';
import { useQuery } from '../bridge/use-query.ts';
import { inFull, moment } from '../ui/format.ts';
import panes from '../ui/panes.module.css';
import { StatePage } from '../ui/state-page.tsx';
import { t } from '../ui/text.ts';
import { FieldValue, RecordName } from './field-value.tsx';
import { OnlineAge } from './online-age.tsx';
import styles from './records.module.css';

interface Props {
  readonly entity: AnyEntity;
  readonly row: AnyRow;
}

/** What happened to a record: with every value to those who see the audit, else what the desk itself holds of it. */
export function RecordHistory(props: Props) {
  const { grants } = useSession();
  return (
    <div className={panes['scroll']} tabIndex={0} role="region" aria-label={t('history.title')}>
      {grants['audit.view'] === 'tenant' ? <Audited {...props} /> : <Told {...props} />}
    </div>
  );
}

function Audited({ entity, row }: Props) {
  const online = useOnline({ entity: 'auditEvents', search: { 'filter[subjectType]': entity.name, 'filter[subjectId]': row.id, limit: '200' } });
  return (
    <>
      <div className={styles['historyHead']}>
        <OnlineAge online={online} />
      </div>
      {online.failure && <Told entity={entity} row={row} />}
      {online.rows && (
        <Entries
          entries={online.rows.map((event) => ({
            id: event.id,
            at: String(event['at']),
            by: idOf(event['actorId']),
            what: wordsOfAct(String(event['action'])),
            detail: <Changes entity={entity} before={valuesOf(event['before'])} after={valuesOf(event['after'])} />,
          }))}
        />
      )}
    </>
  );
}

/** What the desk holds of it; of what has no activity of its own that is who made it and who changed it last. */
function Told({ entity, row }: Props) {
  const where = { subjectType: entity.name, subjectId: row.id };
  const rows = useQuery('records.list', entity.activity ? { entity: ledger.activity.name, where, limit: 200 } : null).data?.rows ?? [];
  const told = rows.map((event) => ({
    id: event.id,
    at: String(event['happenedAt']),
    by: idOf(event['actorId']),
    what: ledger.activity.fields['type']?.choices?.[String(event['type'])] ?? String(event['type']),
    detail: namesIn(event['metadata'])
      .map((name) => labelOf(name, entity.fields[name] ?? {}))
      .join(', '),
  }));
  const recorded = (['updated', 'created'] as const).flatMap((kind) => {
    const at = row[`${kind}At`];
    const isKnown = typeof at !== 'string' || (kind === 'updated' && at === row['createdAt']);
    return isKnown ? [] : [{ id: kind, at, by: idOf(row[`${kind}By`]), what: t(`history.${kind}`), detail: null }];
  });
  return <Entries entries={told.length > 0 ? told : recorded} />;
}

interface Entry {
  readonly id: string;
  readonly at: string;
  readonly by: Id<'users'> | null;
  readonly what: string;
  readonly detail: ReactNode;
}

function Entries({ entries }: { readonly entries: readonly Entry[] }) {
  if (entries.length === 0) return <StatePage icon={IconHistory} title={t('history.none')} />;
  return (
    <ol className={styles['history']} aria-label={t('history.title')}>
      {entries.map(({ id, at, by, what, detail }) => (
        <li key={id}>
          <time dateTime={at} title={inFull(at)} className={styles['dim']}>
            {moment(at)}
          </time>
          <div>
            <strong>{what}</strong> <span className={styles['dim']}>{by ? <RecordName entity="users" id={by} /> : t('story.system')}</span>
            {detail}
          </div>
        </li>
      ))}
    </ol>
  );
}

/** Each value that changed, before and after. */
function Changes({ entity, before, after }: { readonly entity: AnyEntity; readonly before: Values; readonly after: Values }) {
  const changed = Object.keys(after).filter((key) => entity.fields[key] && JSON.stringify(before[key] ?? null) !== JSON.stringify(after[key] ?? null));
  if (changed.length === 0) return null;
  return (
    <dl className={styles['changes']}>
      {changed.map((key) => (
        <div key={key}>
          <dt>{labelOf(key, entity.fields[key] ?? {})}</dt>
          <dd>
            {before[key] != null && (
              <>
                <del>
                  <FieldValue field={entity.fields[key]} value={before[key]} row={before} />
                </del>{' '}
                →{' '}
              </>
            )}
            <FieldValue field={entity.fields[key]} value={after[key]} row={after} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

type Values = Readonly<Record<string, unknown>>;
const valuesOf = (value: unknown): Values => (typeof value === 'object' && value !== null ? { ...value } : {});
const namesIn = (metadata: unknown): readonly string[] => {
  const { fields } = valuesOf(metadata);
  return Array.isArray(fields) ? fields.map(String) : [];
};
// What refers to a member is a user's id; which entity it belongs to is a matter of types only.
const idOf = (value: unknown): Id<'users'> | null => (typeof value === 'string' ? (value as Id<'users'>) : null);
