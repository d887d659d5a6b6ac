import { entityOf } from '#domain/registry.ts';
import { Button } from '@mantine/core';
import { IconCloudCheck, IconRefresh } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useBridge } from '../bridge/provider.tsx';
import { useStatus } from '../bridge/session.tsx';
import { useQuery } from '../bridge/use-query.ts';
import { RecordName } from '../records/field-value.tsx';
import { ListFailure } from '../records/list-failure.tsx';
import { Waiting } from '../records/waiting.tsx';
import { pathOf } from '../records/path.ts';
import { ActionButton } from '../ui/action-button.tsx';
import { inFull, stamp } from '../ui/format.ts';
import panes from '../ui/panes.module.css';
import { StatePage } from '../ui/state-page.tsx';
import { ofCode, t } from '../ui/text.ts';
import styles from './review.module.css';

/** Work of this desk that the hub has not settled, oldest first. */
export function PendingScreen() {
  const bridge = useBridge();
  const { hub, caughtUpAt, review } = useStatus();
  const { data, failure } = useQuery('outbox.list', {});
  return (
    <section className={panes['list']} aria-label={t('pending.title')}>
      <div className={panes['listHead']}>
        <div className={panes['listTitle']}>
          <h1>{t('pending.title')}</h1>
          <ActionButton leftSection={<IconRefresh size={14} />} reason={hub.state === 'online' ? null : t('bar.hub')} onClick={() => void bridge.device('sync.now', {})}>
            {t('pending.syncNow')}
          </ActionButton>
        </div>
        <p className={styles['intro']}>{t('pending.intro')}</p>
      </div>
      <ListFailure failure={failure} hasRows={Boolean(data?.length)} />
      {data === undefined && !failure && <Waiting />}
      {data?.length === 0 && (
        <StatePage
          icon={IconCloudCheck}
          tone="good"
          title={t('pending.empty')}
          action={
            review > 0 ? (
              <Button component={Link} to="/review" variant="default">
                {t('review.title')}
              </Button>
            ) : null
          }
        >
          {caughtUpAt ? t('pending.emptyBody', { at: stamp(caughtUpAt) }) : null}
        </StatePage>
      )}
      {data && data.length > 0 && (
        <div className={panes['scroll']} tabIndex={0} role="region" aria-label={t('pending.list')}>
          <table className={styles['table']}>
            <thead>
              <tr>
                <th scope="col">{t('pending.what')}</th>
                <th scope="col">{t('pending.record')}</th>
                <th scope="col">{t('pending.when')}</th>
                <th scope="col">{t('pending.state')}</th>
                <th scope="col">{t('pending.attempts')}</th>
              </tr>
            </thead>
            <tbody>
              {data.map(({ id, title, entity, rowId, at, state, attempts }) => (
                <tr key={id}>
                  <td>{title}</td>
                  <td className={styles['record']}>
                    {entity && rowId ? (
                      <Link to={pathOf(entity, rowId)}>
                        {entityOf[entity].singular} · <RecordName entity={entity} id={rowId} />
                      </Link>
                    ) : (
                      t('value.none')
                    )}
                  </td>
                  <td>
                    <time dateTime={at} title={inFull(at)}>
                      {stamp(at)}
                    </time>
                  </td>
                  <td>{ofCode('pending.is', state, state)}</td>
                  <td>{attempts}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
