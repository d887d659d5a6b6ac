import type { AgentNow } from '#domain/calls/queries.ts';
import { Button, Tooltip } from '@mantine/core';
import { IconDeviceTv, IconEye } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useStatus } from '../bridge/session.tsx';
import { lasting, useSeconds } from '../softphone/parts/use-seconds.ts';
import { clock } from '../ui/format.ts';
import panes from '../ui/panes.module.css';
import { ofCode, t } from '../ui/text.ts';
import { Alarms } from './alarms.tsx';
import { byState, shownOf, type Shown } from './board-figures.ts';
import styles from './board.module.css';
import { Callbacks } from './callbacks.tsx';
import { Drill, type Drilled } from './drill.tsx';
import { MissedCalls } from './missed-calls.tsx';
import { OwnNumbers } from './own-numbers.tsx';
import { Trunks } from './trunks.tsx';
import { useSupervises } from './use-agents.ts';
import { useQueues } from './use-queues.ts';

/** Queues as they are now: figures, agents, what was missed, and one's own numbers. */
export function QueuesScreen() {
  const navigate = useNavigate();
  const supervises = useSupervises();
  const [drilled, setDrilled] = useState<Drilled | null>(null);
  return (
    <section className={panes['list']} aria-label={t('board.title')}>
      <div className={panes['listHead']}>
        <div className={panes['listTitle']}>
          <h1>{t('board.title')}</h1>
          {supervises && (
            <Button variant="default" leftSection={<IconEye size={14} aria-hidden />} onClick={() => void navigate({ to: '/supervision' })}>
              {t('supervision.title')}
            </Button>
          )}
          <Button variant="default" leftSection={<IconDeviceTv size={14} aria-hidden />} onClick={() => void navigate({ to: '/wall' })}>
            {t('board.wall')}
          </Button>
        </div>
        <Age />
      </div>
      <div className={panes['scroll']} tabIndex={0} role="region" aria-label={t('board.title')}>
        <Trunks />
        <Queues onDrill={setDrilled} />
        {drilled && <Drill {...drilled} />}
        <OwnNumbers onDrill={setDrilled} />
        <Callbacks />
        <MissedCalls />
      </div>
    </section>
  );
}

/** The same board for a screen on the wall. */
export function WallScreen() {
  return (
    <section className={styles['wall']} aria-label={t('board.wall')}>
      <Age />
      <Trunks />
      <Queues onDrill={null} />
      <Link to="/queues">{t('board.leaveWall')}</Link>
    </section>
  );
}

/** Where the numbers are from, and how old they may be. */
function Age() {
  const { hub, caughtUpAt } = useStatus();
  const at = caughtUpAt === null ? t('value.none') : clock(caughtUpAt);
  return (
    <p className={styles['age']} data-stale={hub.state !== 'online' || undefined} role="status">
      {hub.state === 'online' ? t('board.age', { at }) : t('board.stale', { at })}
    </p>
  );
}

function Queues({ onDrill }: { readonly onDrill: ((drilled: Drilled) => void) | null }) {
  const now = useSeconds();
  const { hub } = useStatus();
  const queues = useQueues();
  if (queues.length === 0) return <p className={styles['age']}>{t('board.none')}</p>;
  return queues.map((queue) => (
    <article key={queue.id} className={styles['queue']} data-stale={hub.state !== 'online' || undefined} aria-label={queue.name}>
      <h2>{queue.name}</h2>
      <Alarms queue={queue} now={now} />
      <dl className={styles['figures']}>
        {shownOf(queue, now).map((shown) => (
          <Figure key={shown.name} shown={shown} changedAt={queue.changedAt} onDrill={onDrill} />
        ))}
      </dl>
      <Agents agents={queue.agents} now={now} isOnWall={onDrill === null} />
    </article>
  ));
}

function Figure({ shown, changedAt, onDrill }: { readonly shown: Shown; readonly changedAt: string | null; readonly onDrill: ((drilled: Drilled) => void) | null }) {
  const { name, text, formula, callIds, isAlarm } = shown;
  const figure = ofCode('board.figure', name, name);
  const source = t('board.source', { at: changedAt === null ? t('value.none') : clock(changedAt) });
  return (
    <div className={styles['figure']} data-alarm={isAlarm || undefined}>
      <dt>{figure}</dt>
      <dd>
        <Tooltip multiline w={280} label={`${formula} ${source}`}>
          <button type="button" disabled={onDrill === null || callIds.length === 0} onClick={() => onDrill?.({ figure, callIds })}>
            {text}
          </button>
        </Tooltip>
      </dd>
    </div>
  );
}

function Agents({ agents, now, isOnWall }: { readonly agents: readonly AgentNow[]; readonly now: number; readonly isOnWall: boolean }) {
  const supervises = useSupervises() && !isOnWall;
  return (
    <ul className={styles['agents']} aria-label={t('board.agents')}>
      {byState(agents).flatMap(([state, own]) =>
        own.map((agent) => (
          <li key={agent.userId} data-state={state}>
            {supervises ? (
              <Link to="/supervision" search={{ agent: agent.userId }}>
                <bdi>{agent.displayName}</bdi>
              </Link>
            ) : (
              <bdi>{agent.displayName}</bdi>
            )}
            <span>{agent.reason ?? ofCode('state', state, state)}</span>
            {agent.fromAt !== null && <span className={styles['time']}>{lasting(now - Date.parse(agent.fromAt))}</span>}
          </li>
        )),
      )}
    </ul>
  );
}
