import type { QueueNow } from '#domain/calls/queries.ts';
import { IconAlertTriangle } from '@tabler/icons-react';
import { ofCode, t } from '../ui/text.ts';
import { raisedIn } from './board-figures.ts';
import styles from './board.module.css';

/** The alarms that are raised in a queue, read out as they come: what is so, and what to do. */
export function Alarms({ queue, now }: { readonly queue: QueueNow; readonly now: number }) {
  return (
    <ul className={styles['alarms']} aria-label={t('alarm.list', { queue: queue.name })} aria-live="polite">
      {raisedIn(queue, now).map(({ id, name, figure, text, limit, advice }) => (
        <li key={id}>
          <IconAlertTriangle size={16} aria-hidden />
          <strong>{name}</strong>
          <span>{t('alarm.why', { figure: ofCode('board.figure', figure, figure), text, limit })}</span>
          <span>{advice}</span>
        </li>
      ))}
    </ul>
  );
}
