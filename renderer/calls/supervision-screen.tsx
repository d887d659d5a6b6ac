import type { AgentAtWork } from '#domain/calls/supervision-queries.ts';
import { useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { lasting, useSeconds } from '../softphone/parts/use-seconds.ts';
import panes from '../ui/panes.module.css';
import { ofCode, t } from '../ui/text.ts';
import { AgentActions } from './agent-actions.tsx';
import { Alarms } from './alarms.tsx';
import styles from './board.module.css';
import { dayOf } from './day-numbers.ts';
import { Drill, type Drilled } from './drill.tsx';
import { Trunks } from './trunks.tsx';
import { useOwnAgents } from './use-agents.ts';
import { useQueues } from './use-queues.ts';

/** The agents of one's teams: what they do, how their day is, the way into their calls, and what to do about who is stuck. */
export function SupervisionScreen() {
  const { agent: chosen } = useSearch({ from: '/supervision' });
  const agents = useOwnAgents();
  const queues = useQueues();
  const now = useSeconds();
  const [drilled, setDrilled] = useState<Drilled | null>(null);
  return (
    <section className={panes['list']} aria-label={t('supervision.title')}>
      <div className={panes['listHead']}>
        <div className={panes['listTitle']}>
          <h1>{t('supervision.title')}</h1>
        </div>
      </div>
      <div className={panes['scroll']} tabIndex={0} role="region" aria-label={t('supervision.agents')}>
        <Trunks />
        <div className={styles['drill']}>
          {queues.map((queue) => (
            <Alarms key={queue.id} queue={queue} now={now} />
          ))}
          {agents.length === 0 ? <p className={styles['age']}>{t('supervision.none')}</p> : <AgentTable agents={agents} chosen={chosen} now={now} onDrill={setDrilled} />}
        </div>
        {drilled && <Drill {...drilled} />}
      </div>
    </section>
  );
}

interface Shown {
  readonly now: number;
  readonly onDrill: (drilled: Drilled) => void;
}

function AgentTable({ agents, chosen, ...shown }: Shown & { readonly agents: readonly AgentAtWork[]; readonly chosen: string | undefined }) {
  return (
    <table className={styles['supervised']} aria-label={t('supervision.agents')}>
      <thead>
        <tr>
          <th scope="col">{t('supervision.agent')}</th>
          <th scope="col">{t('supervision.state')}</th>
          <th scope="col">{t('supervision.call')}</th>
          <th scope="col">{t('supervision.day')}</th>
          <th scope="col">{t('supervision.do')}</th>
        </tr>
      </thead>
      <tbody>
        {agents.map((agent) => (
          <AgentRow key={agent.userId} agent={agent} isChosen={agent.userId === chosen} {...shown} />
        ))}
      </tbody>
    </table>
  );
}

function AgentRow({ agent, isChosen, now, onDrill }: Shown & { readonly agent: AgentAtWork; readonly isChosen: boolean }) {
  const { displayName, extension, state, reason, fromAt, call } = agent;
  return (
    <tr data-state={state ?? 'offline'} data-chosen={isChosen || undefined} aria-current={isChosen || undefined}>
      <td>
        <div className={styles['stack']}>
          <strong>
            <bdi>{displayName}</bdi>
          </strong>
          <span className={styles['age']}>{extension}</span>
        </div>
      </td>
      <td>
        <div className={styles['stack']}>
          {reason ?? ofCode('state', state ?? 'offline', state ?? 'offline')}
          {fromAt !== null && <span className={styles['time']}>{lasting(now - Date.parse(fromAt))}</span>}
        </div>
      </td>
      <td>{call ? <CallNow call={call} now={now} /> : <span className={styles['age']}>{t('supervision.noCall')}</span>}</td>
      <td>
        <dl className={styles['day']}>
          {dayOf(agent).map(({ name, text, callIds }) => (
            <div key={name}>
              <dt>{t(`board.figure.${name}`)}</dt>
              <dd>
                <button type="button" disabled={callIds.length === 0} onClick={() => onDrill({ figure: `${displayName}, ${t(`board.figure.${name}`)}`, callIds })}>
                  {text}
                </button>
              </dd>
            </div>
          ))}
        </dl>
      </td>
      <td>
        <AgentActions agent={agent} />
      </td>
    </tr>
  );
}

function CallNow({ call, now }: { readonly call: NonNullable<AgentAtWork['call']>; readonly now: number }) {
  return (
    <div className={styles['stack']}>
      <bdi>{call.contactName ?? call.number ?? t('phone.unknown')}</bdi>
      <span className={styles['age']}>
        {[call.queueName, call.caseNumber].filter((each) => each !== null).join(' · ')}
        {call.answeredAt !== null && <span className={styles['time']}> {lasting(now - Date.parse(call.answeredAt))}</span>}
      </span>
    </div>
  );
}
