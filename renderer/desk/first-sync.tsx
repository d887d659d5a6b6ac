import type { DeskStatus } from '#domain/desk/queries.ts';
import { entityOf } from '#domain/registry.ts';
import { Button } from '@mantine/core';
import { IconAnchor, IconCircleCheck, IconCircleDashed, IconCircleDot } from '@tabler/icons-react';
import { Banner } from '../ui/banner.tsx';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { number } from '../ui/format.ts';
import { ofCode, t } from '../ui/text.ts';
import styles from './door.module.css';

interface Props {
  readonly status: DeskStatus;
  readonly steps: NonNullable<DeskStatus['firstSync']>;
  readonly onEnter: () => void;
}

/** The first sync of a vault: what has come, table by table. */
export function FirstSync({ status, steps, onEnter }: Props) {
  const done = steps.filter((step) => step.done).length;
  const rows = steps.reduce((sum, step) => sum + step.rows, 0);
  return (
    <main className={styles['door']}>
      <div className={styles['card']} data-wide>
        <div className={styles['brand']}>
          <span className={styles['mark']}>
            <IconAnchor size={22} stroke={1.9} aria-hidden />
          </span>
          <span>{status.session?.tenantName ?? t('app.name')}</span>
        </div>
        <div>
          <h1 className={styles['title']}>{t('first.title')}</h1>
          <p className={styles['dim']}>{t('first.body')}</p>
        </div>
        {status.hub.state !== 'online' && (
          <Banner tone="warn" icon={IconPlugConnectedX}>
            {ofCode('hub', status.hub.state, status.hub.state)}. {t('first.waits')}
          </Banner>
        )}
        <div>
          <div className={styles['bar']} role="progressbar" aria-label={t('first.title')} aria-valuemin={0} aria-valuemax={steps.length} aria-valuenow={done}>
            <div className={styles['fill']} style={{ width: `${steps.length === 0 ? 0 : (100 * done) / steps.length}%` }} />
          </div>
          <p className={styles['dim']} role="status">
            {t('first.progress', { done, total: steps.length, rows: number(rows) })}
          </p>
        </div>
        <ul className={styles['steps']}>
          {steps.map(({ entity, rows: count, done: isDone }) => {
            const Sign = isDone ? IconCircleCheck : count > 0 ? IconCircleDot : IconCircleDashed;
            return (
              <li key={entity} className={styles['step']} data-done={isDone || undefined} data-now={(!isDone && count > 0) || undefined}>
                <Sign size={16} aria-label={isDone ? t('first.done') : t('first.notDone')} />
                <span>{entityOf[entity].plural}</span>
                {number(count)}
              </li>
            );
          })}
        </ul>
        <Button variant="default" onClick={onEnter}>
          {t('first.enter')}
        </Button>
      </div>
    </main>
  );
}
