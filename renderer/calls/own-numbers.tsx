import { useSession } from '../bridge/session.tsx';
import { lasting, useSeconds } from '../softphone/parts/use-seconds.ts';
import { ofCode, t } from '../ui/text.ts';
import styles from './board.module.css';
import { dayOf } from './day-numbers.ts';
import type { Drilled } from './drill.tsx';
import { useAgents } from './use-agents.ts';
import { useQueues } from './use-queues.ts';

/** One's own day: calls, how long they took, what was missed, and how long in each state. */
export function OwnNumbers({ onDrill }: { readonly onDrill: (drilled: Drilled) => void }) {
  const { userId } = useSession();
  const now = useSeconds();
  const day = useAgents().find((agent) => agent.userId === userId);
  const own = useQueues()
    .flatMap(({ agents }) => agents)
    .find((agent) => agent.userId === userId);
  if (!day && !own) return null;
  const spent = [...Map.groupBy(own?.periods ?? [], ({ state }) => state)].map(
    ([state, periods]) => [state, periods.reduce((sum, { fromAt, untilAt }) => sum + (untilAt === null ? now : Date.parse(untilAt)) - Date.parse(fromAt), 0)] as const,
  );
  return (
    <section className={styles['drill']} aria-label={t('board.own')}>
      <h2>{t('board.own')}</h2>
      <dl className={styles['figures']}>
        {day &&
          dayOf(day).map(({ name, text, callIds }) => (
            <div key={name} className={styles['figure']}>
              <dt>{t(`board.figure.${name}`)}</dt>
              <dd>
                <button type="button" disabled={callIds.length === 0} onClick={() => onDrill({ figure: t(`board.figure.${name}`), callIds })}>
                  {text}
                </button>
              </dd>
            </div>
          ))}
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
