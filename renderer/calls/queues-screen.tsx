import type { AgentNow } from '#domain/calls/queries.ts';
import { Button, Tooltip } from '@mantine/core';
import { IconDeviceTv } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useStatus } from '../bridge/session.tsx';
import { useQuery } from '../bridge/use-query.ts';
import { lasting, useSeconds } from '../softphone/parts/use-seconds.ts';
import { clock } from '../ui/format.ts';
import panes from '../ui/panes.module.css';
import { ofCode, t } from '../ui/text.ts';
import { alarms, byState, shownOf, type Shown } from './board-figures.ts';
import styles from './board.module.css';
import { MissedCalls } from './missed-calls.tsx';
import { OwnNumbers } from './own-numbers.tsx';
import { useQueues } from './use-queues.ts';

/** Queues as they are now: figures, agents, what was missed, and one's own numbers. */
export function QueuesScreen() {
  const navigate = useNavigate();
  const [drilled, setDrilled] = useState<Shown | null>(null);
  return (
    <section className={panes['list']} aria-label={t('board.title')}>
      <div className={panes['listHead']}>
        <div className={panes['listTitle']}>
          <h1>{t('board.title')}</h1>
          <Button variant="default" leftSection={<IconDeviceTv size={14} aria-hidden />} onClick={() => void navigate({ to: '/wall' })}>
            {t('board.wall')}
          </Button>
        </div>
        <Age />
      </div>
      <div className={panes['scroll']} tabIndex={0} role="region" aria-label={t('board.title')}>
        <Queues onDrill={setDrilled} />
        {drilled && <Drill shown={drilled} />}
        <OwnNumbers />
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

function Queues({ onDrill }: { readonly onDrill: ((shown: Shown) => void) | null }) {
  const now = useSeconds();
  const { hub } = useStatus();
  const queues = useQueues();
  if (queues.length === 0) return <p className={styles['age']}>{t('board.none')}</p>;
  return queues.map((queue) => (
    <article key={queue.id} className={styles['queue']} data-stale={hub.state !== 'online' || undefined} aria-label={queue.name}>
      <h2>{queue.name}</h2>
      <dl className={styles['figures']}>
        {shownOf(queue, now).map((shown) => (
          <Figure key={shown.name} shown={shown} changedAt={queue.changedAt} onDrill={onDrill} />
        ))}
      </dl>
      <Agents agents={queue.agents} now={now} />
    </article>
  ));
}

function Figure({ shown, changedAt, onDrill }: { readonly shown: Shown; readonly changedAt: string | null; readonly onDrill: ((shown: Shown) => void) | null }) {
  const { name, text, formula, callIds, isAlarm } = shown;
  const source = t('board.source', { at: changedAt === null ? t('value.none') : clock(changedAt) });
  const advice = isAlarm && name in alarms ? ` ${ofCode('board.advice', name, '')}` : '';
  return (
    <div className={styles['figure']} data-alarm={isAlarm || undefined}>
      <dt>{ofCode('board.figure', name, name)}</dt>
      <dd>
        <Tooltip multiline w={280} label={`${formula} ${source}${advice}`}>
          <button type="button" disabled={onDrill === null || callIds.length === 0} onClick={() => onDrill?.(shown)}>
            {text}
          </button>
        </Tooltip>
      </dd>
    </div>
  );
}

function Agents({ agents, now }: { readonly agents: readonly AgentNow[]; readonly now: number }) {
  return (
    <ul className={styles['agents']} aria-label={t('board.agents')}>
      {byState(agents).flatMap(([state, own]) =>
        own.map((agent) => (
          <li key={agent.userId} data-state={state}>
            <bdi>{agent.displayName}</bdi>
            <span>{agent.reason ?? ofCode('state', state, state)}</span>
            {agent.fromAt !== null && <span className={styles['time']}>{lasting(now - Date.parse(agent.fromAt))}</span>}
          </li>
        )),
      )}
    </ul>
  );
}

/** The calls from which a number was computed. */
function Drill({ shown }: { readonly shown: Shown }) {
  return (
    <section className={styles['drill']} aria-label={t('board.drill', { figure: ofCode('board.figure', shown.name, shown.name) })}>
      <h2>{t('board.drill', { figure: ofCode('board.figure', shown.name, shown.name) })}</h2>
      <ul className={styles['calls']}>
        {shown.callIds.slice(0, 200).map((id) => (
          <DrilledCall key={id} id={id} />
        ))}
      </ul>
    </section>
  );
}

function DrilledCall({ id }: { readonly id: string }) {
  const row = useQuery('records.get', { entity: 'calls', id }).data;
  if (!row) return <li>{t('board.unseen')}</li>;
  return (
    <li>
      <Link to="/records/$entity/$id" params={{ entity: 'calls', id }}>
        <bdi dir="ltr">{String(row['callerNumber'] ?? row['callerNumberRaw'] ?? t('phone.unknown'))}</bdi> · {clock(String(row['startedAt']))} · {String(row['status'])}
      </Link>
    </li>
  );
}
