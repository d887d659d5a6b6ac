import type { AnyEntity, AnyRow } from '#domain/kernel/entity.ts';
import { Device } from '#domain/people/device.ts';
import { Session } from '#domain/people/session.ts';
import { IconDeviceLaptop, IconLogin2 } from '@tabler/icons-react';
import { useSession } from '../bridge/session.tsx';
import { useOnline } from '../bridge/use-online.ts';
import { useQuery } from '../bridge/use-query.ts';
import { FieldValue } from '../records/field-value.tsx';
import { OnlineAge } from '../records/online-age.tsx';
import { RecordActions } from '../records/record-actions.tsx';
import { useRowActions } from '../records/row-actions.ts';
import { t } from '../ui/text.ts';
import styles from './access.module.css';

/** Where whoever works here has a copy of the records, and where they are signed in. */
export function OwnAccess() {
  const { userId, deviceId } = useSession();
  const devices = useQuery('records.list', { entity: 'devices', where: { userId }, limit: 100 }).data?.rows ?? [];
  const sessions = useOnline({ entity: 'sessions', search: { 'filter[userId]': userId, 'filter[isActive]': 'true', 'filter[expiresAt][gt]': today(), limit: '100' } });
  return (
    <>
      <section className={styles['part']} aria-label={Device.plural}>
        <strong>{Device.plural}</strong>
        <ul className={styles['list']}>
          {devices.map((row) => (
            <Line key={row.id} entity={Device} row={row} isHere={row.id === deviceId} shown={['platform', 'status', 'lastSyncAt']} />
          ))}
        </ul>
      </section>
      <section className={styles['part']} aria-label={Session.plural}>
        <div className={styles['line']}>
          <div>
            <strong>{Session.plural}</strong>
          </div>
          <OnlineAge online={sessions} />
        </div>
        {sessions.failure && <span className={styles['dim']}>{sessions.failure.message}</span>}
        <ul className={styles['list']}>
          {sessions.rows?.map((row) => (
            <Line key={row.id} entity={Session} row={row} isHere={row['deviceId'] === deviceId} titled="deviceId" shown={['ipAddress', 'createdAt']} onDone={sessions.again} />
          ))}
        </ul>
      </section>
    </>
  );
}

interface LineProps {
  readonly entity: AnyEntity;
  readonly row: AnyRow;
  readonly isHere: boolean;
  readonly titled?: string;
  readonly shown: readonly string[];
  readonly onDone?: () => void;
}

function Line({ entity, row, isHere, titled = entity.title, shown, onDone }: LineProps) {
  const actions = useRowActions()(entity, row);
  const Sign = entity.name === 'devices' ? IconDeviceLaptop : IconLogin2;
  return (
    <li className={styles['line']}>
      <Sign size={18} aria-hidden />
      <div>
        <strong>
          <FieldValue field={entity.fields[titled]} value={row[titled]} row={row} /> {isHere && <span className={styles['dim']}>({t('access.here')})</span>}
        </strong>
        <span className={styles['dim']}>
          {shown.map((name, place) => (
            <span key={name}>
              {place > 0 && ' · '}
              <FieldValue field={entity.fields[name]} value={row[name]} row={row} />
            </span>
          ))}
        </span>
      </div>
      <RecordActions actions={actions} {...(onDone ? { onDone } : {})} />
    </li>
  );
}

/** The beginning of the day: a question that does not change with every look. */
const today = (): string => `${new Date().toISOString().slice(0, 10)}T00:00:00.000Z`;
