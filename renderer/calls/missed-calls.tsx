import type { MissedCall } from '#domain/calls/queries.ts';
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useQuery } from '../bridge/use-query.ts';
import { PhoneValue } from '../ui/dialling.tsx';
import { moment } from '../ui/format.ts';
import { t, tn } from '../ui/text.ts';
import styles from './board.module.css';
import { useOnline } from './use-online.ts';

const days = 3;
const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();

/** What was missed until somebody owns it: a callback, a case, or a talk with the number takes it away. */
export function MissedCalls() {
  const [since] = useState(() => new Date(Date.now() - days * 86_400_000).toISOString());
  const calls = useQuery('calls.missed', { since }).data ?? [];
  return (
    <section className={styles['drill']} aria-label={t('missed.title')}>
      <h2>{t('missed.title')}</h2>
      {calls.length === 0 && <p className={styles['age']}>{t('missed.none')}</p>}
      <ul className={styles['calls']}>
        {calls.map((call) => (
          <Missed key={call.id} call={call} />
        ))}
      </ul>
    </section>
  );
}

function Missed({ call }: { readonly call: MissedCall }) {
  const { ask, refused } = useOnline();
  const number = call.callerNumber ?? call.callerNumberRaw;
  const take = () => {
    if (number) void ask('callbacks.schedule', { phone: { raw: number, e164: call.callerNumber }, dueAt: inAnHour(), callId: call.id, contactId: call.contactId });
  };
  return (
    <li className={styles['missed']}>
      <Link to="/records/$entity/$id" params={{ entity: 'calls', id: call.id }}>
        <bdi>{call.contactName ?? (call.callerName || t('phone.unknown'))}</bdi>
      </Link>
      {number && <PhoneValue number={number} />}
      <span className={styles['age']}>
        {moment(call.startedAt)} {call.queueName} {call.tries > 1 && tn('missed.tries', call.tries)}
      </span>
      {number && (
        <Button size="compact-xs" variant="default" onClick={take}>
          {t('missed.take')}
        </Button>
      )}
      {refused && (
        <span className={styles['refused']} role="alert">
          {refused}
        </span>
      )}
    </li>
  );
}
