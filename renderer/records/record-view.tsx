import type { AnyEntity, AnyRow } from '#domain/kernel/entity.ts';
import { syncOf } from '#domain/kernel/entity.ts';
import { ActionIcon } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useOnline } from '../bridge/use-online.ts';
import { useQuery } from '../bridge/use-query.ts';
import { useKeys } from '../ui/keys.tsx';
import panes from '../ui/panes.module.css';
import { Stamp } from '../ui/stamp.tsx';
import { t } from '../ui/text.ts';
import { OnlineAge, OnlineFailure } from './online-age.tsx';
import { notThere, RecordPane } from './record-pane.tsx';
import { RecordSheet } from './record-sheet.tsx';
import { Related } from './related.tsx';
import styles from './records.module.css';

interface Props {
  readonly entity: AnyEntity;
  readonly id: string;
  /** What a module shows of its own entity beneath the fields. */
  readonly more?: (row: AnyRow) => ReactNode;
}

/** A record of any entity: of this desk, or read from the hub where it alone keeps it. */
export function RecordView(props: Props) {
  return syncOf(props.entity) === 'never' ? <OnlineRecord {...props} /> : <LocalRecord {...props} />;
}

const missingOf = ({ singular }: AnyEntity) => ({ title: t('records.missing', { what: singular }), body: t('case.missingBody') });

function LocalRecord({ entity, id, more }: Props) {
  const asked = useQuery('records.get', { entity: entity.name, id, deleted: true });
  // Old rows leave a desk, and the hub keeps them.
  if (asked.data === null) return <OnlineRecord entity={entity} id={id} {...(more ? { more } : {})} />;
  return (
    <RecordPane asked={asked} missing={missingOf(entity)}>
      {(row) => (
        <RecordSheet entity={entity} row={row} age={<Stamp {...row} />}>
          {more?.(row)}
          <div className={styles['related']}>
            <Related entity={entity} row={row} />
          </div>
        </RecordSheet>
      )}
    </RecordPane>
  );
}

function OnlineRecord({ entity, id, more }: Props) {
  const navigate = useNavigate();
  const online = useOnline({ entity: entity.name, id });
  useKeys(entity.singular, [{ key: 'Escape', label: t('keys.back'), run: () => void navigate({ to: '/records/$entity', params: { entity: entity.name } }) }]);
  const [row] = online.rows ?? [];
  if (!row && online.failure?.code === 'row.missing')
    return (
      <RecordPane asked={notThere} missing={missingOf(entity)}>
        {() => null}
      </RecordPane>
    );
  if (!row)
    return (
      <article className={panes['main']} aria-label={entity.singular}>
        <OnlineFailure online={online} />
      </article>
    );
  const back = (
    <ActionIcon component={Link} to={`/records/${entity.name}`} aria-label={entity.plural}>
      <IconArrowLeft size={16} />
    </ActionIcon>
  );
  return (
    <RecordSheet entity={entity} row={row} back={back} age={<OnlineAge online={online} />} notice={<OnlineFailure online={online} />} onDone={online.again}>
      {more?.(row)}
    </RecordSheet>
  );
}
