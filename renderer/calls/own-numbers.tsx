import { useSession } from '../bridge/session.tsx';
import { lasting, useSeconds } from '../softphone/parts/use-seconds.ts';
import { ofCode, t } from '../ui/text.ts';
import styles from './board.module.css';
import { useQueues } from './use-queues.ts';

/** One's own day: how long in each state. */
export function OwnNumbers() {
  const { userId } = useSession();
  const now = useSeconds();
  const own = useQueues()
    .flatMap(({ agents }) => agents)
    .find((agent) => agent.userId === userId);
  if (!own) return null;
  const spent = [...Map.groupBy(own.periods, ({ state }) => state)].map(
    ([state, periods]) => [state, periods.reduce((sum, { fromAt, untilAt }) => sum + (untilAt === null ? now : Date.parse(untilAt)) - Date.parse(fromAt), 0)] as const,
  );
  return (
    <section className={styles['drill']} aria-label={t('board.own')}>
      <h2>{t('board.own')}</h2>
      <dl className={styles['figures']}>
        {spent.map(([state, ms]) => (
          <div key={state} className={styles['figure']}>
            <dt>{ofCode('state', state, state)}</dt>
            <dd>{lasting(ms)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
